"""The benchmark measures what it says: the same queue everywhere, and every key is written.

Times are not tested: they depend on the machine. Whether goals are met stands in the result.
"""

import json
import math

import numpy as np
import pytest
from scipy import stats

from intensity.kernel import layout as la
from intensity.model.errors import InputError
from tests.bench import ciw_street, mesa_street
from tests.bench.__main__ import NAMES, main, report
from tests.bench.c_street import SUMS, CStreets, compiler, library
from tests.bench.case import Case, Kernel
from tests.bench.contests import GOALS, KEYS, slope

# Comparisons of all tests here together raise a false alarm with at most this probability.
FAMILY = 1e-3
POINTS = {
    "as measured": Case(),
    "one handler": Case(arrival_rate=0.1, handlers=1, service_hours=5.0),
    "sixteen handlers": Case(arrival_rate=1.6, handlers=16),
    "no orders at first": Case(order_share=0.0, overflow=0.7, failed=0.6),
    "orders alone": Case(order_share=1.0, unresolved=0.8, again=0.9, repeats=5),
    "orders never have the turn": Case(order_turns=0.0, class_shares=(0.0, 0.0, 0.5, 0.5)),
    "orders always have the turn": Case(order_turns=1.0),
    "turns that add up to one": Case(order_turns=0.3, arrival_rate=0.6),
    "all urgent": Case(class_shares=(0.4, 0.6, 0.0, 0.0)),
    "nobody loses patience": Case(patience=math.inf),
    "overload": Case(arrival_rate=1.5, patience=40.0),
    "no repeats": Case(repeats=0),
    "nobody calls": Case(overflow=0.0, again=0.0),
}


@pytest.fixture(scope="module")
def c_library():
    if compiler() is None:
        pytest.skip("no gcc on PATH")
    return library()


@pytest.mark.parametrize("case", POINTS.values(), ids=POINTS)
def test_c_and_kernel_give_the_same_bytes(case, c_library):
    """Catches C that does less or other work than the kernel: a draw, a tie, an order of sums."""
    shape = {"streets": 3, "months": 12, "seed": 2**40 + 7}
    kernel, c = Kernel.of(case, **shape), CStreets(c_library, case, **shape)
    events = kernel.run()
    c.run()
    counts = c.counts
    parted = [n for i, n in enumerate(la.COUNTS)
              if not np.array_equal(kernel.counts[..., i], counts[..., i])]  # fmt: skip
    assert not parted
    columns = [la.REALS.index(name) for name in SUMS]
    assert kernel.reals[..., columns].tobytes() == c.sums.tobytes()
    assert events == counts[..., la.EVENTS].sum() > 1000


def test_c_has_too_few_handlers(c_library):
    """Catches C that silently writes beyond its arrays."""
    with pytest.raises(InputError, match=r"handlers: 17 is outside \[1, 16\]"):
        CStreets(c_library, Case(handlers=17), streets=1, months=1, seed=1)


# --- Ciw and Mesa: other draws, the same law ------------------------------------------------------

MONTHS, REPLICATIONS = 12, 12
COUNTED = ("demands", "completed", "first_resolved", "first_failed", "orders_overflow")
COUNTED = (*COUNTED, "orders_repeat", "resolved", "reneged", "events")
BOOKED = ("hours_first", "hours_order", "wait_first", "wait_order")
COMPARED = 2 * len(COUNTED + BOOKED)


@pytest.fixture(scope="module")
def kernels():
    """Totals of independent streets of the kernel, by case and column."""
    known = {}

    def totals(case):
        if case not in known:
            kernel = Kernel.of(case, streets=400, months=MONTHS, seed=3)
            kernel.run()
            known[case] = {
                **{n: kernel.counts[..., la.COUNTS.index(n)].sum(axis=0) for n in COUNTED},
                **{n: kernel.reals[..., la.REALS.index(n)].sum(axis=0) for n in BOOKED},
            }
        return known[case]

    return totals


def apart(simulate, case, wanted, allowed=None):
    """Columns whose means differ by more than chance (Welch) and what is `allowed` explain."""
    runs = [simulate(case, MONTHS, seed) for seed in range(REPLICATIONS)]
    found = {}
    for name, theirs in wanted.items():
        ours = np.array([run[name] for run in runs], float)
        test = stats.ttest_ind(ours, theirs, equal_var=False, nan_policy="raise")
        low, high = test.confidence_interval(1.0 - FAMILY / COMPARED)
        slack = (allowed or {}).get(name, 0.0)
        if ours.std() > 0.0 and not low - slack <= 0.0 <= high + slack:
            found[name] = (ours.mean(), theirs.mean())
    return found


def test_ciw_simulates_the_same_queue(kernels):
    """Catches a rule that Ciw's version reads otherwise: priority, turns, patience, repeats."""
    case = Case()
    assert not apart(ciw_street.simulate, case, kernels(case))


def test_mesa_simulates_the_same_queue_in_days(kernels):
    """The same for Mesa, whose waits may be off by a day for each service begun, no more.

    Without impatience, as the number of those who give up hangs on waits within a day.
    """
    case = Case(patience=math.inf)
    begun = {"wait_first": ("first_resolved", "first_failed"), "wait_order": ("completed",)}
    days = {
        name: 24.0 * sum(kernels(case)[column].mean() for column in columns)
        for name, columns in begun.items()
    }
    assert not apart(mesa_street.simulate, case, kernels(case), days)


def test_another_queue_is_noticed(kernels):
    """The comparison has power: a tenth more failures in first order show."""
    assert "first_failed" in apart(ciw_street.simulate, Case(failed=0.33), kernels(Case()))


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_quick_run_writes_every_key(tmp_path, capsys):
    """Catches a contest that breaks or a key that gets lost."""
    path = tmp_path / "bench.json"
    assert main(["--quick", "--json", str(path)]) == 0
    printed = capsys.readouterr().out
    assert all(key in printed for key in KEYS)
    bench = json.loads(path.read_text(encoding="utf-8"))
    absent = {key for key in KEYS if bench[key] is None}
    assert absent == {"start_cold_s"} | ({"kernel_over_c"} if compiler() is None else set())
    assert absent <= set(bench["notes"])
    assert set(bench["goals"]) == set(GOALS) <= set(KEYS)
    assert all(bench["goals"][key]["met"] is None for key in absent)
    assert set(bench["spread"]) == set(KEYS) - absent
    for key, (low, high) in bench["spread"].items():
        assert low <= bench[key] <= high or key == "memory_growth"
    assert {run["contest"] for run in bench["runs"]} == {
        *("reduced", "full", "threads", "city", "paper"),
        *("streets", "months", "cities", "memory", "start"),
    }
    said = json.dumps(bench)
    assert str(tmp_path) not in said and "/home" not in said


def test_only_what_was_asked_for(tmp_path, capsys):
    """Catches a contest that runs, or claims a result, unasked."""
    path = tmp_path / "bench.json"
    assert main(["--quick", "--only", "mesa", "--json", str(path)]) == 0
    bench = json.loads(path.read_text(encoding="utf-8"))
    assert [key for key in KEYS if bench[key] is not None] == ["mesa_over_kernel"]
    assert "not measured" in report(bench)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--only", "fortran"], f"--only: 'fortran' is none of {', '.join(NAMES)}"),
        (["--json", "."], "--json: '.' is a folder"),
    ],
)
def test_bad_arguments(arguments, line, capsys):
    """Catches a traceback, or minutes of work before a slip is noticed."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{line}\n")


def test_slope():
    """Catches a slope of anything but logarithms."""
    sizes = (1, 2, 4, 8, 16)
    assert slope(sizes, 3.0 * np.array(sizes) ** 1.1) == pytest.approx(1.1)
