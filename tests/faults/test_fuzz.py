"""Malformed input of every kind: one line, nothing written, no hang."""

from tests.faults import fuzz


def test_malformed_input_gets_one_line(tmp_path):
    """Catches a traceback, a message of many lines, a hang, a file written before a refusal."""
    outcomes = fuzz.tried(tmp_path / "fuzz", 300, seed=3)
    assert sum(outcome.times for outcome in outcomes) >= 290
    for outcome in outcomes:
        assert outcome.worse == 0, outcome.notes
        assert outcome.refused > outcome.unharmed  # what was put in is mostly a fault


def test_processes_started_afresh_refuse_alike(tmp_path):
    """What the exit code and both streams of a real process are, the tests above only imitate."""
    outcome = fuzz.processes(tmp_path / "afresh", 4, seed=4)
    assert outcome.worse == 0, outcome.notes
