"""Verdicts in words and pictures, and tables of claims in files that are not stale."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.claims import bcity, evidence, register, shipped
from intensity.evidence.claims.conditions import Conditions
from intensity.evidence.claims.evaluation import part_rows, row
from intensity.evidence.claims.judge import replicated
from intensity.evidence.claims.samples import POSTERIOR, PRIOR
from intensity.evidence.claims.space import share_of
from intensity.evidence.record import Record
from intensity.model.errors import InputError
from intensity.report import claims as figure
from intensity.report import verdicts

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [ROOT / "README.md", *sorted((ROOT / "book").glob("*/*.md"))]


def planted(value: float, held: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All claims with the same value in B city (noise 0.01) and `held` of 40 cities."""
    rng = np.random.default_rng(0)
    share = share_of(["holds"] * held + ["fails"] * (40 - held))
    text = "holds where kappa > 0.8: 81% of those 40 cities, 22% of the rest"
    decided = Conditions(text, (("kappa", ">", 0.8),), 0.81, 0.22, 40)
    rows, parts = [], []
    for claim in register().claims:
        answer = bcity.Answer(claim, replications=16)
        for part in claim.parts:
            if part.function is not None:
                x = replicated(rng.normal(value, 0.01, 16))
                answer.estimates[claim.key(part)] = x
        rows.append(row(claim, answer, {PRIOR: share, POSTERIOR: share}, {PRIOR: decided}, 3.2))
        parts += part_rows(answer)
    return pd.DataFrame(rows), pd.DataFrame(parts)


@pytest.fixture(scope="module")
def recorded() -> tuple[pd.DataFrame, pd.DataFrame]:
    return planted(0.1, 30)


@pytest.mark.parametrize(
    ("status", "low", "word"),
    [
        ("holds", 0.6, "holds"),
        ("holds", 0.4, "holds only if"),
        ("holds", float("nan"), "holds only if"),
        ("fails", 0.9, "fails"),
        ("undecided", 0.9, "undecided"),
        ("undefined", 0.9, "undecided"),
        ("not yet evaluated", float("nan"), "not yet evaluated"),
    ],
)
def test_a_verdict_in_a_word(status: str, low: float, word: str) -> None:
    """Catches a claim that holds in B city alone and is called one that holds."""
    assert verdicts.word({"status": status, "share_prior_low": low}) == word


def test_a_box_says_what_failed(recorded) -> None:
    """C21 expects falls and gets rises; catches a box that hides a failing claim."""
    box = verdicts.verdict("C21", *recorded)
    assert box.startswith("```{admonition} C21 fails: Both orders lose efficiency\n:class: warning")
    assert box.count("expected < 0: fails") == 3
    assert "Holds in 75\N{NARROW NO-BREAK SPACE}%" in box
    assert "kappa > 0.8" in box
    assert "`intensity verify C21`" in box
    html = verdicts.box("C21", *recorded)
    assert '<div class="admonition warning verdict">' in html
    assert "&lt; 0: fails" in html
    assert "<code>intensity verify C21</code>" in html
    with pytest.raises(InputError, match="'C99'"):
        verdicts.box("C99", *recorded)


def test_tables_have_every_claim(recorded) -> None:
    claims, _ = recorded
    for table in (verdicts.short_table(claims), verdicts.long_table(claims)):
        lines = table.splitlines()
        assert len(lines) == 28
        assert len({line.count(" | ") for line in lines[2:]}) == 1
        assert all(f"| C{k:02d} " in table for k in range(1, 27))
    html = verdicts.html(claims)
    assert html.count("<tr>") == 27
    assert "<b>fails</b>" in html
    assert "<b>holds</b>" in html


def test_text_between_markers_is_replaced(recorded) -> None:
    """Catches a file whose other words are lost, and one that changes at every run."""
    claims, _ = recorded
    page = f"before\n{verdicts.BEGIN}\nstale words\n{verdicts.END}\nafter\n"
    new = verdicts.filled(page, claims)
    assert new.startswith("before\n")
    assert new.endswith("\nafter\n")
    assert "stale words" not in new
    assert "| C22 The paradox" in new
    assert verdicts.filled(new, claims) == new
    assert verdicts.filled("nothing", claims) == "nothing"
    with pytest.raises(InputError, match="only one is there"):
        verdicts.filled(verdicts.BEGIN, claims)


def test_files_are_written_and_checked(
    recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--check`` fails for a stale table and passes after ``--write``."""
    monkeypatch.setattr(verdicts, "shipped_claims", lambda: recorded[0])
    path = tmp_path / "page.md"
    path.write_text(f"{verdicts.BEGIN_LONG}\n{verdicts.END_LONG}\n", encoding="utf-8")

    def run(option: str) -> int:
        monkeypatch.setattr(sys, "argv", ["verdicts", option, str(path)])
        return verdicts.main()

    assert run("--check") == 1
    assert "is stale" in capsys.readouterr().err
    assert run("--write") == 0
    assert run("--check") == 0
    path.write_text("no markers", encoding="utf-8")
    with pytest.raises(InputError, match="has no markers"):
        run("--check")


def test_tables_of_claims_in_the_projects_texts_are_current() -> None:
    """README.md and the pages of the book say what the shipped answers say.

    ``python -m intensity.report.verdicts --write FILE`` writes them anew.
    """
    stale = []
    for path in TEXTS:
        content = path.read_text(encoding="utf-8")
        if verdicts.has_markers(content):
            new = verdicts.filled(content, verdicts.shipped_claims(), path.name)
            stale += [path.name] if new != content else []
    assert not stale


def test_shipped_answers_are_about_this_register() -> None:
    """Catches answers that were made before a claim or part was added."""
    there = shipped.read()
    if there is None:  # before the first ones are made
        assert not any(verdicts.has_markers(p.read_text(encoding="utf-8")) for p in TEXTS)
        return
    keys = [claim.key(part) for claim in register().claims for part in claim.parts]
    assert list(there.parts.index) == keys
    assert list(there.claims.index) == [claim.id for claim in register().claims]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", ["page", "column"])
def test_the_figure_has_a_row_per_claim(recorded, lang: str, width: str) -> None:
    """Catches claims without a row, and verdicts that overlap the bars."""
    drawn = figure.draw(*recorded, lang=lang, width=width)
    left, right = drawn.axes
    assert len(left.get_yticks()) == 26
    words = [text.get_text() for text in right.texts]
    assert len(words) == 26
    assert right.get_xlim() == (0.0, 100.0)
    edges = drawn.get_size_inches()[0] * drawn.dpi
    renderer = drawn.canvas.get_renderer()
    assert all(text.get_window_extent(renderer).x1 <= edges for text in right.texts)


def test_the_alternative_text_counts_and_names(recorded) -> None:
    words = figure.ALT(*recorded)
    assert words.startswith("26 claims, one row each.")
    fails = int((recorded[0]["status"] == "fails").sum())
    assert f"{fails} fail" in words
    assert "C22 The paradox: fails, 75" in words


def test_the_figure_refuses_a_frame_without_shares(recorded) -> None:
    claims, parts = recorded
    with pytest.raises(InputError, match="share_prior"):
        figure.draw(claims.drop(columns="share_prior"), parts)


def test_evidence_records_every_claim(
    recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a table that Parquet does not take, and a value without a number."""
    claims, parts = recorded
    monkeypatch.setattr(evidence.shipped, "folder", lambda: tmp_path)
    monkeypatch.setattr(evidence, "make", lambda sizes, progress: (claims, parts, None))
    record = Record()
    evidence.claims_evidence(record, progress=False)
    record.write({}, tmp_path)
    back = pd.read_parquet(tmp_path / "tables" / "claims.parquet")
    assert list(back["id"]) == list(claims["id"])
    assert set(back["rule_prior"]) == {"kappa > 0.8"} and set(back["rule_posterior"]) == {""}
    assert set(back["within_prior"]) == {40} and back["inside_posterior"].isna().all()
    figure.draw(back, pd.read_parquet(tmp_path / "tables" / "claims_parts.parquet"))
    assert verdicts.verdict("C21", back, parts)
    counted = sum(record.values[f"claims.{n}"]["value"] for n in evidence.COUNTED)
    assert counted == record.values["claims.all"]["value"] == 26
    assert record.values["C01.prior"]["value"] == 0.75
    assert record.values["C22.status"]["value"] == "fails"
