"""Chance that repeats itself: one die per actor, thrown from the run's seed and the actor's name."""

from collections.abc import Iterator
from math import log
from random import Random

SHORTEST_SECONDS = 0.2


def dice(seed: int, actor: str) -> Random:
    """Give `actor` a die of its own, so that one actor's luck never shifts another's."""
    return Random(f"{seed}/{actor}")


def takes(die: Random, median_seconds: float, *, speed: float, spread: float = 0.5) -> float:
    """Draw how long a person takes (log-normal), compressed by `speed` but never below 0.2 s."""
    return max(SHORTEST_SECONDS, die.lognormvariate(log(median_seconds), spread) / speed)


def pauses(die: Random, *, first_seconds: float = 0.5, longest_seconds: float = 10.0) -> Iterator[float]:
    """Give the waits between retries: doubling, with jitter, without end."""
    pause = first_seconds
    while True:
        yield pause * die.uniform(0.5, 1.0)
        pause = min(pause * 2, longest_seconds)
