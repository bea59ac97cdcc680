"""The calls that owe an explanation: each promise that was broken, call by call.

Pure. A lateness that was put right by a second caregiver stays one; a call still open has broken a limit once it is
older.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from callcenter.domain.ids import CallId, CallKind, CallState, LateStep, StaffId, StationId
from callcenter.domain.policy import Targets
from callcenter.domain.report import Heading


class BreachReason(StrEnum):
    """A promise that was not kept."""

    UNANSWERED = "unanswered"
    LATE_DEPARTURE = "late_departure"
    LATE_ARRIVAL = "late_arrival"
    LATE_RESOLUTION = "late_resolution"
    ARRIVAL_OVER_TARGET = "arrival_over_target"
    ANSWER_OVER_TARGET = "answer_over_target"


LATE = {
    LateStep.DEPARTURE: BreachReason.LATE_DEPARTURE,
    LateStep.ARRIVAL: BreachReason.LATE_ARRIVAL,
    LateStep.RESOLUTION: BreachReason.LATE_RESOLUTION,
}


class Limits(NamedTuple):
    """The seconds after which a target can no longer be met; None where the policy has no such target."""

    answer_seconds: int | None
    arrival_seconds: int | None


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """One call and what was not kept; seconds are null where the human or the visit has not come."""

    call: CallId
    number: str
    kind: CallKind
    station: StationId | None
    station_name: str | None
    caregiver: StaffId | None
    caregiver_name: str | None
    state: CallState
    received_at: datetime
    answer_seconds: float | None
    response_seconds: float | None
    reasons: tuple[BreachReason, ...]


class Breaches(Heading, frozen=True, kw_only=True):
    """A page of them, the newest first; `total` counts all pages, `next` is the cursor of the page that follows."""

    total: int
    breaches: tuple[Breach, ...]
    next: str | None


def limits(targets: Targets) -> Limits:
    """Beyond every answer target, and beyond the first arrival target, which is the circle of an emergency."""
    return Limits(
        answer_seconds=max((target.within_seconds for target in targets.answer), default=None),
        arrival_seconds=next((target.within_seconds for target in targets.arrival), None),
    )


def reasons(
    late_steps: Iterable[LateStep], *, is_unanswered: bool, is_over_answer: bool, is_over_arrival: bool
) -> tuple[BreachReason, ...]:
    """What was not kept, each once and in the order of the alphabet."""
    found = {LATE[step] for step in late_steps}
    if is_unanswered:
        found.add(BreachReason.UNANSWERED)
    if is_over_answer:
        found.add(BreachReason.ANSWER_OVER_TARGET)
    if is_over_arrival:
        found.add(BreachReason.ARRIVAL_OVER_TARGET)
    return tuple(sorted(found))
