"""Stationary states of the mean-field city: they rest, their stability is what it says, and a
city with two of them is told from one with one."""

import numpy as np
import pytest

import intensity as it
from intensity.model.fixedpoints import SAME, SLOW, continuation, fixed_points
from intensity.model.meanfield import meanfield
from intensity.model.measures import MEASURES
from tests.model.test_meanfield import CITY

# routine work prevents much here: a busy street has no time for it, gets more problems and stays
# busy; a street that does it keeps the time that it needs
TWO_STATES = {
    **{"lambda_pot": 0.426, "lambda_u": 0.035, "p_big": 0.145, "h_small": 3.141, "h_big": 33.13},
    **{"kappa": 1.085, "e_0": 0.559, "theta": 11.2, "delta": 0.271, "theta_x": 10.67},
    **{"eta_1": 0.101, "eta_2": 0.132, "h_pat": 126.7, "nu": 0.598, "r_M": 0.135},
    **{"f_req": 0.177, "e2_0": 0.122, "pi1_small": 0.77, "rho": 0.482},
}


@pytest.fixture(scope="module")
def city():
    return it.City.default().replace(**CITY)


@pytest.fixture(scope="module")
def point(city):
    found = fixed_points(city, 0.2)
    assert len(found) == 1
    return found.iloc[0]


def test_state_at_rest_stays(city, point):
    """Started there, nothing moves; catches a state declared at rest while it still drifts."""
    assert point["kind"] == "point" and point["stable"] and point["starts"] == 5
    there = dict(zip(("e_0", "M_0", "B1_0", "B2_0"), point[list(SLOW)], strict=True))
    there.pop("e_0")
    run = meanfield(city.replace(**there), 0.2, months=200, switches={"special": False})
    last = run.monthly.iloc[-1]
    assert np.allclose(last[list(SLOW)].astype(float), point[list(SLOW)].astype(float), atol=1e-4)
    measures = run.measures(199)
    assert np.allclose(measures, point[list(MEASURES)].astype(float), rtol=1e-3, atol=1e-4)


def test_spectral_radius_is_the_rate_of_return(city, point):
    """A deviation in trust, which is the slowest here, shrinks by the radius month by month."""
    monthly = meanfield(city, 0.2, months=60, switches={"special": False}).monthly
    apart = np.abs(monthly[list(SLOW)] - point[list(SLOW)].astype(float)).max(axis=1)
    tail = apart[(apart > 1e-5) & (apart < 1e-2)]
    factor = np.exp(np.polyfit(tail.index, np.log(tail), 1)[0])
    assert factor == pytest.approx(point["radius"], abs=0.03)


def test_rest_does_not_depend_on_step_or_speed(city, point):
    """Stationary flows are exact for any step, and speeds of adjustment move no state of rest."""
    other = fixed_points(
        city.replace(eta_1=0.12, eta_2=0.1, eta_e=0.4, r_M=0.3), 0.2, step=1.0
    ).iloc[0]
    assert np.allclose(other[list(SLOW)].astype(float), point[list(SLOW)].astype(float), atol=2e-4)
    assert other["radius"] > point["radius"]


def test_overload_circles(city):
    """Orders pile up, miss deadlines, trust falls, the queue clears: a cycle, not a rest."""
    found = fixed_points(city, 1.0, months=150)
    assert (found["kind"] == "cycle").all()
    assert (found["swing"] > 0.05).all()
    assert not found["stable"].any()
    assert found["radius"].isna().all()


def test_two_states_at_one_level(city):
    """History decides: the city tips on the way up later than it returns on the way down."""
    city = city.replace(**TWO_STATES)
    found = fixed_points(city, 0.2)
    assert len(found) == 2
    assert np.ptp(found["routine"]) > 0.9
    path = continuation(city, [0.5, 0.1, 0.2, 0.3], months=250)
    assert path["intensity"].tolist() == [0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.5, 0.5]
    assert path["coexist"].tolist() == [False] * 2 + [True] * 4 + [False] * 2
    both = path[path["coexist"]].pivot(index="intensity", columns="branch", values="efficiency")
    assert (both["up"] > both["down"] + 0.3).all()


def test_one_state_at_every_level(city):
    """The branches coincide where there is one attracting state."""
    path = continuation(city, [0.0, 0.2], months=300)
    assert not path["coexist"].any()
    up, down = (path[path["branch"] == b][list(SLOW)].to_numpy() for b in ("up", "down"))
    assert np.abs(up - down).max() < SAME / 100


def test_held_types_help(city):
    """Special governance of the hard types prevents big problems and resolves more of them."""
    hard = ("illegal_construction", "group_renting")
    held = fixed_points(city, 0.2, held=hard, months=150).iloc[0]
    free = fixed_points(city, 0.2, months=150).iloc[0]
    assert held["effectiveness"] > free["effectiveness"]


def test_bad_input(city):
    with pytest.raises(it.InputError, match="no type 'joy'"):
        fixed_points(city, 0.2, held=("joy",))
    with pytest.raises(it.InputError, match=r"intensity: 1\.5"):
        fixed_points(city, 1.5)
    with pytest.raises(it.InputError, match="levels: empty"):
        continuation(city, [])
