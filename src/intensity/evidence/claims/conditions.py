"""Which parameters decide: a shallow tree over cities, kept only if it beats chance.

A tree of depth two splits cities where a claim holds from those where it does not. It is believed
if its cross-validated balanced accuracy is at least `USEFUL` and beats the same tree on permuted
verdicts in all but 5 % of permutations; else no condition separates the cities. (Scenario discovery
in the manner of Bryant and Lempert 2010, with a tree of Breiman et al. 1984 in place of PRIM.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold
from sklearn.tree import DecisionTreeClassifier

DEPTH, MIN_LEAF, FOLDS = 2, 0.08, 5
USEFUL = 0.6  # of balanced accuracy; a coin has 0.5
PERMUTATIONS, SIZE = 99, 0.05
SEED = 2022


@dataclass(frozen=True)
class Conditions:
    """What separates cities where a claim holds from the others.

    Attributes
    ----------
    text : str
        One line.
    rules : tuple of (str, str, float)
        Parameter, ``>`` or ``<=``, threshold; empty where nothing separates.
    inside, outside : float
        Share of cities with the rules, and without, where the claim holds.
    cities : int
        Cities with the rules.
    accuracy, chance : float
        Cross-validated balanced accuracy, and its 95 % quantile on permuted verdicts.
    """

    text: str
    rules: tuple[tuple[str, str, float], ...] = ()
    inside: float = float("nan")
    outside: float = float("nan")
    cities: int = 0
    accuracy: float = float("nan")
    chance: float = float("nan")


def separate(frame: pd.DataFrame, holds: np.ndarray) -> Conditions:
    """Find the conditions under which a claim holds.

    Parameters
    ----------
    frame : DataFrame
        Parameters, one row per city.
    holds : ndarray(bool, ndim=1), shape (cities,)
    """
    holds = np.asarray(holds, dtype=bool)
    few = min(int(holds.sum()), int((~holds).sum()))
    if few < max(FOLDS, MIN_LEAF * len(holds)):
        where = "all but" if holds.mean() > 0.5 else "only"
        if few == 0:
            return Conditions("holds in every city" if holds.all() else "holds in no city")
        return Conditions(f"holds in {where} {few} of {len(holds)} cities: too few to separate")
    accuracy = _accuracy(frame, holds)
    if accuracy < USEFUL:
        return Conditions(_nothing(accuracy), accuracy=accuracy)
    rng = np.random.default_rng(SEED)
    by_chance: list[float] = []
    allowed = int(SIZE * (PERMUTATIONS + 1)) - 1  # permutations that may do as well
    while len(by_chance) < PERMUTATIONS and sum(c >= accuracy for c in by_chance) <= allowed:
        by_chance.append(_accuracy(frame, rng.permutation(holds)))
    chance = sorted(by_chance)[-1 - min(allowed, len(by_chance) - 1)]
    if accuracy <= chance:
        return Conditions(_nothing(accuracy), accuracy=accuracy, chance=chance)
    rules, mask = _best_leaf(_tree().fit(frame.to_numpy(), holds), frame, holds)
    inside, outside = float(holds[mask].mean()), float(holds[~mask].mean())
    words = " and ".join(f"{name} {sign} {bound:.3g}" for name, sign, bound in rules)
    # read off the same cities that the tree was grown on: shares flatter the rule a little
    head = "holds where" if inside >= outside else "holds less where"
    text = f"{head} {words}: {inside:.0%} of those {mask.sum()} cities, {outside:.0%} of the rest"
    return Conditions(text, rules, inside, outside, int(mask.sum()), accuracy, chance)


def _nothing(accuracy: float) -> str:
    return f"no condition separates (balanced accuracy {accuracy:.2f})"


def _tree() -> DecisionTreeClassifier:
    return DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=MIN_LEAF, class_weight="balanced", random_state=SEED
    )


def _accuracy(frame: pd.DataFrame, holds: np.ndarray) -> float:
    x = frame.to_numpy(dtype=np.float32)  # what the tree works with
    guess = np.zeros(len(holds), bool)
    for learn, judge in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(x, holds):
        guess[judge] = _tree().fit(x[learn], holds[learn]).predict(x[judge])
    return 0.5 * float(guess[holds].mean() + (~guess[~holds]).mean())


def _best_leaf(
    fitted: DecisionTreeClassifier, frame: pd.DataFrame, holds: np.ndarray
) -> tuple[tuple[tuple[str, str, float], ...], np.ndarray]:
    """The leaf, or inner node, whose share differs most from that of the rest, by weight."""
    tree = fitted.tree_
    x = frame.to_numpy()
    best: tuple[float, dict[tuple[str, str], float], np.ndarray] = (-1.0, {}, np.ones(len(x), bool))
    stack: list[tuple[int, dict[tuple[str, str], float], np.ndarray]] = [
        (0, {}, np.ones(len(x), bool))
    ]
    while stack:
        node, rules, mask = stack.pop()
        if rules and 0 < mask.sum() < len(mask):
            gap = holds[mask].mean() - holds[~mask].mean()
            weight = mask.mean() * (1.0 - mask.mean())
            score = weight * gap * gap
            if score > best[0] + 1e-12:
                best = (score, rules, mask)
        if tree.children_left[node] >= 0:
            column, bound = int(tree.feature[node]), float(tree.threshold[node])
            name = str(frame.columns[column])
            left = x[:, column] <= bound
            for child, sign, side in (
                (tree.children_right[node], ">", ~left),
                (tree.children_left[node], "<=", left),
            ):
                more = rules | {(name, sign): _tighter(rules.get((name, sign)), sign, bound)}
                stack.append((int(child), more, mask & side))
    return tuple((name, sign, bound) for (name, sign), bound in best[1].items()), best[2]


def _tighter(before: float | None, sign: str, bound: float) -> float:
    if before is None:
        return bound
    return max(before, bound) if sign == ">" else min(before, bound)
