"""A page with other parameters: changed inputs, in a copy, and nothing else touched."""

import json

import pytest

from intensity.evidence import play
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.tables import data_path


@pytest.fixture
def there(tmp_path, monkeypatch):
    """An empty results folder; stages are written down in place of being run."""
    monkeypatch.setenv("INTENSITY_RESULTS", str(tmp_path))
    seen = []

    def run(command, env, **options):
        folder = env["INTENSITY_RESULTS"]
        seen.append((command, env))
        with open(f"{folder}/results.json", "w", encoding="utf-8") as file:
            json.dump({"values": {}}, file)
        return type("Done", (), {"returncode": 0, "stderr": ""})()

    monkeypatch.setattr(play.subprocess, "run", run)
    return seen


def test_only_the_named_defaults_change(there) -> None:
    """Catches the default of a neighbour changed, a range for a default, the true data written."""
    before = (data_path() / "parameters.toml").read_text(encoding="utf-8")
    folder = play.play({"kappa": 0.75, "K": 4})
    old = parameters()
    new = parameters(folder / "data" / "parameters.toml")
    changed = {name for name in old if old[name].default != new[name].default}
    assert changed == {"kappa", "K"}
    assert (new["kappa"].default, new["K"].default) == (0.75, 4)
    assert {old[n].range for n in old} == {new[n].range for n in new}
    assert (data_path() / "parameters.toml").read_text(encoding="utf-8") == before
    assert there[0][1]["INTENSITY_DATA"] == str(folder / "data")


def test_what_was_played_once_is_kept(there) -> None:
    """Catches a second computation of the same, and one result for two questions."""
    first = play.play({"kappa": 0.75})
    assert play.play({"kappa": 0.75}) == first
    assert play.play({"kappa": 0.8}) != first
    assert len(there) == 2


@pytest.mark.parametrize("changes", [{"kapa": 1.0}, {"kappa": -1.0}, {"kappa": "much"}])
def test_bad_parameters_are_refused_before_anything_is_written(there, changes, tmp_path) -> None:
    with pytest.raises(InputError):
        play.play(changes)
    assert not there
    assert not (tmp_path / "played").exists()
