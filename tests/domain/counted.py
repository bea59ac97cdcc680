"""What storage might hand over for a report: a period, a policy, and spans that took so long."""

from datetime import UTC, datetime

from callcenter.domain.period import Period
from callcenter.domain.policy import Policy
from callcenter.domain.report import EVERYTHING, Filters, Reason, Span
from callcenter.domain.tally import Asked, Count, Fate, Recorded, Tally

NOVEMBER = Period(since=datetime(2026, 10, 31, 16, tzinfo=UTC), until=datetime(2026, 11, 30, 16, tzinfo=UTC))


def asked(*, policy: Policy | None = None, filters: Filters = EVERYTHING) -> Asked:
    """A question about November, asked at its end."""
    return Asked(period=NOVEMBER, filters=filters, generated_at=NOVEMBER.until, policy=policy or Policy(version=3))


def recorded(*tallies: Tally, counts: tuple[Count, ...] = (), policy: Policy | None = None) -> Recorded:
    """These tallies; unless counted otherwise, each row has one call."""
    told = counts or tuple(Count(key, None, 1, 0, 0) for key in {tally.key for tally in tallies})
    return Recorded(asked=asked(policy=policy), names={"S1": "小桥", "S2": "马坊东"}, counts=told, tallies=tallies)


def took(
    tenths: int, *, span: Span = Span.ANSWER, key: str | None = "S1", calls: int = 1, emergency: bool = True
) -> Tally:
    """So many calls whose span ended after this time."""
    return Tally(key, span, emergency, Fate.ENDED, tenths, calls)


def lasts(tenths: int, *, span: Span = Span.ANSWER, key: str | None = "S1") -> Tally:
    """One emergency whose span still runs."""
    return Tally(key, span, True, Fate.OPEN, tenths, 1)


def never(*, key: str | None = "S1") -> Tally:
    """A call that was closed without any human."""
    return Tally(key, Span.ANSWER, False, Fate.NEVER, 0, 1)


def without(reason: Reason, *, span: Span, calls: int = 1, key: str | None = "S1") -> Tally:
    """Emergencies that have no such span."""
    return Tally(key, span, True, reason, 0, calls)
