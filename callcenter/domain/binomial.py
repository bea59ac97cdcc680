"""The binomial tail, exact: how likely so many misses are, if each call misses with a known chance.

Pure. No normal approximation decides anything here; one only guesses where to start looking.
"""

from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

NEGLIGIBLE = 1e-17


def binomial_at_least(k: int, n: int, *, chance: float) -> float:
    """Give P(X >= k) for n calls that each have this chance; relative error under 1e-7 up to a million calls."""
    if k <= 0:
        return 1.0
    if k > n or chance <= 0:
        return 0.0
    if k <= n * chance:
        return 1.0 - binomial_at_least(n - k + 1, n, chance=1.0 - chance)
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    term = exp(ways + k * log(chance) + (n - k) * log1p(-chance))
    odds = chance / (1.0 - chance)
    total = 0.0
    while term > total * NEGLIGIBLE:
        total += term
        term *= odds * (n - k) / (k + 1)
        k += 1
    return min(total, 1.0)


def binomial_at_most(k: int, n: int, *, chance: float) -> float:
    """Give P(X <= k), by counting the other side of the same calls."""
    return binomial_at_least(n - k, n, chance=1.0 - chance)


@lru_cache(maxsize=4096)
def binomial_rarely_reached(n: int, doubt: float, *, chance: float) -> int:
    """Give the smallest k with P(X >= k) <= doubt; n + 1 when not even n calls are that rare."""
    guess = n * chance - NormalDist().inv_cdf(doubt) * sqrt(n * chance * (1.0 - chance))
    k = min(n + 1, round(guess))
    while binomial_at_least(k, n, chance=chance) > doubt:
        k += 1
    while binomial_at_least(k - 1, n, chance=chance) <= doubt:
        k -= 1
    return k
