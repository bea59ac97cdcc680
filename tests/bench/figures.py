"""Figures as people compare them."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed; one of the values themselves."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def told(name: str, milliseconds: Sequence[float]) -> str:
    """One line: how many, the middle, the slow ones, the slowest."""
    p50, p95, p99 = (percentile(milliseconds, share) for share in (0.5, 0.95, 0.99))
    return (
        f"{name:<44} n={len(milliseconds):<6} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   p99 {p99:7.1f} ms   "
        f"max {max(milliseconds):7.1f} ms"
    )
