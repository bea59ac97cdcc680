"""The search for a caregiver: what the clock does to a call when its deadline comes.

Old offers end, the next wave is asked, the boards sound when nobody is left, a breach is marked at the answer limit.
After an acceptance the same clock watches departure, arrival and the end of the visit, and asks for a second caregiver
when the first is late. It closes nothing: only a person does.
"""

from datetime import timedelta

from callcenter.domain import facts as f
from callcenter.domain.call import Call, Offer
from callcenter.domain.commands import Due
from callcenter.domain.draft import Context, Decision, Draft
from callcenter.domain.due import second_retry_at, wants_second
from callcenter.domain.ids import CallState, LateStep, OfferId
from callcenter.domain.policy import BREACH_WAVE, LAST_ASKING_WAVE
from callcenter.domain.roster import Person, Roster, distance_metres, follow
from callcenter.domain.routing import LONG_AGO, Step, due_wave, next_step, outranks, picks


def due(call: Call, command: Due, context: Context) -> Decision:
    """Do what the clock asks of this call now; doing it twice changes nothing more."""
    draft = Draft(call, command.actor, context.now)
    match call.state:
        case CallState.RESOLVED:
            pass
        case CallState.WAITING:
            _search(draft, context)
        case CallState.ACCEPTED | CallState.TRAVELLING | CallState.ON_SCENE:
            _watch_visit(draft, context)
    return draft.decided()


def _search(draft: Draft, context: Context) -> None:
    policy = context.policy
    if draft.call.is_task:
        reminder = (draft.call.escalated_at or draft.call.routed_from) + timedelta(seconds=policy.task_reminder_seconds)
        if draft.now >= reminder:
            draft.add(f.CallEscalated(wave=draft.call.wave, reason="task_waits"))
        return
    _mark_breach(draft, context)
    if draft.call.held_until is not None:
        if draft.now < draft.call.held_until:
            return
        draft.add(f.CallEscalated(wave=max(1, draft.call.wave), reason="hold_ended"))
    roster = _end_offers(draft, context)
    _ask(draft, next_step(draft.call, context.home, roster, policy, draft.now), context)
    _sound(draft)


def _mark_breach(draft: Draft, context: Context) -> None:
    limit = timedelta(seconds=context.policy.breach_seconds)
    if not draft.call.breach and draft.call.first_human_at is None and draft.now >= draft.call.received_at + limit:
        draft.add(f.CallBreached(limit_seconds=context.policy.breach_seconds))


def _end_offers(draft: Draft, context: Context) -> Roster:
    """The people as they are once the old offers have ended: those who had one have room for another."""
    roster = dict(context.roster)
    for offer in draft.call.pending_offers:
        if draft.now >= offer.expires_at:
            fact = draft.add(f.OfferExpired(offer=offer.id, caregiver=offer.caregiver))
            follow(roster, fact, draft.call)
        elif reason := _gone(offer, draft.call, context):
            fact = draft.add(f.OfferWithdrawn(offer=offer.id, caregiver=offer.caregiver, reason=reason))
            follow(roster, fact, draft.call)
    return roster


def _gone(offer: Offer, call: Call, context: Context) -> str | None:
    person = context.roster.get(offer.caregiver)
    if person is None or not person.is_on_duty:
        return "off_duty"
    if person.active_call is not None and not outranks(call, person):
        return "busy"
    return None


def _ask(draft: Draft, step: Step, context: Context) -> None:
    before = draft.call
    by_time = due_wave(before, context.policy, draft.now) >= step.wave
    if step.wave > max(before.wave, 1) or step.skipped or (before.wave == 0 and not step.picks):
        reason = "nobody_to_ask" if step.skipped else "time" if by_time else "undelivered"
        draft.add(f.CallEscalated(wave=step.wave, reason=reason, skipped=step.skipped))
    elif step.wave >= BREACH_WAVE and _repeat_is_due(before, context, draft):
        draft.add(f.CallEscalated(wave=step.wave, reason="repeat"))
    for person in step.picks:
        _offer(draft, person, step.wave, context)


def _repeat_is_due(call: Call, context: Context, draft: Draft) -> bool:
    last = call.escalated_at or call.routed_from
    return draft.now >= last + timedelta(seconds=context.policy.repeat_seconds)


def _offer(draft: Draft, person: Person, wave: int, context: Context) -> None:
    draft.add(
        f.OfferMade(
            offer=OfferId(context.new_id()),
            caregiver=person.id,
            wave=wave,
            expires_at=draft.now + timedelta(seconds=context.policy.offer_seconds),
            distance_metres=distance_metres(person, context.home),
        )
    )


def _sound(draft: Draft) -> None:
    call = draft.call
    claimed = call.claim is not None and call.claim.until > draft.now
    if call.wave >= LAST_ASKING_WAVE and call.unanswered_at is None and not claimed:
        draft.add(f.CallUnanswered(wave=call.wave))


def _watch_visit(draft: Draft, context: Context) -> None:
    limits = context.policy.limits(draft.call.kind)
    call = draft.call
    assert call.accepted_at is not None, "a call beyond waiting has been accepted"
    if call.state is CallState.ON_SCENE:
        assert call.arrived_at is not None, "a call on scene has an arrival"
        if draft.now >= call.arrived_at + timedelta(seconds=limits.resolution_seconds):
            _late(draft, LateStep.RESOLUTION, limits.resolution_seconds)
        return
    if call.state is CallState.ACCEPTED and draft.now >= call.accepted_at + timedelta(seconds=limits.departure_seconds):
        _late(draft, LateStep.DEPARTURE, limits.departure_seconds)
    if draft.now >= call.accepted_at + timedelta(seconds=limits.arrival_seconds):
        _late(draft, LateStep.ARRIVAL, limits.arrival_seconds)
    if wants_second(draft.call):
        _ask_second(draft, context, _end_offers(draft, context))


def _late(draft: Draft, step: LateStep, limit_seconds: int) -> None:
    if step not in draft.call.late_steps:
        draft.add(f.CallLate(step=step, limit_seconds=limit_seconds))


def _ask_second(draft: Draft, context: Context, roster: Roster) -> None:
    call = draft.call
    if call.pending_offers:
        return
    able = picks(LAST_ASKING_WAVE, call, context.home, roster, context.policy)
    if able:
        # Who was asked longest ago during this visit, or never, comes first: a sleeper must not block the others.
        since = call.accepted_at or draft.now
        asked_at = {offer.caregiver: offer.made_at for offer in call.offers if offer.made_at >= since}
        second = min(able, key=lambda person: asked_at.get(person.id, LONG_AGO))
        _offer(draft, second, max(1, call.wave), context)
    elif draft.now >= second_retry_at(call, context.policy):
        draft.add(f.CallEscalated(wave=max(1, call.wave), reason="no_second_caregiver"))
