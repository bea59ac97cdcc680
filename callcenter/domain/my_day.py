"""A caregiver's own day: the shift as it is and as it is planned, and the calls they took in their hands.

Carries nothing of the residents: what is over is nobody's business any more, what is open has a card of its own.
"""

from collections.abc import Sequence
from datetime import datetime
from statistics import median

import msgspec

from callcenter.domain.duty import Duty
from callcenter.domain.ids import CallId, CallKind, CallState, StationId


class RosterEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time somebody is planned to be on duty."""

    starts_at: datetime
    ends_at: datetime
    station: StationId


class MyShift(msgspec.Struct, frozen=True, kw_only=True):
    """My shift now, and what the roster says of now and the next seven days."""

    shift: Duty
    planned: list[RosterEntry]


class MyCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call I took, with my own steps; `offered_at` is null when the desk assigned it or I took it unasked."""

    id: CallId
    number: str
    kind: CallKind
    state: CallState
    station: StationId | None
    received_at: datetime
    offered_at: datetime | None
    accepted_at: datetime
    departed_at: datetime | None
    arrived_at: datetime | None
    resolved_at: datetime | None
    outcome: str | None


class MyCalls(msgspec.Struct, frozen=True, kw_only=True):
    """My calls, the newest first; the median is from offer to acceptance, over the `accepted` that were offered."""

    calls: list[MyCall]
    accepted: int
    accept_median_seconds: float | None


def my_calls(calls: Sequence[MyCall]) -> MyCalls:
    """The calls with how quickly I say yes; null when I was offered none of them."""
    waits = [(c.accepted_at - c.offered_at).total_seconds() for c in calls if c.offered_at is not None]
    return MyCalls(calls=list(calls), accepted=len(waits), accept_median_seconds=median(waits) if waits else None)
