"""The rate of false alarms of this folder: how many comparisons there are in all."""

from tests.theory import (
    test_exclusion,
    test_general_service,
    test_impatience,
    test_one_queue,
    test_priorities,
    test_repeats,
    test_turns,
)
from tests.theory.agreement import COMPARISONS

FAMILIES = {
    "M/M/c": (test_one_queue.POINTS, test_one_queue.QUANTITIES),
    "M/G/1, log-normal": (test_general_service.LOGNORMAL, test_general_service.QUANTITIES),
    "M/G/1, small and big": (test_general_service.MIXED, test_general_service.QUANTITIES),
    "priorities": (test_priorities.POINTS, test_priorities.QUANTITIES),
    "priorities with repeats": (test_priorities.REPEATS, test_priorities.REPEAT_QUANTITIES),
    "impatience": (test_impatience.POINTS, test_impatience.QUANTITIES),
    "repeats": (test_repeats.POINTS, test_repeats.QUANTITIES),
    "turns": (test_turns.POINTS, test_turns.QUANTITIES),
    "exclusion": (test_exclusion.POINTS, test_exclusion.QUANTITIES),
}


def test_comparisons_are_all_counted():
    """Bonferroni needs an upper bound on how many verdicts there are; it must not be loose."""
    count = sum(len(points) * len(quantities) for points, quantities in FAMILIES.values())
    assert 0.8 * COMPARISONS <= count <= COMPARISONS


def test_every_law_has_twenty_points():
    assert all(len(set(points)) >= 20 for points, _ in FAMILIES.values())
