"""The same numbers compiled and uncompiled, in one thread and in two, in any order."""

import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.kernel import jit

SMALL = """
import json, sys
import intensity as it
city = it.City.default().replace(service_law="lognormal", size_cv=0.5)
run = it.simulate(city, 0.8, months=14, streets=2, seed=5, trace=True)
cut = it.simulate(city, 0.8, months=14, streets=2, seed=5, switches={"crowding": False})
numbers = [run.counts.tolist(), run.reals.tolist(), run.trace.numbers.tolist(),
           run.trace.times.tolist(), run.trace.order_times.tolist(), cut.counts.tolist(),
           cut.reals.tolist()]
json.dump(numbers, sys.stdout)
"""


def numbers(**environment):
    """The run of `SMALL` in a process of its own, as JSON text: equal text is equal bits."""
    done = subprocess.run(
        [sys.executable, "-c", SMALL],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.skipif(not jit.is_compiled(), reason="kernels are not compiled in this process")
def test_compiled_and_uncompiled_agree_event_for_event():
    """Catches integer overflow, float contraction and typing accidents of the compiler."""
    compiled, plain = numbers(), numbers(NUMBA_DISABLE_JIT="1")
    assert len(compiled) > 100_000
    assert compiled == plain


def test_one_and_two_threads_give_the_same_bytes():
    """And so does a different order: a city's draws depend on its number alone."""
    design = it.Design.load("smoke")
    panels = [it.run_experiment(design, workers=n, progress=False) for n in (1, 2, 4)]
    for other in panels[1:]:
        pd.testing.assert_frame_equal(panels[0], other, check_exact=True)
    fewer = design.model_copy(update={"cities": 2})
    part = it.run_experiment(fewer, workers=2, progress=False)
    head = panels[0][panels[0]["city"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(part, head, check_exact=True)


def test_seed_and_number_change_the_draws():
    runs = [
        it.simulate(intensity=0.5, months=6, streets=2, seed=s, number=n).counts
        for s, n in ((1, 0), (2, 0), (1, 1))
    ]
    assert not np.array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


def test_the_same_problems_at_every_intensity():
    """Common random numbers at the level of the problem: arrivals do not know the intensity."""
    low, high = (
        it.simulate(intensity=i, months=8, streets=2, seed=3, trace=True).problems for i in (0, 1)
    )
    columns = ["street", "index", "type", "big", "unreasonable", "hard", "deadline", "t_arrival"]
    pd.testing.assert_frame_equal(low[columns], high[columns], check_exact=True)
    assert (low["fate"].astype(str) != high["fate"].astype(str)).any()


def test_more_streets_leave_the_first_ones_draws_alone():
    """A street's problems depend on the street only."""
    few = it.simulate(intensity=0.4, months=4, streets=2, seed=3, trace=True).problems
    many = it.simulate(intensity=0.4, months=4, streets=5, seed=3, trace=True).problems
    many = many[many["street"] < 2].reset_index(drop=True)
    pd.testing.assert_series_equal(few["t_arrival"], many["t_arrival"], check_exact=True)


def test_json_output_is_strict():
    """No NaN in what `simulate --json` prints."""
    values = it.simulate(intensity=0.0, months=4, streets=1).measures()
    json.dumps({k: None if v != v else float(v) for k, v in values.items()}, allow_nan=False)
