"""What storage counted for a report: how often each duration occurred, and which calls have none and why.

Open calls stay in at their age so far; what has no duration leaves with its reason.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypedDict

import msgspec

from callcenter.domain.period import Period
from callcenter.domain.policy import Policy
from callcenter.domain.report import Excluded, Filters, Reason, Span
from callcenter.domain.statistics import Durations

BEYOND_EVERY_LIMIT_SECONDS = 7 * 86_400 + 1


class Fate(StrEnum):
    """How a span stands; `never` is a call closed without the human it waited for, which is a miss for good."""

    ENDED = "ended"
    OPEN = "open"
    NEVER = "never"


class Tally(NamedTuple):
    """So many calls of one group share this duration, in tenths of a second; 0 where `fate` allows none."""

    key: str | None
    span: Span
    is_emergency: bool
    fate: Fate | Reason
    tenths: int
    calls: int


class Count(NamedTuple):
    """The calls of one group; those with a `left_out` count nowhere."""

    key: str | None
    left_out: Reason | None
    calls: int
    open: int
    breaches: int


class Headline(TypedDict):
    """The fields of a report's heading."""

    since: datetime
    until: datetime
    generated_at: datetime
    policy_version: int
    filters: Filters


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The question as the database understood it, at one moment of its clock and under the policy in force."""

    period: Period
    filters: Filters
    generated_at: datetime
    policy: Policy

    def headline(self) -> Headline:
        """What a report on this question says of itself."""
        return Headline(
            since=self.period.since,
            until=self.period.until,
            generated_at=self.generated_at,
            policy_version=self.policy.version,
            filters=self.filters,
        )


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What the tables say about the calls that were asked for; `names` are those of the rows that have one."""

    asked: Asked
    names: Mapping[str, str]
    counts: Sequence[Count]
    tallies: Sequence[Tally]


def durations(tallies: Iterable[Tally]) -> Durations:
    """How long these spans took or have lasted; what never ended is older than any limit."""
    ended: Counter[float] = Counter()
    still_open: Counter[float] = Counter()
    for tally in tallies:
        match tally.fate:
            case Fate.ENDED:
                ended[tally.tenths / 10] += tally.calls
            case Fate.OPEN:
                still_open[tally.tenths / 10] += tally.calls
            case Fate.NEVER:
                still_open[BEYOND_EVERY_LIMIT_SECONDS] += tally.calls
    return Durations.tallied(ended, still_open)


def calls_left_out(counts: Iterable[Count]) -> tuple[Excluded, ...]:
    """The calls that count in no report."""
    return _excluded((count.left_out, count.calls) for count in counts)


def spans_left_out(tallies: Iterable[Tally]) -> tuple[Excluded, ...]:
    """The calls that count, but have no such span."""
    return _excluded((tally.fate, tally.calls) for tally in tallies)


def _excluded(counted: Iterable[tuple[Fate | Reason | None, int]]) -> tuple[Excluded, ...]:
    reasons: Counter[Fate | Reason | None] = Counter()
    for why, calls in counted:
        reasons[why] += calls
    return tuple(Excluded(reason, reasons[reason]) for reason in Reason if reasons[reason])
