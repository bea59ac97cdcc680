"""How a call changes: `evolve` folds one fact into it and knows nothing else, no policy, no clock, no registry.

So the same history always gives the same call, in the committer, on a board and in the nightly replay. `version` grows
by one per fact.
"""

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.call import Call, Claim, Offer
from callcenter.domain.ids import CallState, OfferId, OfferState


def born(stamp: f.Stamp, body: f.CallRaised) -> Call:
    """The call that `call_raised` opens."""
    assert stamp.call is not None, "call_raised names its call"
    return Call(
        id=stamp.call,
        number=body.number,
        kind=body.call_kind,
        button=body.button,
        priority=body.call_kind.priority,
        state=CallState.WAITING,
        version=1,
        walk_version=1,
        resident=body.resident,
        station=stamp.station,
        unit=body.unit,
        received_at=body.received_at,
        raised_at=stamp.at,
        routed_from=stamp.at,
        updated_at=stamp.at,
        pressed_at=body.pressed_at,
        clock_suspect=body.clock_suspect,
        reason=body.reason,
    )


def evolve(call: Call | None, fact: f.Fact) -> Call:
    """The call after one more fact; a version out of order is a broken feed and raises `ValueError`."""
    stamp, body = fact.stamp, fact.body
    if isinstance(body, f.CallRaised):
        return born(stamp, body)
    if call is None or stamp.version != call.version + 1:
        msg = f"fact {f.kind_of(body)} version {stamp.version} does not follow {call and call.version}"
        raise ValueError(msg)
    changed = _apply(replace(call, version=call.version + 1, updated_at=stamp.at), body, stamp.at)
    if isinstance(body, f.CallReleased) and stamp.actor.id == body.caregiver:
        # Who gave it back is not asked again; who was taken off it is.
        changed = replace(changed, refused_by=changed.refused_by | {body.caregiver})
    if (changed.state, changed.accepted_by) != (call.state, call.accepted_by):
        return replace(changed, walk_version=changed.version)
    return changed


def _apply(call: Call, body: f.Body, at: datetime) -> Call:
    if isinstance(body, f.CallRaised | f.OtherBody):
        msg = f"{f.kind_of(body)} does not change an open call"
        raise ValueError(msg)  # noqa: TRY004 - a feed that cannot be followed, as where its versions are out of order
    match body:
        case f.CallRepeated():
            return replace(
                call,
                repeats=call.repeats + 1,
                kind=body.call_kind,
                priority=body.call_kind.priority,
                button=body.button if body.call_kind is not call.kind else call.button,
                held_until=call.held_until if body.call_kind is call.kind else None,
            )
        case f.CancelRequested():
            return replace(call, cancel_requested_at=call.cancel_requested_at or at)
        case f.OfferMade() | f.OfferDelivered() | f.OfferSeen():
            return _apply_offer(call, body, at)
        case f.OfferDeclined() | f.OfferExpired() | f.OfferWithdrawn():
            return _apply_offer(call, body, at)
        case f.CallEscalated():
            kind = body.call_kind or call.kind
            return replace(call, wave=body.wave, escalated_at=at, held_until=None, kind=kind, priority=kind.priority)
        case f.CallUnanswered():
            return replace(call, unanswered_at=at)
        case f.CallBreached():
            return replace(call, breach=True)
        case f.CallNoted():
            return replace(call, notes=call.notes + 1)
        case f.CallHeld():
            return replace(call, held_until=body.until)
        case f.CallAnswered():
            return _answered(call, body, at)
        case _:
            return _apply_walk(call, body, at)


def _answered(call: Call, body: f.CallAnswered, at: datetime) -> Call:
    since = call.claim.since if body.renewed and call.claim else at
    return replace(
        call,
        answered_at=call.answered_at or at,
        first_human_at=call.first_human_at or at,
        unanswered_at=None,
        claim=Claim(dispatcher=body.dispatcher, since=since, until=body.until),
    )


OfferBody = f.OfferMade | f.OfferDelivered | f.OfferSeen | f.OfferDeclined | f.OfferExpired | f.OfferWithdrawn


def _apply_offer(call: Call, body: OfferBody, at: datetime) -> Call:
    match body:
        case f.OfferMade():
            made = Offer(
                id=body.offer,
                caregiver=body.caregiver,
                wave=body.wave,
                state=OfferState.OPEN,
                made_at=at,
                expires_at=body.expires_at,
                distance_metres=body.distance_metres,
            )
            # One offer a person is remembered, the newest: a call that waits for hours stays small.
            others = tuple(o for o in call.offers if o.caregiver != made.caregiver or o.state.awaits_answer)
            return replace(call, offers=(*others, made), wave=max(call.wave, body.wave), held_until=None)
        case f.OfferDelivered():
            return _with_offer(call, body.offer, state=OfferState.DELIVERED, delivered_at=at)
        case f.OfferSeen():
            return _with_offer(call, body.offer, seen_at=at)
        case f.OfferDeclined():
            declined = _with_offer(call, body.offer, state=OfferState.DECLINED, ended_at=at)
            return replace(declined, refused_by=call.refused_by | {body.caregiver})
        case f.OfferExpired():
            return _with_offer(call, body.offer, state=OfferState.EXPIRED, ended_at=at)
        case f.OfferWithdrawn():
            return _with_offer(call, body.offer, state=OfferState.WITHDRAWN, ended_at=at)
        case _:
            assert_never(body)


def _with_offer(call: Call, offer_id: OfferId, **changes: object) -> Call:
    return replace(call, offers=tuple(replace(o, **changes) if o.id == offer_id else o for o in call.offers))


WalkBody = (
    f.CallAccepted
    | f.CallAssigned
    | f.CaregiverDeparted
    | f.CaregiverArrived
    | f.ArrivalProven
    | f.CallReleased
    | f.CallLate
    | f.CallReopened
    | f.CallResolved
)


def _apply_walk(call: Call, body: WalkBody, at: datetime) -> Call:
    match body:
        case f.CallAccepted():
            taken = _with_offer(call, body.offer, state=OfferState.ACCEPTED, ended_at=at) if body.offer else call
            return _going(taken, body, at)
        case f.CallAssigned():
            return _going(call, body, at)
        case f.CaregiverDeparted():
            return replace(call, state=CallState.TRAVELLING, departed_at=at)
        case f.CaregiverArrived():
            return _arrived(call, at)
        case f.ArrivalProven():
            return replace(_arrived(call, at), arrival_proven=True)
        case f.CallReleased():
            return _waiting_again(call, at)
        case f.CallLate():
            return replace(call, late=True, late_steps=(*call.late_steps, body.step))
        case f.CallReopened():
            return replace(
                _waiting_again(call, at),
                refused_by=frozenset(),
                resolved_at=None,
                outcome=None,
                outcome_reason=None,
                satisfaction=None,
            )
        case f.CallResolved():
            return replace(
                call,
                state=CallState.RESOLVED,
                resolved_at=at,
                outcome=body.outcome,
                outcome_reason=body.reason,
                satisfaction=body.satisfaction,
                claim=None,
                held_until=None,
                unanswered_at=None,
            )
        case _:
            assert_never(body)


def _visit_anew(call: Call, **start: object) -> Call:
    """Forget what belonged to the visit before: nobody has left, arrived or been late in the one that starts now."""
    return replace(
        call,
        departed_at=None,
        arrived_at=None,
        arrival_proven=False,
        held_until=None,
        unanswered_at=None,
        late=False,
        late_steps=(),
        **start,
    )


def _going(call: Call, body: f.CallAccepted | f.CallAssigned, at: datetime) -> Call:
    return _visit_anew(
        call,
        state=CallState.ACCEPTED,
        accepted_at=at,
        accepted_by=body.caregiver,
        arriving_in_minutes=body.arriving_in_minutes,
        first_human_at=call.first_human_at or at,
    )


def _arrived(call: Call, at: datetime) -> Call:
    return replace(
        call,
        state=CallState.ON_SCENE,
        arrived_at=call.arrived_at or at,
        first_arrived_at=call.first_arrived_at or at,
        arrived_by=call.arrived_by or call.accepted_by,
    )


def _waiting_again(call: Call, at: datetime) -> Call:
    return _visit_anew(
        call,
        state=CallState.WAITING,
        routed_from=at,
        wave=0,
        escalated_at=None,
        accepted_at=None,
        accepted_by=None,
        arriving_in_minutes=None,
    )
