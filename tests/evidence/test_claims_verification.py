"""``verify``: what is as shipped passes, what is not fails, and a refuted claim is no failure."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.claims import bcity, shipped, verification
from intensity.evidence.claims.conditions import Conditions
from intensity.evidence.claims.evaluation import KEYS, evaluate, part_rows, row
from intensity.evidence.claims.judge import FAILS, HOLDS
from intensity.evidence.claims.registry import chosen
from intensity.evidence.claims.samples import POSTERIOR, PRIOR, wanted
from intensity.evidence.claims.space import shares
from intensity.evidence.claims.verification import command
from intensity.model.errors import InputError

CHEAP = ("C01", "C04")  # C01 holds in B city, C04 does not
CITIES = 20
DECIDED = {
    PRIOR: Conditions(
        "holds where kappa > 1: 80% of those 5 cities, 20% of the rest",
        (("kappa", ">", 1.0), ("K", "<=", 3.5)),
        *(0.8, 0.2, 5),
    ),
    POSTERIOR: Conditions("holds in every city"),
}
SMALL = {"least": 6, "most": 6, "streets": 3}


@pytest.fixture(scope="module")
def answers():
    return bcity.answer(chosen(CHEAP), progress=False, **SMALL)


def made(answers) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(1)
    space = pd.DataFrame(
        [
            (sample, city, name, float(f"{rng.random():.4g}"), 0.01, 7, "")
            for sample in (PRIOR, POSTERIOR)
            for city in range(CITIES)
            for name in wanted()
        ],
        columns=["sample", "city", "estimand", "value", "se", "df", "reason"],
    )
    rows, parts = [], []
    for claim in chosen(None):
        answer = answers.get(claim.id, bcity.Answer(claim))
        rows.append(row(claim, answer, shares(claim, space), DECIDED, 1.5))
        parts += part_rows(answer)
    return pd.DataFrame(rows), pd.DataFrame(parts), space


@pytest.fixture
def there(answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shipped answers that are what is recomputed."""
    shipped.write(*made(answers), tmp_path)
    monkeypatch.setattr(shipped, "folder", lambda: tmp_path)
    small = functools.partial(bcity.answer, **SMALL)
    monkeypatch.setattr(verification.bcity, "answer", small)
    return tmp_path


def change(path: Path, at: str, column: str, value: object, key: str = "part") -> None:
    frame = pd.read_csv(path)
    frame[column] = frame[column].astype(object)
    frame.loc[frame[key] == at, column] = value
    frame.to_csv(path, index=False)


def test_what_is_as_shipped_passes(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a failure for a claim that is refuted: C04 fails in B city, and that is a result."""
    assert command(CHEAP, progress=False) == 0
    out = capsys.readouterr()
    assert "C01  HOLDS" in out.out
    assert "C04  FAILS" in out.out
    assert "holds where kappa > 1" in out.out
    assert not out.err


def test_json_has_the_promised_keys(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a renamed key, and numbers that JSON does not know."""
    assert command(CHEAP, True, progress=False) == 0
    first, second = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert list(first)[: len(KEYS)] == list(KEYS)
    assert (first["id"], first["holds"], second["holds"]) == ("C01", True, False)
    assert first["command"] == "intensity verify C01"
    assert first["low"] <= first["estimate"] <= first["high"]
    assert 0.0 <= first["share_prior_low"] <= first["share_prior"] <= 1.0
    assert [part["part"] for part in first["parts"]] == ["C01.a", "C01.b"]


def test_a_number_out_of_tolerance_fails(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a check that never compares, or compares verdicts only."""
    path = there / shipped.FILES["parts"]
    old = float(pd.read_csv(path).set_index("part").loc["C01.a", "estimate"])
    change(path, "C01.a", "estimate", old + 0.004)
    assert command(["C01"], progress=False) == 0
    change(path, "C01.a", "estimate", old + 0.006)
    assert command(["C01"], progress=False) == 1
    assert "C01.a: recomputed" in capsys.readouterr().err
    assert command(["C04"], progress=False) == 0
    change(path, "C04.a", "estimate", "")
    assert command(["C04"], progress=False) == 1


def test_unknown_ids_are_one_line_and_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["C99"], progress=False) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: claim 'C99' is unknown; nearest: C")
    assert err.count("\n") == 1


def test_stale_answers_fail(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches shares of other sources that are shown as if they were of these."""
    path = there / shipped.FILES["claims"]
    frame = pd.read_csv(path)
    frame.assign(sources="0").to_csv(path, index=False)
    assert command(["C01"], progress=False) == 1
    assert "stale" in capsys.readouterr().err
    frame.assign(runs="0").to_csv(path, index=False)
    assert command(["C01"], True, progress=False) == 1
    out = capsys.readouterr()
    assert "--space" in out.err
    assert json.loads(out.out)[0]["share_prior"] is None


def test_missing_or_damaged_answers_fail(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (there / shipped.FILES["space"]).unlink()
    assert command(["C01"], progress=False) == 1
    assert "claims_space.csv: not there" in capsys.readouterr().err
    (there / shipped.FILES["space"]).write_text("nothing\n1\n", encoding="utf-8")
    assert command(["C01"], progress=False) == 1
    assert "claims_space.csv: missing column 'sample'" in capsys.readouterr().err
    for name in shipped.FILES.values():
        (there / name).unlink()
    assert command(["C01"], progress=False) == 1
    assert "nothing to compare with" in capsys.readouterr().err


def test_a_missing_figure_fails(
    there: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a register that names a figure or page that nobody draws any more."""
    (claim,) = chosen(["C01"])
    lost = claim.model_copy(update={"figure": "figure9", "page": "nowhere"})
    monkeypatch.setattr(verification, "chosen", lambda ids: [lost])
    assert command(["C01"], progress=False) == 1
    err = capsys.readouterr().err
    assert "figure 'figure9' is missing" in err
    assert "page 'nowhere' is missing" in err


def test_every_figure_and_page_of_the_register_is_there() -> None:
    assert verification._missing(chosen(None)) == []


def test_shipped_tables_come_back_as_they_were(answers, tmp_path: Path) -> None:
    """Catches digits, rows or columns lost on the way, which would change verdicts."""
    claims, parts, space = made(answers)
    shipped.write(claims, parts, space, tmp_path)
    back = shipped.read(tmp_path)
    assert back is not None
    assert back.is_current
    keys = ["sample", "estimand", "city"]
    old = space.sort_values(keys)[[*keys, "value", "se", "df"]].reset_index(drop=True)
    new = back.space.sort_values(keys)[[*keys, "value", "se", "df"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(old, new, check_dtype=False)
    assert shipped.read(tmp_path / "nowhere") is None


def test_shipped_conditions_come_back_as_they_were(there: Path) -> None:
    """Catches a rule, its shares or its cities lost on the way, or put to the other sample."""
    first = pd.read_csv(there / shipped.FILES["claims"]).loc[0]
    assert first["rule_prior"] == "kappa > 1 and K <= 3.5"
    assert (first["inside_prior"], first["outside_prior"], first["within_prior"]) == (0.8, 0.2, 5)
    assert first[list(shipped.DECIDED[POSTERIOR])].isna().all()
    back = shipped.read(there)
    assert back is not None
    assert back.conditions("C01", PRIOR) == DECIDED[PRIOR]
    open_ = back.conditions("C01", POSTERIOR)
    assert (open_.text, open_.rules, open_.cities) == ("holds in every city", (), 0)
    known = evaluate().set_index("id").loc["C01"]
    assert (known["rule_prior"], known["within_prior"]) == ("kappa > 1 and K <= 3.5", 5)
    assert known["rule_posterior"] == "" and np.isnan(known["inside_posterior"])


def test_answers_without_rules_are_refused(there: Path) -> None:
    """Catches older answers that are taken as if nothing separated, and a rule torn apart."""
    path = there / shipped.FILES["claims"]
    frame = pd.read_csv(path)
    frame.drop(columns="within_posterior").to_csv(path, index=False)
    with pytest.raises(InputError, match=r"claims\.csv: missing column 'within_posterior'$"):
        shipped.read(there)
    frame.assign(rule_prior="kappa above 1").to_csv(path, index=False)
    with pytest.raises(InputError, match=r"claims\.csv, C01, prior: rule 'kappa above 1': must be"):
        evaluate()
    frame.assign(within_prior="").to_csv(path, index=False)
    with pytest.raises(InputError, match=r"claims\.csv, C01, prior: "):
        evaluate()


def test_replications_stop_by_the_rule_of_precision() -> None:
    """At least so many, then until each deciding part's interval is as narrow as it should be."""
    claim = chosen(["C01"])[0]
    found = bcity.answer([claim], least=5, streets=2, progress=False)["C01"]
    assert found.replications == 5
    assert all(found.estimates[claim.key(p)].half <= p.precision for p in claim.deciding)
    strict = tuple(part.model_copy(update={"precision": 1e-6}) for part in claim.parts)
    hard = claim.model_copy(update={"parts": strict})
    found = bcity.answer([hard], least=2, most=12, streets=2, progress=False)["C01"]
    assert found.replications == 12


def panel(cities: int, levels=(0.0, 0.2, 0.6, 1.0)) -> pd.DataFrame:
    """City 0 has a paradox, the others have none; regular second-order shares 0.1, 0.1, 0.3, ..."""
    rows = []
    for city in range(cities):
        for x in levels:
            rows.append(
                {
                    "city": city,
                    "intensity": x,
                    "kappa": 0.5 + 0.1 * city,
                    "efficiency": 1.0 - (x - 0.6) ** 2 if city == 0 else 0.5 + 0.2 * x,
                    "dashboard": 0.4 + 0.2 * x,
                    "second_order_share": (0.5 if city < 2 else 1.5) * x,
                }
            )
    return pd.DataFrame(rows)


def test_a_panel_of_cities_gives_shares(there: Path) -> None:
    """Catches shares of the wrong cities, and shipped ones passed off as the panel's."""
    frame = evaluate(panel(4)).set_index("id")
    assert list(frame.columns[: len(KEYS) - 1]) == list(KEYS[1:])
    assert len(frame) == 26
    assert frame.loc["C22", "share_prior"] == 0.25
    assert frame.loc["C01", "share_prior"] == 0.5
    assert frame.loc["C01", "share_prior_cities"] == 4
    assert frame.loc["C22", "source"] == "panel"
    assert frame.loc["C08", "source"] == "shipped"


def test_a_panel_of_one_city_gives_its_answer(there: Path) -> None:
    one = pd.concat([panel(1).drop(columns="kappa").assign(city=k) for k in range(5)])
    frame = evaluate(one).set_index("id")
    assert frame.loc["C22", "status"] == HOLDS
    assert frame.loc["C22", "holds"] is True
    assert frame.loc["C22", "estimate"] == pytest.approx(-0.16)
    assert frame.loc["C07", "status"] == FAILS
    assert frame.loc["C07", "holds"] is False


def test_without_anything_shipped_claims_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "folder", lambda: tmp_path)
    frame = evaluate()
    assert (frame["status"] == "not yet evaluated").all()
    assert frame["estimate"].isna().all()
    assert all(value is None for value in frame["holds"])
    with pytest.raises(InputError, match="no column 'intensity'"):
        evaluate(pd.DataFrame({"city": [1]}))


def test_the_namespace_of_the_package() -> None:
    """``it.claims.evaluate`` is what scripts outside call."""
    import intensity.evidence.claims as claims

    assert callable(claims.evaluate)
    assert callable(claims.verify)
    assert len(claims.register().claims) == 26
