"""Which parameters decide: a shallow tree over cities, kept only if it beats chance.

A tree of depth two splits cities where a claim holds from those where it does not. It is believed
if its cross-validated balanced accuracy is at least `USEFUL` and beats the same tree on permuted
verdicts in all but 5 % of permutations; in both, draws of one line stay together. Else no condition
separates the cities. (Scenario discovery in the manner of Bryant and Lempert 2010, with a tree of
Breiman et al. 1984 in place of PRIM.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.tree import DecisionTreeClassifier

from intensity.evidence.lines import mixed
from intensity.model.errors import InputError

DEPTH, MIN_LEAF, FOLDS = 2, 0.08, 5
USEFUL = 0.6  # of balanced accuracy; a coin has 0.5
PERMUTATIONS, SIZE = 99, 0.05
SEED = 2022
EVERYWHERE, NOWHERE = "holds in every city", "holds in no city"
NOTHING = "no condition separates"  # how the text begins if so
AND = " and "  # between the rules of a condition
Rule = tuple[str, str, float]
_RULE = re.compile(r"(\w+) (>|<=) (-?[\d.]+(?:e[-+]\d+)?)")


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
    rules: tuple[Rule, ...] = ()
    inside: float = float("nan")
    outside: float = float("nan")
    cities: int = 0
    accuracy: float = float("nan")
    chance: float = float("nan")

    @property
    def rule(self) -> str:
        """The rules as text, which `parsed` reads; empty where nothing separates."""
        return AND.join(f"{name} {sign} {bound:.3g}" for name, sign, bound in self.rules)


def parsed(rule: str) -> tuple[Rule, ...]:
    """Rules from a text such as "load > 0.788 and size_cv <= 0.512".

    Raises
    ------
    InputError
        If the text is not of that form.
    """
    found = [_RULE.fullmatch(part) for part in rule.split(AND)] if rule else []
    if None in found:
        raise InputError(f"rule {rule!r}: must be like 'load > 0.788 and size_cv <= 0.512'")
    return tuple((match[1], match[2], float(match[3])) for match in found if match)


def separate(frame: pd.DataFrame, holds: np.ndarray, line: np.ndarray | None = None) -> Conditions:
    """Find the conditions under which a claim holds.

    Parameters
    ----------
    frame : DataFrame
        Parameters, one row per city.
    holds : ndarray(bool, ndim=1), shape (cities,)
    line : ndarray(int64, ndim=1), shape (cities,), optional
        From which ancestor each city descends. Cities of one line are alike in what they share
        with it: they are judged by a tree that saw none of them, and chance keeps them together.
        Default: all from different ones.
    """
    holds = np.asarray(holds, dtype=bool)
    line = np.arange(len(holds)) if line is None else line
    few = min(int(holds.sum()), int((~holds).sum()))
    if few < max(FOLDS, MIN_LEAF * len(holds)):
        where = "all but" if holds.mean() > 0.5 else "only"
        if few == 0:
            return Conditions(EVERYWHERE if holds.all() else NOWHERE)
        return Conditions(f"holds in {where} {few} of {len(holds)} cities: too few to separate")
    accuracy = _accuracy(frame, holds, line)
    if accuracy < USEFUL:
        return Conditions(_nothing(accuracy), accuracy=accuracy)
    rng = np.random.default_rng(SEED)
    by_chance: list[float] = []
    allowed = int(SIZE * (PERMUTATIONS + 1)) - 1  # permutations that may do as well
    while len(by_chance) < PERMUTATIONS and sum(c >= accuracy for c in by_chance) <= allowed:
        by_chance.append(_accuracy(frame, mixed(holds, line, rng), line))
    chance = sorted(by_chance)[-1 - min(allowed, len(by_chance) - 1)]
    if accuracy <= chance:
        return Conditions(_nothing(accuracy), accuracy=accuracy, chance=chance)
    rules, mask = _best_leaf(_tree().fit(frame.to_numpy(), holds), frame, holds)
    inside, outside = float(holds[mask].mean()), float(holds[~mask].mean())
    found = Conditions("", rules, inside, outside, int(mask.sum()), accuracy, chance)
    # read off the same cities that the tree was grown on: shares flatter the rule a little
    head = "holds where" if inside >= outside else "holds less where"
    shares = f"{inside:.0%} of those {found.cities} cities, {outside:.0%} of the rest"
    return replace(found, text=f"{head} {found.rule}: {shares}")


def _nothing(accuracy: float) -> str:
    return f"{NOTHING} (balanced accuracy {accuracy:.2f})"


def _tree() -> DecisionTreeClassifier:
    return DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=MIN_LEAF, class_weight="balanced", random_state=SEED
    )


def _accuracy(frame: pd.DataFrame, holds: np.ndarray, line: np.ndarray) -> float:
    """Balanced accuracy in cities that the tree was not grown on, nor on any of their line."""
    x = frame.to_numpy(dtype=np.float32)  # what the tree works with
    guess = np.zeros(len(holds), bool)
    options = {"n_splits": FOLDS, "shuffle": True, "random_state": SEED}
    if len(np.unique(line)) == len(line):
        folds = StratifiedKFold(**options).split(x, holds)
    else:
        folds = StratifiedGroupKFold(**options).split(x, holds, line)
    for learn, judge in folds:
        guess[judge] = _tree().fit(x[learn], holds[learn]).predict(x[judge])
    return 0.5 * float(guess[holds].mean() + (~guess[~holds]).mean())


def _best_leaf(
    fitted: DecisionTreeClassifier, frame: pd.DataFrame, holds: np.ndarray
) -> tuple[tuple[Rule, ...], np.ndarray]:
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
