"""Bad input gets one line that names the field, the value and what is allowed."""

import numpy as np
import pytest

import intensity as it
from intensity.model.schedule import Schedule


def one_line(error, *parts):
    text = str(error.value)
    assert "\n" not in text
    for part in parts:
        assert part in text, text


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        (lambda: it.City.default().replace(kapa=1.0), ("kapa", "kappa")),
        (lambda: it.City.default().replace(kappa=-1.0), ("kappa", "-1")),
        (lambda: it.City.default().replace(kappa="much"), ("kappa", "much")),
        (lambda: it.City.default().replace(kappa=float("nan")), ("kappa", "nan")),
        (lambda: it.City.default().replace(kappa=None), ("kappa",)),
        (lambda: it.City.default().replace(kappa=True), ("kappa",)),
        (lambda: it.City.default().replace(K=2.5), ("K", "2.5")),
        (lambda: it.City.default().replace(K=0), ("K", "0")),
        (lambda: it.City.default().replace(e_0=0.99, e_max=0.9), ("e_0", "e_max")),
        (lambda: it.City.default().replace(service_law="normal"), ("service_law", "lognormal")),
        (lambda: it.City.default().replace(w_resp=0.5), ("w_resp", "1")),
        (lambda: it.City.default().replace(d_1=100.0), ("d_1",)),
        (lambda: it.City.default().replace(types=()), ("types",)),
        (lambda: it.simulate(intensity=1.5), ("1.5", "from 0 to 1")),
        (lambda: it.simulate(intensity=80), ("intensity = 80", "such as 0.8 for 80 %")),
        (lambda: it.simulate("default", 0.5), ("city = 'default'", "must be a City")),
        (lambda: it.simulate(schedule=[0.2, 1.0]), ("schedule", "must be a Schedule")),
        (lambda: it.simulate(intensity=1, switches=["special"]), ("switches", "a mapping")),
        (lambda: it.simulate(intensity=float("nan")), ("nan", "from 0 to 1")),
        (lambda: it.simulate(intensity="high"), ("high",)),
        (lambda: it.simulate(), ("intensity",)),
        (lambda: it.simulate(resources=0.5), ("assessment",)),
        (lambda: it.simulate(intensity=0.5, months=0), ("months", "0")),
        (lambda: it.simulate(intensity=0.5, months=2.5), ("months", "2.5")),
        (lambda: it.simulate(intensity=0.5, streets=0), ("streets", "0")),
        (lambda: it.simulate(intensity=0.5, seed=-1), ("seed", "-1")),
        (lambda: it.simulate(intensity=0.5, switches={"crowd": False}), ("crowd", "crowding")),
        (lambda: it.simulate(intensity=0.5, switches={"crowding": 0}), ("crowding", "0")),
        (lambda: it.simulate(intensity=0.5, frozen=np.zeros((2, 3))), ("frozen", "(2, 3)")),
        (lambda: Schedule.steps([(12, 0.2), (12, 1.2)]), ("1.2", "12")),
        (lambda: Schedule.constant(0.2, 0.2, 0), ("resources",)),
        (lambda: Schedule(np.full(3, 0.1), np.full(4, 0.1)), ("assessment", "4", "3")),
        (lambda: Schedule(np.full(3, 0.1), np.full(3, 0.1), start="soon"), ("soon", "YYYY-MM")),
        (lambda: it.simulate(intensity=0.5, months=4, streets=1).measures(4), ("burn_in", "4")),
        (lambda: it.simulate(intensity=0.5, months=2, streets=1).problems, ("trace=True",)),
        (lambda: it.counterfactual(months=12, burn_in=12), ("burn_in", "12")),
        (lambda: it.plain_queue(1.0, 1.0, 2, urgent_share=2.0), ("urgent_share", "2.0")),
    ],
)
def test_one_clear_line(call, parts):
    with pytest.raises(it.InputError) as error:
        call()
    one_line(error, *parts)


def test_a_city_is_frozen_and_comparable():
    city = it.City.default()
    with pytest.raises(AttributeError):
        city.kappa = 2.0
    with pytest.raises(TypeError):
        city.values["kappa"] = 2.0
    other = city.replace(kappa=1.25)
    assert other != city
    assert other.replace(kappa=city.kappa) == city
    assert hash(other.replace(kappa=city.kappa)) == hash(city)
    assert repr(city) == "City.default()"
    assert repr(other) == "City(kappa=1.25)"


def test_extremes_run():
    """Cities at the edge of what is allowed: nothing arises, nobody succeeds, all overflow."""
    edge = it.City.default()
    for change in (
        {"lambda_pot": 0.0, "lambda_u": 0.0},
        {"lambda_pot": 0.0},
        {"pi1_small": 0.0, "pi1_big": 0.0, "pi2_small": 0.0, "pi2_big": 0.0},
        {"n_rep": 0},
        {"K": 40, "lambda_pot": 6.0},
        {"lambda_pot": 8.0},
        {"quota": 1.0},
        {"c_b": 0.0},
        {"p_big": 1.0},
        {"p_big": 0.0},
        {"n_sp": 50},
        {"operators": 1},
        {"service_law": "lognormal", "service_cv": 3.0},
    ):
        for intensity in (0.0, 1.0):
            run = it.simulate(edge.replace(**change), intensity, months=14, streets=2, seed=9)
            state = run.monthly[["diligence", "routine", "trust_first", "trust_hotline"]]
            assert ((state >= 0) & (state <= 1)).all(axis=None), change
