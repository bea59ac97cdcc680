"""Being on duty: a shift that somebody started themselves, planned or not."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.errors import Refused
from callcenter.domain.ids import CallId, Role, StaffId, StationId


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One person's duty; `has_planned_shift` is what the roster says about this moment.

    `heard_at` is when a screen of theirs last said anything in this shift, `silent_since` when that was too long ago.
    """

    staff: StaffId
    role: Role
    station: StationId | None
    is_on_duty: bool
    can_ring: bool
    is_planned: bool
    started_at: datetime | None = None
    heard_at: datetime | None = None
    silent_since: datetime | None = None
    has_planned_shift: bool = False
    active_call: CallId | None = None


def start(duty: Duty, now: datetime, *, can_ring: bool) -> tuple[Duty, f.ShiftStarted]:
    """Begin a shift; without a planned one it is allowed and marked. It counts as being heard."""
    if duty.is_on_duty:
        raise Refused("already_on_duty", "your shift has started already", started_at=duty.started_at)
    started = replace(
        duty,
        is_on_duty=True,
        can_ring=can_ring,
        is_planned=duty.has_planned_shift,
        started_at=now,
        heard_at=now,
        silent_since=None,
    )
    return started, f.ShiftStarted(caregiver=duty.staff, can_ring=can_ring, planned=duty.has_planned_shift)


def change(duty: Duty, *, can_ring: bool) -> tuple[Duty, f.ShiftChanged | None]:
    """Say whether this phone can ring; the same again is no news."""
    if not duty.is_on_duty:
        raise Refused("not_on_duty", "start your shift first")
    if duty.can_ring == can_ring:
        return duty, None
    return replace(duty, can_ring=can_ring), f.ShiftChanged(caregiver=duty.staff, can_ring=can_ring)


def end(duty: Duty) -> tuple[Duty, f.ShiftEnded]:
    """Go off duty, unless a call is still in hand."""
    if not duty.is_on_duty:
        raise Refused("not_on_duty", "your shift has not started")
    if duty.active_call is not None:
        raise Refused("has_active_call", "finish or release your call first", active_call=duty.active_call)
    ended = replace(
        duty,
        is_on_duty=False,
        can_ring=False,
        is_planned=False,
        started_at=None,
        heard_at=None,
        silent_since=None,
    )
    return ended, f.ShiftEnded(caregiver=duty.staff)
