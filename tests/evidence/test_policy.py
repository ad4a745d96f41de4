"""The page on policy as a whole, with runs cut short: every number that it prints is recorded."""

import re

import pytest

import intensity as it
from intensity.evidence import contest, levers, optimum, policy, replications, reversal
from intensity.evidence.record import Record
from intensity.model.schedule import Schedule
from intensity.model.simulate import simulate
from intensity.model.tables import data_path

KEY = re.compile(r"policy\.[a-zA-Z_0-9.]*[a-zA-Z_0-9]")


def cut(city, intensity=None, *, schedule=None, months=48, number=0, **options):
    """The same run with two streets."""
    if schedule is None:
        schedule = Schedule.constant(intensity, intensity, months)
    return simulate(city, schedule=schedule, number=number, **(options | {"streets": 2}))


@pytest.fixture
def recorded(monkeypatch):
    """Everything that the page needs, from few and small runs."""
    for module in (replications, reversal, levers):
        monkeypatch.setattr(module, "simulate", cut)
    monkeypatch.setattr(optimum, "optimum_map", _few(optimum.optimum_map))
    monkeypatch.setattr(optimum, "surface", _few_pairs(optimum.surface))
    monkeypatch.setattr(contest, "GOALS", contest.GOALS[:2])
    for module, name, size in (
        (contest, "CITIES", 3),
        (reversal, "CITIES", 3),
        (reversal, "RUNS", 2),
        (levers, "RUNS", 2),
        (levers, "REFER_RUNS", 2),
        (levers, "UNIT_RUNS", 1),
        (reversal, "LARGER", 2),
    ):
        monkeypatch.setattr(module, name, size)
    record = Record()
    policy.policy_evidence(record, it.City.default(), progress=False)
    return record


def _few(function):
    return lambda city, progress: function(
        city, (0.2, 0.8), (0.4, 0.9), (0.0, 0.2, 1.0), 2, progress=progress
    )


def _few_pairs(function):
    return lambda city, progress: function(city, (0.0, 0.2, 1.0), 2, progress=progress)


@pytest.mark.slow
def test_page_prints_only_what_is_recorded(recorded):
    """Catches a number or table of the page that evidence does not record."""
    page = (data_path().parent / "book" / "en" / "policy.md").read_text(encoding="utf-8")
    wanted = set(KEY.findall(page))
    assert len(wanted) > 80
    assert not wanted - set(recorded.values)
    tables = set(re.findall(r'results\.table\("(\w+)"\)', page))
    assert tables <= set(recorded.tables)
    assert not any(frame.empty for frame in recorded.tables.values())
