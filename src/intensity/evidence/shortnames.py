"""Parameters in a few words, for axes and sentences; the full titles are in the parameter table."""

from __future__ import annotations

from collections.abc import Sequence

from intensity.model.parameters import parameters

SHORT = {
    "lambda_pot": "reasonable problems arising",
    "lambda_u": "unreasonable demands arising",
    "p_big": "share of big matters",
    "p_hard": "hard unreasonable demands",
    "K": "handlers",
    "size_cv": "unlike street sizes",
    "e_0_sd": "unlike diligence of streets",
    "h_small": "hours of a small matter",
    "h_big": "hours of a big matter",
    "service_cv": "spread of service times",
    "h_screen": "hours of screening",
    "s_shirk": "time of perfunctory handling",
    "h_pat": "patience in the queue",
    "nu": "reach of prevention",
    "phi_1": "unreasonable voiced at street",
    "pi1_small": "street solves small matters",
    "pi1_big": "street solves big matters",
    "theta": "sensitivity of channel choice",
    "delta": "cost of going direct",
    "theta_x": "sensitivity of overflow calls",
    "delta_x": "cost of an overflow call",
    "theta_u": "unreasonable: sensitivity",
    "tau_u": "unreasonable: threshold",
    "a_0": "dispatch without assessment",
    "gamma": "saturation of assessment",
    "r_min": "staff without resources",
    "kappa": "overhead of an order",
    "h_up": "upper-level hours of an order",
    "s_excl": "time of an excluded order",
    "w_0": "orders' priority unassessed",
    "e2_0": "order effort unassessed",
    "pi2_small": "orders solve small matters",
    "pi2_big": "orders solve big matters",
    "pi_u_easy": "compromise, easy demand",
    "pi_u_hard": "compromise, hard demand",
    "rho": "repeat calls, reasonable",
    "rho_u": "repeat calls, unreasonable",
    "o_ref": "orders that make pressure",
    "omega_r": "weight of the ranking",
    "mu": "diligence under pressure",
    "eta_e": "speed of diligence",
    "e_0": "baseline diligence",
    "r_M": "speed of routine quality",
    "f_req": "time that routine needs",
    "eta_1": "learning about the street",
    "eta_2": "learning about the hotline",
    "omega_city": "city's weight in trust",
    "beta_sp": "special governance: solving",
    "lambda_sp": "special governance: preventing",
    "v_big": "value of a big matter",
}


def short(name: str) -> str:
    """A parameter in a few words; its title where it has no shorter name."""
    return SHORT.get(name) or parameters()[name].title


def named(name: str) -> str:
    """A parameter in a few words, with its symbol."""
    return f"{short(name)} ({parameters()[name].symbol})"


def listed(words: Sequence[str], none: str = "none") -> str:
    """Words as a phrase: ``a, b and c``."""
    if not words:
        return none
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"
