"""The one place where a command meets a call: `decide` gives facts or refuses, and changes nothing itself."""

from typing import assert_never

from callcenter.domain import commands as c
from callcenter.domain import desk, search, visit
from callcenter.domain.call import Call
from callcenter.domain.draft import Context, Decision
from callcenter.domain.errors import NotFound, Refused
from callcenter.domain.ids import Role, StaffId

STALE_MATTERS = (c.Assign, c.Release, c.Hold, c.Escalate, c.Resolve, c.Reopen)


def decide(call: Call, command: c.CallCommand, context: Context) -> Decision:
    """What `command` does to `call`; raises `Refused` or `Malformed`, with the call unchanged."""
    _hide(call, command)
    _refuse_stale(call, command)
    match command:
        case c.Due():
            return search.due(call, command, context)
        case c.Deliver():
            return visit.deliver(call, command, context)
        case c.See():
            return visit.see(call, command, context)
        case c.Accept():
            return visit.accept(call, command, context)
        case c.Decline():
            return visit.decline(call, command, context)
        case c.Depart():
            return visit.depart(call, command, context)
        case c.Arrive():
            return visit.arrive(call, command, context)
        case c.Resolve():
            return visit.resolve(call, command, context)
        case c.Release():
            return visit.release(call, command, context)
        case _:
            return _decide_desk(call, command, context)


DeskCommand = c.Answer | c.Assign | c.Escalate | c.Note | c.Hold | c.Reopen


def _decide_desk(call: Call, command: DeskCommand, context: Context) -> Decision:
    match command:
        case c.Answer():
            return desk.answer(call, command, context)
        case c.Assign():
            return desk.assign(call, command, context)
        case c.Escalate():
            return desk.escalate(call, command, context)
        case c.Note():
            return desk.note(call, command, context)
        case c.Hold():
            return desk.hold(call, command, context)
        case c.Reopen():
            return desk.reopen(call, command, context)
        case _:
            assert_never(command)


def _hide(call: Call, command: c.CallCommand) -> None:
    """A caregiver knows of the calls of their own station and of those that were put to them; others do not exist."""
    actor = command.actor
    if actor.role is not Role.CAREGIVER or isinstance(command, c.Deliver | c.See):
        return
    theirs = call.station is not None and call.station == command.asker_station
    if not theirs and call.accepted_by != actor.id and call.latest_offer_to(StaffId(actor.id)) is None:
        raise NotFound("call_unknown", "there is no such call", call=call.id)


def _refuse_stale(call: Call, command: c.CallCommand) -> None:
    """A desk decision made on an older state or holder is refused; the holder's own steps are checked by who holds."""
    if command.version is None or command.actor.role in {Role.CAREGIVER, Role.SYSTEM}:
        return
    if command.version > call.version:
        raise Refused("stale_version", "this version has not happened yet", version=call.version)
    if isinstance(command, STALE_MATTERS) and command.version < call.walk_version:
        raise Refused(
            "stale_version",
            "the call has moved on since you looked",
            version=call.version,
            state=call.state,
            accepted_by=call.accepted_by,
        )
