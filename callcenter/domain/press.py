"""What a home can do to a call: press, press again, ask to cancel, and prove that somebody came.

A press always ends in a call. The first opens one, later ones join it; the red button turns assistance into an
emergency and never the other way.
"""

from datetime import datetime

from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.commands import OpenByHand, Press, RaiseTask
from callcenter.domain.draft import Context, Decision, Draft
from callcenter.domain.errors import Refused
from callcenter.domain.ids import Button, CallId, CallKind, CallState, PagerId, Role, StaffId, UnitId
from callcenter.domain.roster import Home
from callcenter.domain.visit import withdraw_all


def press(open_call: Call | None, unit: UnitId, press_: Press, context: Context) -> Decision:
    """The call that this press opens or joins."""
    actor = f.Actor(role=Role.UNIT, id=unit)
    if open_call is None:
        return _raise(unit, press_, context, actor)
    draft = Draft(open_call, actor, context.now)
    more_urgent = press_.button is Button.EMERGENCY and open_call.kind is not CallKind.EMERGENCY
    draft.add(
        f.CallRepeated(
            call_kind=CallKind.EMERGENCY if more_urgent else open_call.kind,
            unit=unit,
            boot=press_.boot,
            n=press_.n,
            button=press_.button,
            received_at=press_.received_at,
            pressed_at=press_.pressed_at,
        )
    )
    if more_urgent and open_call.state is CallState.WAITING:
        draft.wake()
    return draft.decided()


def _raise(unit: UnitId, press_: Press, context: Context, actor: f.Actor) -> Decision:
    home = context.home
    body = f.CallRaised(
        call_kind=CallKind(press_.button),
        resident=home.resident,
        received_at=press_.received_at,
        unit=unit,
        boot=press_.boot,
        n=press_.n,
        button=press_.button,
        pager=PagerId(press_.pager) if press_.pager else None,
        pressed_at=press_.pressed_at,
        clock_suspect=press_.clock_suspect,
        reason=press_.reason,
    )
    call = CallId(context.new_id())
    return Draft.opening(call, home.station, actor, context.now, body=body).decided()


def request_cancel(
    open_call: Call, unit: UnitId, boot: str, n: int, context: Context, received_at: datetime
) -> Decision:
    """Show that the home asked to cancel; the call goes on until a person has made contact."""
    draft = Draft(open_call, f.Actor(role=Role.UNIT, id=unit), context.now)
    draft.add(f.CancelRequested(unit=unit, boot=boot, n=n, received_at=received_at))
    return draft.decided()


def prove_arrival(open_call: Call, unit: UnitId, badge: StaffId, context: Context) -> Decision:
    """The caregiver's badge was read at the unit; any other badge proves nothing about this call."""
    draft = Draft(open_call, f.Actor(role=Role.UNIT, id=unit), context.now)
    if open_call.accepted_by == badge and not open_call.arrival_proven:
        draft.add(f.ArrivalProven(caregiver=badge, unit=unit))
        withdraw_all(draft, "arrived", accepted_by=badge)
    return draft.decided()


def open_by_hand(open_call: Call | None, command: OpenByHand, home: Home, context: Context) -> Decision:
    """A person opens a call; a resident has one open call at a time."""
    if open_call is not None:
        raise Refused("call_already_open", "this resident has an open call already", call=open_call.id)
    body = f.CallRaised(
        call_kind=command.kind,
        resident=command.resident,
        received_at=context.now,
        button=None,
        reason="opened_by_hand",
    )
    draft = Draft.opening(CallId(context.new_id()), home.station, command.actor, context.now, body=body)
    if command.note:
        draft.add(f.CallNoted(text=command.note))
    return draft.decided()


def raise_task(command: RaiseTask, unit: UnitId | None, context: Context) -> Decision:
    """A technical call for a station; several may be open at once."""
    body = f.CallRaised(
        call_kind=CallKind.TECHNICAL,
        resident=command.resident,
        received_at=context.now,
        unit=unit,
        reason=command.reason,
    )
    return Draft.opening(CallId(context.new_id()), command.station, command.actor, context.now, body=body).decided()
