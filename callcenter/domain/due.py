"""When a call must be looked at again: the one next deadline of every open call.

Computed from the call and the policy alone. A moment already past means "at once". Only a call whose caregiver is at
the door and already known to be late has none: it has an owner.
"""

from datetime import datetime, timedelta

from callcenter.domain.call import Call
from callcenter.domain.ids import CallState, LateStep, OfferState
from callcenter.domain.policy import BREACH_WAVE, LAST_ASKING_WAVE, Policy


def next_due(call: Call, policy: Policy) -> datetime | None:
    """The earliest moment at which a rule wants to act; None for closed calls and calls that have only an owner."""
    return min(_moments(call, policy), default=None)


def _moments(call: Call, policy: Policy) -> list[datetime]:
    match call.state:
        case CallState.RESOLVED:
            return []
        case CallState.WAITING:
            return _task_moments(call, policy) if call.is_task else _search_moments(call, policy)
        case CallState.ACCEPTED | CallState.TRAVELLING | CallState.ON_SCENE:
            return _visit_moments(call, policy)


def _after(moment: datetime, seconds: int) -> datetime:
    return moment + timedelta(seconds=seconds)


def _task_moments(call: Call, policy: Policy) -> list[datetime]:
    return [_after(call.escalated_at or call.routed_from, policy.task_reminder_seconds)]


def _search_moments(call: Call, policy: Policy) -> list[datetime]:
    moments = []
    if not call.breach and call.first_human_at is None:
        moments.append(_after(call.received_at, policy.breach_seconds))
    if call.held_until is not None:
        return [*moments, call.held_until]
    if call.wave == 0:
        moments.append(call.routed_from)
    elif call.wave < BREACH_WAVE:
        moments.append(_after(call.routed_from, policy.wave_seconds[call.wave]))
    else:
        moments.append(_after(call.escalated_at or call.routed_from, policy.repeat_seconds))
    moments += _offer_moments(call)
    pending = call.pending_offers
    if pending and call.wave < LAST_ASKING_WAVE and all(o.state is OfferState.OPEN for o in pending):
        moments.append(_after(max(o.made_at for o in pending), policy.delivery_seconds))
    if call.claim is not None and call.wave >= LAST_ASKING_WAVE and call.unanswered_at is None:
        moments.append(call.claim.until)
    return moments


def _offer_moments(call: Call) -> list[datetime]:
    return [offer.expires_at for offer in call.pending_offers]


def _visit_moments(call: Call, policy: Policy) -> list[datetime]:
    assert call.accepted_at is not None, "a call beyond waiting has been accepted"
    limits = policy.limits(call.kind)
    moments = []
    if call.state is CallState.ON_SCENE:
        assert call.arrived_at is not None, "a call on scene has an arrival"
        if LateStep.RESOLUTION not in call.late_steps:
            moments.append(_after(call.arrived_at, limits.resolution_seconds))
        return moments
    if call.state is CallState.ACCEPTED and LateStep.DEPARTURE not in call.late_steps:
        moments.append(_after(call.accepted_at, limits.departure_seconds))
    if LateStep.ARRIVAL not in call.late_steps:
        moments.append(_after(call.accepted_at, limits.arrival_seconds))
    if wants_second(call):
        moments += _offer_moments(call) or [second_retry_at(call, policy)]
    return moments


def second_retry_at(call: Call, policy: Policy) -> datetime:
    """When to look again for a second caregiver: some time after the last acceptance, offer or vain look."""
    asked = [offer.made_at for offer in call.offers]
    since = call.accepted_at or call.routed_from
    return _after(max([since, *asked, call.escalated_at or since]), policy.repeat_seconds)


def wants_second(call: Call) -> bool:
    """A late caregiver on the way gets a second one offered; a technical task does not."""
    return call.late and call.state in {CallState.ACCEPTED, CallState.TRAVELLING} and not call.is_task
