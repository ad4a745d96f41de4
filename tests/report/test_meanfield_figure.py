"""The figure of the mean field: readable, true to its frames, and refusing what it cannot draw."""

import numpy as np
import pandas as pd
import pytest

from intensity.model.errors import InputError
from intensity.report import meanfield, style


@pytest.fixture
def errors():
    """Errors that fall as n^(−1/2), with the scatter of single runs."""
    rng = np.random.default_rng(4)
    return pd.DataFrame(
        [
            {"regime": regime, "n": n, "error": level * n**-0.5 * np.exp(rng.normal(0, 0.2))}
            for regime, level in (("underload", 0.05), ("overload", 0.07))
            for n in (1, 4, 16, 64)
            for _ in range(12)
        ]
    )


@pytest.fixture
def branches():
    """A city that tips at 0.6 on the way up and at 0.3 on the way down."""
    rows = []
    for level in np.round(np.linspace(0, 1, 21), 2):
        for branch, tip in (("up", 0.6), ("down", 0.3)):
            fallen = level >= tip
            rows.append(
                {
                    "intensity": level,
                    "branch": branch,
                    "kind": "cycle" if fallen and level > 0.5 else "point",
                    "efficiency": 0.25 + 0.05 * level if fallen else 0.7 + 0.1 * level,
                    "coexist": 0.3 <= level < 0.6,
                }
            )
    return pd.DataFrame(rows)


def alone(branches):
    """The same without a second state."""
    return branches[branches["branch"] == "up"].pipe(
        lambda up: pd.concat([up, up.assign(branch="down")]).assign(coexist=False)
    )


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("two", [True, False])
def test_can_be_read(width, two, errors, branches, faults):
    figure = meanfield.draw(errors, branches if two else alone(branches), width=width)
    assert figure.get_figwidth() == style.WIDTHS[width]
    assert not faults(figure)


@pytest.mark.parametrize("factor", [0.01, 1.0, 9.0])
@pytest.mark.parametrize("gap", [1.0, 1.05, 3.0])
def test_can_be_read_whatever_the_errors(factor, gap, errors, branches, faults):
    apart = errors["error"] * factor * np.where(errors["regime"] == "overload", gap, 1.0)
    assert not faults(meanfield.draw(errors.assign(error=apart), branches))


def test_draws_the_numbers_of_its_frames(errors, branches):
    left, right = meanfield.draw(errors, branches).axes
    lines = {tuple(line.get_xdata()): line.get_ydata() for line in left.get_lines()}
    drawn = [line.get_ydata() for line in left.get_lines()]
    assert tuple(lines) == ((1, 4, 16, 64),)
    wanted = np.sqrt(errors.assign(error=errors["error"] ** 2)
                      .groupby(["regime", "n"])["error"].mean())  # fmt: skip
    for regime in ("underload", "overload"):
        assert any(np.allclose(line, wanted[regime]) for line in drawn)
    theory = drawn[-1]
    assert theory[0] / theory[-1] == pytest.approx(8)
    paths = [line for line in right.get_lines() if len(line.get_xdata()) == 21]
    for line, branch in zip(paths, ("up", "down"), strict=True):
        assert np.allclose(line.get_ydata(), branches[branches["branch"] == branch]["efficiency"])
    spans = [patch for patch in right.patches if patch.get_width() > 0]
    assert sum(span.get_width() for span in spans) == pytest.approx(0.3)


def test_alt(errors, branches):
    alt = meanfield.ALT(errors, branches)
    assert alt.endswith(".") and "{" not in alt and "nan" not in alt
    assert "from I = 0.30 to I = 0.55" in alt
    assert "1, 4, 16, 64" in alt
    assert "coincide at every level" in meanfield.ALT(errors, alone(branches))


def test_refuses(errors, branches):
    with pytest.raises(InputError, match="lang: 'xx'"):
        meanfield.draw(errors, branches, lang="xx")
    with pytest.raises(InputError, match="missing column 'n'"):
        meanfield.draw(errors.drop(columns="n"), branches)
    with pytest.raises(InputError, match="regime 'odd'"):
        meanfield.draw(errors.assign(regime="odd"), branches)
    with pytest.raises(InputError, match="fewer than two sizes"):
        meanfield.draw(errors[errors["n"] == 4], branches)
    with pytest.raises(InputError, match="error must be > 0"):
        meanfield.draw(errors.assign(error=0.0), branches)
    with pytest.raises(InputError, match="branch 'across'"):
        meanfield.draw(errors, branches.assign(branch="across"))
    with pytest.raises(InputError, match="branches: has no rows"):
        meanfield.draw(errors, branches[:0])


def test_another_language_needs_only_its_texts(errors, branches, monkeypatch):
    monkeypatch.setitem(meanfield.TEXT, "zh", {**meanfield.TEXT["en"], "x": "应用强度"})
    figure = meanfield.draw(errors, branches, lang="zh")
    font = figure.findobj(lambda a: hasattr(a, "get_fontfamily"))[0].get_fontfamily()
    assert style.CHINESE_FONT in font


def test_same_frames_same_file(errors, branches, tmp_path):
    files = [
        style.save(meanfield.draw(errors, branches), tmp_path / str(i))[0].read_bytes()
        for i in range(2)
    ]
    assert files[0] == files[1]
