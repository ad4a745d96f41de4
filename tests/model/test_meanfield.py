"""The mean field is the limit of the simulation, agrees with closed forms, and loses nothing.

Parameters are given in full, so that a new calibration does not change what is tested.
"""

import math

import numpy as np
import pytest
from scipy import stats

import intensity as it
from intensity.kernel import layout as la
from intensity.model import masses
from intensity.model.convergence import convergence, deviations, fractions, rate, scaled
from intensity.model.meanfield import State, meanfield
from intensity.model.measures import MEASURES
from intensity.model.simulate import SWITCHES

CITY = {
    **{"lambda_pot": 0.42, "lambda_u": 0.15, "p_big": 0.11, "p_hard": 0.6, "K": 3},
    **{"size_cv": 0.0, "e_0_sd": 0.0, "h_small": 2.4, "h_big": 25.0, "h_screen": 0.25},
    **{"service_law": "exponential", "s_shirk": 0.3, "h_pat": 240.0, "nu": 0.41, "phi_1": 0.5},
    **{"pi1_small": 0.9, "pi1_big": 0.3, "theta": 9.9, "delta": 0.19, "theta_x": 8.0},
    **{"delta_x": 0.25, "theta_u": 8.0, "tau_u": 0.6, "a_0": 0.5, "gamma": 3.0, "r_min": 0.05},
    **{"kappa": 1.3, "h_up": 3.0, "quota": 0.13, "s_excl": 0.3, "w_0": 0.3, "e2_0": 0.25},
    **{"e_max": 0.95, "pi2_small": 0.85, "pi2_big": 0.5, "pi_u_easy": 0.6, "pi_u_hard": 0.1},
    **{"p_sat_res": 0.9, "p_sat_unres": 0.2, "late_sat": 0.8, "rho": 0.47, "rho_u": 0.7},
    **{"n_rep": 3, "c_b": 0.5, "omega_v": 1.0, "o_ref": 60.0, "omega_r": 1.5, "mu": 2.0},
    **{"eta_e": 0.2, "e_0": 0.56, "r_M": 0.2, "f_req": 0.25, "eta_1": 0.2, "eta_2": 0.2},
    **{"omega_city": 0.3, "n_sp": 3, "beta_sp": 1.0, "lambda_sp": 0.2, "v_big": 4.0},
    **{"M_0": 0.5, "B1_0": 0.6, "B2_0": 0.3, "I_reg": 0.2, "I_high": 1.0},
}
BUSY = {"lambda_pot": 0.8, "h_small": 4.0}
# utilisation about 0.5; first-order demands queue and lapse; orders queue as well, so
# that handlers divide between both (without exclusion, see the last test)
REGIMES = {
    "underload": ({}, 0.2),
    "first order overloaded": (BUSY, 0.2),
    "both overloaded": ({**BUSY, "quota": 0.0}, 1.0),
}
SEEDS = range(5000, 5024)


@pytest.fixture(scope="module")
def city():
    return it.City.default().replace(**CITY)


@pytest.mark.parametrize("regime", REGIMES)
def test_converges_with_the_root_of_size(regime, city):
    """Errors over 32 independent runs per size fall as n^(−1/2), by least squares on logarithms.

    Catches whatever the mean field does otherwise than the simulation: an error that does not
    shrink bends the line (see the next test). Three standard errors are about 0.05.
    """
    changes, intensity = REGIMES[regime]
    slope, error = rate(convergence(city.replace(**changes), intensity, replications=32))
    assert error < 0.025
    assert slope == pytest.approx(-0.5, abs=0.06), (slope, error)


@pytest.mark.parametrize("regime", REGIMES)
def test_bias_is_below_monte_carlo_error(regime, city):
    """At n = 64 no fraction is off on average, beyond chance (one false alarm in 1000) and 0.001.

    The allowance is for what vanishes as 1 / n: whole exclusions, waits below capacity.
    """
    changes, intensity = REGIMES[regime]
    apart = deviations(city.replace(**changes), intensity, 64, seeds=SEEDS)
    runs, months, columns = apart.shape
    chance = stats.t.ppf(1 - 0.0005 / (months * columns), runs - 1) / math.sqrt(runs)
    bias = np.abs(apart.mean(axis=0))
    assert (bias <= chance * apart.std(axis=0, ddof=1) + 0.001).all()
    assert np.sqrt((bias**2).mean()) < 0.5 * np.sqrt(apart.var(axis=0, ddof=1).mean())


def test_the_check_would_notice(city):
    """A limit of a street whose services take 5 % longer is found out."""
    slower = city.replace(h_small=1.05 * city.h_small, h_big=1.05 * city.h_big)
    right, wrong = (
        fractions(meanfield(c, 0.2, months=6, call_centre=math.inf).monthly).to_numpy()
        for c in (city, slower)
    )
    sizes, errors = (1, 4, 16, 64), []
    for n in sizes:
        apart = deviations(city, 0.2, n, seeds=range(100 * n, 100 * n + 12)) + right - wrong
        errors.append(np.sqrt((apart**2).mean()))
    assert np.polyfit(np.log(sizes), np.log(errors), 1)[0] > -0.43


def test_switch_that_parts_the_handlers(city):
    """Handlers of their own for orders: a path of its own in the fluid queue."""
    city = city.replace(**BUSY, quota=0.0)
    apart = deviations(city, 1.0, 64, seeds=SEEDS[:6], switches={"crowding": False})
    assert np.sqrt((apart**2).mean()) < 0.03


def test_patience_in_overload():
    """One queue of first-order demands at 1.5 times capacity: a third lapses, V = h ln 1.5."""
    given = it.plain_queue(1.5 * 4 / 3.0, 3.0, 4, order_share=0.0, patience=50.0)
    last = meanfield(**given, months=6).monthly.iloc[-1]
    assert last["reneged"] / last["first_voiced"] == pytest.approx(1 / 3, abs=1e-6)
    served = last["first_resolved"] + last["first_failed"] - last["reneged"]
    assert last["wait_first"] / served == pytest.approx(50 * math.log(1.5), rel=1e-6)
    assert last["hours_first"] == pytest.approx(last["hours_paid"])


@pytest.mark.parametrize("cv", [None, 0.7])
def test_late_without_a_queue(cv):
    """Below capacity nobody waits: late is who takes longer than the deadline."""
    given = it.plain_queue(0.02, 90.0, 4, urgent_share=0.4, service_cv=cv)
    run = meanfield(**given, months=8)
    last = run.monthly.iloc[-1]
    law = stats.expon(scale=90.0)
    if cv is not None:
        shape = math.sqrt(math.log1p(cv * cv))
        law = stats.lognorm(shape, scale=90.0 * math.exp(-shape * shape / 2))
    city = given["city"]
    wanted = 0.4 * law.sf(city.d_1) + 0.6 * law.sf(city.d_3)
    assert last["late"] / last["completed"] == pytest.approx(wanted, abs=1e-6)
    assert last["wait_order"] == 0.0
    assert run.measures(7)["utilisation"] == pytest.approx(0.02 * 90.0 / 4, rel=1e-4)


def test_orders_first_share():
    """Both queues overloaded: orders get w of the services, first order the rest (step 8)."""
    given = it.plain_queue(4.0, 3.0, 4, order_share=0.5, patience=math.inf)
    last = meanfield(**given, months=3).monthly.iloc[-1]
    first = last["first_resolved"] + last["first_failed"]
    assert last["completed"] / (first + last["completed"]) == pytest.approx(
        given["city"].w_0, rel=1e-6
    )


@pytest.mark.parametrize("regime", REGIMES)
def test_nothing_is_lost(regime, city):
    """Fates add up, and what is open is what waits or is in service; orders add up by origin."""
    changes, intensity = REGIMES[regime]
    city = city.replace(**changes)
    m = meanfield(city, intensity, months=15).monthly
    ends = ["prevented", "prevented_special", "first_resolved", "second_resolved", "unresolved"]
    assert np.allclose((m["demands"] - m[ends].sum(axis=1)).cumsum(), m["open"])
    origins = m[["orders_overflow", "orders_direct", "orders_repeat"]].sum(axis=1)
    assert np.allclose(origins, m["orders"])
    assert np.allclose(m["calls_accepted"], m["orders"])
    worked = m[["hours_first", "hours_screen", "hours_order"]].sum(axis=1)
    assert (worked <= m["hours_paid"] * (1 + 1e-6)).all()
    assert (m["excluded"] <= city.quota * m["orders"] * 1.001 + 1e-9).all()

    state = State(city, dict.fromkeys(SWITCHES, True), np.zeros((1, 3)), 1, 1.0, 1.0)
    for _ in range(5):
        counts, reals = np.zeros((1, len(la.COUNTS))), np.zeros((1, len(la.REALS)))
        state.advance(intensity, intensity, np.zeros(len(city.types)), counts, reals)
    stock = state.stocks[0]
    good = np.repeat(np.arange(len(city.types) + 3) < len(city.types) + 1, 4)
    mass = stock.first[good].sum() + stock.order[:, good].sum() + stock.caused[:, good].sum()
    for queue, cohorts in enumerate((*stock.order_cohorts, stock.first_cohorts[:, None])):
        waiting = cohorts[: stock.length[queue]][..., good].sum(axis=(1, 2))
        if waiting.size:
            mass += waiting.sum() - stock.eaten[queue] * waiting[0]
    assert mass == pytest.approx(counts[0, la.OPEN])
    handlers = stock.first.sum() + stock.order.sum()
    assert handlers <= city.K * (1 + 1e-9)
    if regime == "both overloaded":
        assert handlers == pytest.approx(city.K)
        assert masses.queued(stock, masses.ORDINARY) > 0


def test_step(city):
    """Errors are of first order in the step, and small at the default one."""
    exact, default, coarse = (
        fractions(meanfield(city, 0.2, months=4, step=step).monthly).to_numpy()
        for step in (0.125, 1.0, 4.0)
    )
    assert np.abs(default - exact).max() < 1e-3
    assert 3.0 < np.abs(coarse - exact).max() / np.abs(default - exact).max() < 6.0


def test_same_columns_and_keys(city):
    limit = meanfield(city, schedule=it.scenarios.b_city(city))
    run = it.simulate(city, schedule=it.scenarios.b_city(city), streets=1)
    assert list(limit.monthly) == list(run.monthly)
    assert (limit.monthly["period"] == run.monthly["period"]).all()
    assert list(limit.measures(24).index) == list(MEASURES)
    assert limit.measures(24).notna().all()


def test_large_simulation_has_the_same_measures(city):
    """Two years of a street 64 times as large, special governance included."""
    names = list(MEASURES)
    names.remove("orders_per_month")
    names.remove("calls_per_month")
    for intensity in (0.2, 0.4):
        wanted = meanfield(city, intensity, months=24, call_centre=math.inf).measures()[names]
        got = it.simulate(scaled(city, 64), intensity, months=24, streets=1).measures()[names]
        waits = ["wait_first", "wait_order"]
        assert np.allclose(got.drop(waits), wanted.drop(waits), rtol=0.05, atol=0.005)


def test_streets_are_ranked_by_diligence(city):
    """Streets that differ keep their order in the limit; equal ones tie."""
    apart = meanfield(city.replace(e_0_sd=0.1), 0.6, months=6, streets=4).monthly
    last = apart[apart["month"] == 5]
    assert sorted(last["rank_share"]) == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert last["diligence"].is_monotonic_increasing
    equal = meanfield(city, 0.6, months=6, streets=3).monthly
    assert (equal["rank_share"] == 0.5).all()
    alone = meanfield(city, 0.6, months=6).monthly
    assert np.allclose(equal[equal["street"] == 2].drop(columns="street").to_numpy(float),
                       alone.drop(columns="street").to_numpy(float))  # fmt: skip


def test_simulated_streets_do_not_tie_however_large(city):
    """Why the limit is that of one street: luck ranks equal streets at any size."""
    for n in (1, 64):
        m = it.simulate(scaled(city, n), 0.6, months=4, streets=6, seed=1).monthly
        assert (m.groupby("month")["rank_share"].nunique() == 6).all()


def test_call_centre(city):
    """Too few operators: the fluid share answered, and Erlang-A on its way to it."""
    few = city.replace(operators=60)
    answered = [
        meanfield(few, 0.3, months=2, call_centre=n).monthly["accept_line"].iloc[1]
        for n in (1.0, 100.0, math.inf)
    ]
    calls = meanfield(few, 0.3, months=1).monthly["calls"].iloc[0]
    load = calls / 720 * few.city_streets * few.h_call
    load /= few.street_share * (1 - few.consult_share)
    staff = 60 * few.duty * (few.r_min + (1 - few.r_min) * 0.3)
    assert answered[2] == pytest.approx(staff / load)
    assert abs(answered[1] - answered[2]) < 0.02
    assert answered[2] < 0.9


def test_switches(city):
    """Each switch does in the limit what it does in the simulation."""

    def off(name):
        return meanfield(city, 0.9, months=30, switches={name: False}).monthly

    assert (off("overhead")["hours_upper"] == 0).all()
    silent = off("unreasonable")[["unreasonable", "orders_unreasonable", "screened"]]
    assert (silent == 0).all(axis=None)
    assert off("feedback")["routine"].nunique() == 1
    assert off("substitution")["p_direct"].nunique() == 1
    assert np.allclose(off("mobilisation")["diligence"], city.e_0)
    assert (off("special")["prevented_special"] == 0).all()
    assert (meanfield(city, 0.9, months=30).monthly["prevented_special"][12:] > 0).all()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "intensity: give"),
        ({"intensity": 1.2}, "1.2"),
        ({"intensity": 0.5, "streets": 0}, "streets: 0"),
        ({"intensity": 0.5, "switches": {"joy": False}}, "joy"),
        ({"intensity": 0.5, "frozen": np.zeros((2, 3))}, "frozen: shape"),
        ({"intensity": 0.5, "step": 0.0}, "step: 0.0"),
        ({"intensity": 0.5, "call_centre": -1.0}, "call_centre: -1.0"),
    ],
)
def test_bad_input(given, message, city):
    with pytest.raises(it.InputError, match=message):
        meanfield(city, **given)
    with pytest.raises(it.InputError, match="burn_in"):
        meanfield(city, 0.2, months=2).measures(2)


def test_known_gap_of_exclusion(city):
    """Where lapsed demands come in batches the limit is approximate, by a few per cent.

    A handler who turns to a long queue of first-order demands finds many lapsed at once; their
    overflow orders arrive together, and which of them a tight quota reaches is not a matter of
    proportion, as the fluid has it. Without exclusion (above) there is no gap.
    """
    city = city.replace(**BUSY)
    wanted = meanfield(city, 1.0, months=4, call_centre=math.inf).monthly["completed"]
    got = [
        it.simulate(scaled(city, 64), 1.0, months=4, streets=1, seed=s).monthly["completed"] / 64
        for s in SEEDS[:6]
    ]
    gap = np.mean(got, axis=0) / wanted - 1
    assert np.abs(gap).max() < 0.06
