"""What dispatchers do with a call: answer it, name who goes, hurry or hold the search, write notes, reopen.

Answering is a lease: the claim lasts `claim_seconds`, its holder renews it every `claim_heartbeat_seconds`, and a stale
one is taken with one click, never silently.
"""

from datetime import timedelta

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.draft import Context, Decision, Draft
from callcenter.domain.errors import Malformed, NotFound, Refused
from callcenter.domain.ids import CallKind, CallState, Role, StaffId
from callcenter.domain.policy import BREACH_WAVE
from callcenter.domain.routing import outranks
from callcenter.domain.visit import hand_back, minutes_away, refuse_closed, refuse_stranger, withdraw_all


def answer(call: Call, command: c.Answer, context: Context) -> Decision:
    """Voice contact: the first answer stops the clock, a repeated one renews the claim."""
    refuse_closed(call)
    me = StaffId(command.actor.id)
    claim = call.claim
    fresh = claim is not None and claim.until > context.now
    mine = claim is not None and claim.dispatcher == me
    if claim is not None and fresh and not mine and not command.take_over:
        raise Refused("already_answered", "somebody else is talking to the home", answered_by=claim.dispatcher)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    draft.add(
        f.CallAnswered(
            dispatcher=me,
            until=draft.now + timedelta(seconds=context.policy.claim_seconds),
            renewed=mine,
            taken_from=claim.dispatcher if claim is not None and not mine else None,
        )
    )
    return draft.decided()


def assign(call: Call, command: c.Assign, context: Context) -> Decision:
    """A dispatcher names who goes, over anybody who went before."""
    refuse_closed(call)
    person = context.roster.get(command.caregiver)
    if person is None or person.role not in {Role.CAREGIVER, Role.SUPERVISOR}:
        raise NotFound("caregiver_unknown", "there is no such caregiver", caregiver=command.caregiver)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    if call.accepted_by == person.id:
        return draft.decided()
    if not person.is_on_duty:
        raise Refused("not_on_duty", "this caregiver is not on duty", caregiver=person.id)
    if person.active_call is not None and not outranks(call, person):
        raise Refused("has_active_call", "this caregiver is on another call", active_call=person.active_call)
    withdraw_all(draft, "assigned", accepted_by=person.id)
    draft.add(
        f.CallAssigned(
            caregiver=person.id, arriving_in_minutes=minutes_away(person, context), replaces=call.accepted_by
        )
    )
    hand_back(draft, person, call)
    return draft.decided()


def escalate(call: Call, command: c.Escalate, context: Context) -> Decision:
    """Ask the next wave now; a caregiver's cry for help makes the call an emergency."""
    refuse_closed(call)
    by_caregiver = command.actor.role is Role.CAREGIVER
    if by_caregiver:
        refuse_stranger(call, command)
    kind = CallKind.EMERGENCY if by_caregiver else command.kind
    if kind is not None and kind.priority > call.priority:
        raise Refused("less_urgent", "a call is never made less urgent", kind=call.kind)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    waiting = call.state is CallState.WAITING
    draft.add(
        f.CallEscalated(
            wave=min(max(call.wave, 1) + 1, BREACH_WAVE) if waiting else max(call.wave, 1),
            reason="help_asked" if by_caregiver else "by_dispatcher",
            call_kind=kind if kind is not call.kind else None,
        )
    )
    if waiting:
        draft.wake()
    return draft.decided()


def note(call: Call, command: c.Note, context: Context) -> Decision:
    """Write a remark; closed calls take remarks too."""
    if not command.text.strip():
        raise Malformed("text_required", "a note needs text")
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    draft.add(f.CallNoted(text=command.text))
    return draft.decided()


def hold(call: Call, command: c.Hold, context: Context) -> Decision:
    """Pause the search, at most as long as the policy allows; the answer clock runs on."""
    refuse_closed(call)
    if call.state is not CallState.WAITING:
        raise Refused("already_accepted", "somebody is going: nothing to hold", accepted_by=call.accepted_by)
    most = context.policy.hold_max_seconds
    seconds = min(command.seconds or most, most)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    withdraw_all(draft, "held")
    draft.add(f.CallHeld(until=draft.now + timedelta(seconds=seconds), reason=command.reason))
    return draft.decided()


def reopen(call: Call, command: c.Reopen, context: Context) -> Decision:
    """The closed call waits again; its first press stays the start of every clock."""
    if call.is_open:
        raise Refused("call_open", "this call is open")
    if context.other_open_call is not None and not call.is_task:
        raise Refused("call_already_open", "this resident has an open call", call=context.other_open_call)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    draft.add(f.CallReopened(reason=command.reason or "not_given"))
    return draft.decided()
