"""A busy city of these tests' own, so that what they are about happens whatever the defaults."""

from __future__ import annotations

from intensity.model.city import City
from intensity.model.schedule import Schedule

# At what two streets are frozen.
SETTLED = {"p_direct": [0.15, 0.02], "routine": [0.4, 0.7], "order_share": [0.3, 0.55]}

STREET = {"lambda_pot": 0.42, "lambda_u": 0.1, "p_big": 0.12, "p_hard": 0.6, "K": 3}
SPREAD = {"size_cv": 0.35, "e_0_sd": 0.06, "e_0": 0.5}
FIRST = {"h_small": 3.0, "h_big": 26.0, "h_screen": 0.25, "h_pat": 120.0, "s_shirk": 0.3}
LUCK = {"nu": 0.45, "phi_1": 0.5, "pi1_small": 0.9, "pi1_big": 0.3, "pi2_small": 0.85}
CHANNEL = {"theta": 8.0, "delta": 0.3, "theta_x": 8.0, "delta_x": 0.25, "theta_u": 8.0}
HOTLINE = {"tau_u": 0.6, "a_0": 0.5, "gamma": 3.0, "operators": 1150, "r_min": 0.05}
ORDERS = {"kappa": 0.6, "h_up": 2.5, "quota": 0.13, "s_excl": 0.3, "w_0": 0.3, "e2_0": 0.25}
REPEATS = {"rho": 0.4, "rho_u": 0.7, "n_rep": 3, "pi2_big": 0.5}
MONTH_END = {"o_ref": 60.0, "omega_r": 1.5, "mu": 2.0, "eta_e": 0.2, "r_M": 0.2, "f_req": 0.25}
BELIEFS = {"eta_1": 0.08, "eta_2": 0.08, "omega_city": 0.3}
SPECIAL = {"n_sp": 3, "beta_sp": 1.0, "lambda_sp": 0.2}

# Every variant at a value at which it matters in this city.
VARIANTS = {
    "refer_back": {"refer_back": 0.6},
    "reserve": {"reserve": 0.25},
    "exclusion_rule": {"exclusion_rule": "reasonableness"},
    "misdispatch": {"misdispatch": 0.4},
    "adapt_gain": {
        "adapt_gain": 0.5,
        "adapt_noise": 0.1,
        "adapt_hours": 7.0,
        "adapt_effort": 0.75,
        "adapt_busy": 0.6,
    },
}
ALL = {name: value for values in VARIANTS.values() for name, value in values.items()}

LEVELS = Schedule.constant(0.6, 0.4, 10)
# What a failing comparison says.
DIFFER = "differ; the first is|in the reference"


def busy_city() -> City:
    first, second = STREET | SPREAD | FIRST | LUCK, CHANNEL | HOTLINE | ORDERS | REPEATS
    return City.default().replace(**first, **second, **MONTH_END, **BELIEFS, **SPECIAL)


def steady(intensity: float, months: int = 14) -> Schedule:
    return Schedule.constant(intensity, intensity, months)
