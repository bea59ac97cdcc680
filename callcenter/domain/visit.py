"""What caregivers do with a call: say yes or no, set out, arrive, finish, or give it back.

The first acceptance wins. The same word twice is harmless, because a phone on a bad network says everything twice.
"""

from math import ceil

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.call import Call, Offer
from callcenter.domain.draft import Context, Decision, Draft
from callcenter.domain.errors import Malformed, Refused
from callcenter.domain.ids import CallState, OfferState, Role, StaffId
from callcenter.domain.roster import Person, distance_metres
from callcenter.domain.routing import outranks

NEEDS_CONTACT_AND_REASON = frozenset({"false_alarm", "no_answer"})


def refuse_closed(call: Call) -> None:
    """Raise `call_closed` when nothing can be done to the call any more."""
    if not call.is_open:
        raise Refused("call_closed", "this call is closed", outcome=call.outcome, resolved_at=call.resolved_at)


def deliver(call: Call, command: c.Deliver, context: Context) -> Decision:
    """Mark an offer as seen by a screen; late or repeated news changes nothing."""
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    offer = _offer_to_asker(call, command)
    if offer is not None and offer.state is OfferState.OPEN:
        draft.add(f.OfferDelivered(offer=offer.id, caregiver=offer.caregiver))
    return draft.decided()


def see(call: Call, command: c.See, context: Context) -> Decision:
    """Mark an offer that awaits an answer as looked at, once; what is seen has been delivered."""
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    offer = _offer_to_asker(call, command)
    if offer is not None and offer.state.awaits_answer and offer.seen_at is None:
        if offer.state is OfferState.OPEN:
            draft.add(f.OfferDelivered(offer=offer.id, caregiver=offer.caregiver))
        draft.add(f.OfferSeen(offer=offer.id, caregiver=offer.caregiver))
    return draft.decided()


def _offer_to_asker(call: Call, command: c.Deliver | c.See) -> Offer | None:
    return next((o for o in call.offers if o.id == command.offer and o.caregiver == command.actor.id), None)


def accept(call: Call, command: c.Accept, context: Context) -> Decision:
    """Give the call to the caregiver; everybody else's offer is withdrawn."""
    refuse_closed(call)
    me = StaffId(command.actor.id)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    if call.accepted_by == me:
        return draft.decided()
    offer = _acceptable_offer(call, me)
    person = _free_person(call, me, context)
    draft.add(
        f.CallAccepted(
            caregiver=me,
            offer=offer.id if offer and offer.state.awaits_answer else None,
            arriving_in_minutes=minutes_away(person, context),
            replaces=call.accepted_by,
        )
    )
    hand_back(draft, person, call)
    withdraw_all(draft, "accepted", accepted_by=me)
    return draft.decided()


def _acceptable_offer(call: Call, me: StaffId) -> Offer | None:
    offer = call.latest_offer_to(me)
    if call.accepted_by is not None and not (call.late and offer is not None and offer.state.awaits_answer):
        raise Refused("already_accepted", "somebody else is going", accepted_by=call.accepted_by)
    if call.is_task:
        return offer
    if offer is None:
        raise Refused("not_offered", "this call was not offered to you")
    if offer.state is OfferState.WITHDRAWN:
        raise Refused("offer_withdrawn", "this offer was withdrawn")
    return offer


def _free_person(call: Call, who: StaffId, context: Context) -> Person:
    person = context.roster.get(who)
    if person is None or not person.is_on_duty:
        raise Refused("not_on_duty", "start your shift first", caregiver=who)
    if person.active_call not in {None, call.id} and not outranks(call, person):
        raise Refused("has_active_call", "another call is still open", active_call=person.active_call)
    return person


def minutes_away(person: Person, context: Context) -> int | None:
    """Whole minutes by straight line and the policy's travel speed; None when a place is unknown."""
    metres = distance_metres(person, context.home)
    return None if metres is None else max(1, ceil(metres / context.policy.travel_metres_per_minute))


def hand_back(draft: Draft, person: Person, call: Call) -> None:
    """The less urgent call this person was on goes back to routing in the same moment."""
    if person.active_call is not None and person.active_call != call.id:
        draft.follow_up(person.active_call, c.Release(actor=f.SYSTEM, reason="outranked"))


def withdraw_all(draft: Draft, reason: str, *, accepted_by: StaffId | None = None) -> None:
    """End every offer that still awaits an answer."""
    for offer in draft.call.pending_offers:
        draft.add(f.OfferWithdrawn(offer=offer.id, caregiver=offer.caregiver, reason=reason, accepted_by=accepted_by))


def decline(call: Call, command: c.Decline, context: Context) -> Decision:
    """The caregiver cannot go; when everybody has said so the next wave is asked at once."""
    refuse_closed(call)
    me = StaffId(command.actor.id)
    offer = call.latest_offer_to(me)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    if offer is None:
        raise Refused("not_offered", "this call was not offered to you")
    match offer.state:
        case OfferState.DECLINED:
            return draft.decided()
        case OfferState.WITHDRAWN:
            raise Refused("offer_withdrawn", "this offer was withdrawn", accepted_by=call.accepted_by)
        case OfferState.EXPIRED:
            raise Refused("offer_expired", "this offer ran out")
        case OfferState.ACCEPTED:
            raise Refused("already_accepted", "you accepted this call: release it", accepted_by=call.accepted_by)
        case OfferState.OPEN | OfferState.DELIVERED:
            draft.add(f.OfferDeclined(offer=offer.id, caregiver=me, reason=command.reason))
    if not draft.call.pending_offers and draft.call.held_until is None:
        draft.wake()
    return draft.decided()


def refuse_stranger(call: Call, command: c.Verb) -> None:
    """Only who holds the call may walk it on; raises `not_holder`."""
    refuse_closed(call)
    if call.accepted_by != command.actor.id:
        raise Refused("not_holder", "this call is not yours", accepted_by=call.accepted_by)


def depart(call: Call, command: c.Depart, context: Context) -> Decision:
    """The caregiver sets out."""
    refuse_stranger(call, command)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    if call.state is CallState.ON_SCENE:
        raise Refused("already_arrived", "you have arrived already")
    if call.state is CallState.ACCEPTED:
        draft.add(f.CaregiverDeparted(caregiver=StaffId(command.actor.id)))
    return draft.decided()


def arrive(call: Call, command: c.Arrive, context: Context) -> Decision:
    """The caregiver is at the door; a departure that was never told stays unknown."""
    refuse_stranger(call, command)
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    if call.state is not CallState.ON_SCENE:
        draft.add(f.CaregiverArrived(caregiver=StaffId(command.actor.id)))
        withdraw_all(draft, "arrived", accepted_by=call.accepted_by)
    return draft.decided()


def resolve(call: Call, command: c.Resolve, context: Context) -> Decision:
    """A person closes the call; silence or a wrong press needs contact made, or a visit, and a reason."""
    if command.outcome in NEEDS_CONTACT_AND_REASON and not (command.reason or "").strip():
        raise Malformed("reason_required", f"outcome {command.outcome} needs a reason")
    if command.actor.role is Role.CAREGIVER:
        refuse_stranger(call, command)
        if call.state is not CallState.ON_SCENE and not call.is_task:
            raise Refused("not_arrived", "arrive first, or release the call")
    refuse_closed(call)
    seen = call.answered_at is not None or call.first_arrived_at is not None
    if not seen and not call.is_task:
        raise Refused("contact_required", "nobody has spoken to the home or been there yet")
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    holder = call.accepted_by
    withdraw_all(draft, "resolved")
    draft.add(
        f.CallResolved(
            outcome=command.outcome, reason=command.reason, satisfaction=command.satisfaction, caregiver=holder
        )
    )
    return draft.decided()


def release(call: Call, command: c.Release, context: Context) -> Decision:
    """The call waits again and is routed at once, without the one who gave it back."""
    refuse_closed(call)
    holder = call.accepted_by
    if command.actor.role is Role.CAREGIVER:
        refuse_stranger(call, command)
    if holder is None:
        raise Refused("not_accepted", "nobody holds this call")
    draft = Draft(call, command.actor, context.now, claimed_at=command.at)
    draft.add(f.CallReleased(caregiver=holder, reason=command.reason or "not_given"))
    return draft.decided()
