"""What caregivers do with a call: the good way of every verb. How they are refused is in `test_visit_refusals`."""

import pytest

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.commands import CallCommand
from callcenter.domain.decision import decide
from callcenter.domain.ids import CallKind, CallState, OfferState, StaffId, StationId
from callcenter.domain.roster import follow
from tests.domain.building import (
    ANOTHER_CALL,
    HERE,
    THE_UNIT,
    a_call,
    a_context,
    a_person,
    a_roster,
    accepted,
    answered,
    arrived,
    at,
    caregiver,
    declined,
    delivered,
    departed,
    dispatcher,
    expired,
    kinds,
    offer_id,
    offered,
    released,
    resolved,
    withdrawn,
)

NEAR, FAR = a_person("near", 450), a_person("far", 3000)
OFFERED = ((0, offered("near")), (0, offered("far")))
ACCEPTED = (*OFFERED, (5, accepted("near")), (5, withdrawn("far")))
TRAVELLING = (*ACCEPTED, (20, departed("near")))
ON_SCENE = (*TRAVELLING, (300, arrived("near")))
CLOSED = (*ON_SCENE, (900, resolved()))
ASSISTANCE, EMERGENCY = CallKind.ASSISTANCE, CallKind.EMERGENCY


def test_screen_that_shows_the_offer_is_on_the_timeline() -> None:
    """Delivered is a fact, with its moment."""
    deliver = c.Deliver(actor=caregiver("near"), offer=offer_id("near"))

    decision = decide(a_call(*OFFERED), deliver, a_context(after=2))

    offer = decision.call.latest_offer_to(StaffId("near"))
    assert offer is not None
    assert (offer.state, offer.delivered_at) == (OfferState.DELIVERED, at(2))


@pytest.mark.parametrize(
    ("call", "who"),
    [
        (a_call((0, offered("near")), (1, delivered("near"))), "near"),
        (a_call((0, offered("near")), (1, expired("near"))), "near"),
        (a_call((0, offered("near"))), "far"),
        (a_call(), "near"),
        (a_call(*CLOSED), "near"),
    ],
    ids=["told twice", "the offer ran out", "the offer is another's", "there is no such offer", "the call is closed"],
)
def test_late_or_wrong_news_of_a_screen_changes_nothing_when(call: Call, who: str) -> None:
    """An acknowledgement is never refused: there is nobody to tell."""
    deliver = c.Deliver(actor=caregiver(who), offer=offer_id("near"))

    assert decide(call, deliver, a_context(NEAR, after=3)).facts == ()


def test_first_who_accepts_gets_the_call_and_the_others_are_told_by_whom() -> None:
    """450 metres are three minutes on foot; every other offer is off in the same moment."""
    decision = decide(a_call(*OFFERED), c.Accept(actor=caregiver("near")), a_context(NEAR, FAR, after=5))

    assert kinds(decision) == ["call_accepted", "offer_withdrawn"]
    taken, told = (fact.body for fact in decision.facts)
    assert taken == f.CallAccepted(caregiver=StaffId("near"), offer=offer_id("near"), arriving_in_minutes=3)
    assert told == f.OfferWithdrawn(
        offer=offer_id("far"), caregiver=StaffId("far"), reason="accepted", accepted_by=StaffId("near")
    )
    assert (decision.call.state, decision.call.first_human_at) == (CallState.ACCEPTED, at(5))


@pytest.mark.parametrize("end", [expired, declined], ids=["ran out", "was declined"])
def test_call_nobody_has_can_be_accepted_though_the_offer(end: object) -> None:
    """Late help, or a change of mind, is help."""
    assert callable(end)
    call = a_call((0, offered("near")), (60, end("near")))

    decision = decide(call, c.Accept(actor=caregiver("near")), a_context(NEAR, after=70))

    assert decision.call.accepted_by == "near"


def test_accepting_twice_is_harmless() -> None:
    """A phone on a bad network says everything twice."""
    assert decide(a_call(*ACCEPTED), c.Accept(actor=caregiver("near")), a_context(NEAR)).facts == ()


def test_emergency_accepted_during_an_assistance_call_hands_that_one_back() -> None:
    """In the same moment, by the centre itself, and routing looks for somebody else."""
    busy = a_person("near", busy_with=ASSISTANCE)

    decision = decide(a_call(*OFFERED), c.Accept(actor=caregiver("near")), a_context(busy, after=5))

    (follow_up,) = decision.follow_ups
    assert follow_up.call == ANOTHER_CALL
    assert follow_up.command == c.Release(actor=f.SYSTEM, reason="outranked")


def test_call_handed_back_waits_again() -> None:
    """What the follow-up does to the lesser call."""
    lesser = a_call(*TRAVELLING, kind=ASSISTANCE)

    decision = decide(lesser, c.Release(actor=f.SYSTEM, reason="outranked"), a_context(after=60))

    assert (decision.call.state, decision.call.accepted_by) == (CallState.WAITING, None)
    assert (decision.call.wave, decision.call.routed_from) == (0, at(60))


def test_anybody_of_the_station_may_take_a_technical_task() -> None:
    """Nobody was paged for it, so nobody has an offer."""
    decision = decide(
        a_call(kind=CallKind.TECHNICAL), c.Accept(actor=caregiver("far"), asker_station=HERE), a_context(FAR)
    )

    assert decision.call.accepted_by == "far"


def test_caregiver_of_another_station_knows_a_call_by_being_asked() -> None:
    """An offer, even an old one, is enough to answer it."""
    accept = c.Accept(actor=caregiver("near"), asker_station=StationId("next"))

    assert decide(a_call(*OFFERED), accept, a_context(NEAR)).call.accepted_by == "near"


def test_caregiver_of_another_station_who_was_sent_may_go() -> None:
    """A dispatcher named them: they hold the call without ever having had an offer."""
    depart = c.Depart(actor=caregiver("far"), asker_station=StationId("next"))

    decision = decide(a_call((9, f.CallAssigned(caregiver=StaffId("far")))), depart, a_context(FAR, after=20))

    assert decision.call.state is CallState.TRAVELLING


def test_caregiver_who_declines_leaves_the_others_their_offers() -> None:
    """And is not asked again; nothing is hurried while others may answer."""
    decision = decide(a_call(*OFFERED), c.Decline(actor=caregiver("near"), reason="ill"), a_context(NEAR, FAR))

    assert kinds(decision) == ["offer_declined"]
    assert ([offer.caregiver for offer in decision.call.pending_offers], decision.wake) == (["far"], False)
    assert decision.call.refused_by == {"near"}


def test_last_one_to_decline_makes_routing_look_at_once() -> None:
    """A wave that is wholly declined ends there."""
    call = a_call(*OFFERED, (3, declined("far")))

    assert decide(call, c.Decline(actor=caregiver("near")), a_context(NEAR, FAR, after=4)).wake


def test_declining_twice_is_harmless() -> None:
    """A phone on a bad network says everything twice."""
    call = a_call(*OFFERED, (3, declined("near")))

    assert decide(call, c.Decline(actor=caregiver("near")), a_context(NEAR, after=4)).facts == ()


def test_departure_arrival_and_end_are_on_record() -> None:
    """Each with its own moment."""
    leaving = decide(a_call(*ACCEPTED), c.Depart(actor=caregiver("near")), a_context(NEAR, after=30))
    coming = decide(leaving.call, c.Arrive(actor=caregiver("near")), a_context(NEAR, after=400))
    closing = c.Resolve(actor=caregiver("near"), outcome="helped", satisfaction=5)
    done = decide(coming.call, closing, a_context(NEAR, after=900)).call

    assert (done.departed_at, done.arrived_at, done.resolved_at) == (at(30), at(400), at(900))
    assert (done.state, done.outcome, done.satisfaction) == (CallState.RESOLVED, "helped", 5)


def test_arrival_without_a_departure_leaves_the_departure_unknown() -> None:
    """No moment is invented."""
    there = decide(a_call(*ACCEPTED), c.Arrive(actor=caregiver("near")), a_context(NEAR, after=400)).call

    assert (there.state, there.departed_at, there.arrived_at) == (CallState.ON_SCENE, None, at(400))


@pytest.mark.parametrize(
    ("call", "command"),
    [
        (a_call(*TRAVELLING), c.Depart(actor=caregiver("near"))),
        (a_call(*ON_SCENE), c.Arrive(actor=caregiver("near"))),
        (a_call(*TRAVELLING, (250, f.ArrivalProven(caregiver=StaffId("near"), unit=THE_UNIT))),
         c.Arrive(actor=caregiver("near"))),
    ],
    ids=["departing twice", "arriving twice", "arriving after the badge said so"],
)  # fmt: skip
def test_saying_it_again_changes_nothing(call: Call, command: CallCommand) -> None:
    """The first moment stands."""
    assert decide(call, command, a_context(NEAR, after=950)).facts == ()


@pytest.mark.parametrize("outcome", ["false_alarm", "no_answer"])
def test_visit_may_end_with_a_wrong_press_or_nobody_there_when_a_reason_is_given(outcome: str) -> None:
    """The reason is kept with the outcome."""
    command = c.Resolve(actor=caregiver("near"), outcome=outcome, reason="the resident was out shopping")

    closed = decide(a_call(*ON_SCENE), command, a_context(NEAR, after=950)).call

    assert (closed.outcome, closed.outcome_reason) == (outcome, "the resident was out shopping")


@pytest.mark.parametrize("contact", [(10, answered("desk")), (10, arrived("near"))], ids=["spoke", "was there"])
def test_dispatcher_may_close_a_call_once_somebody(contact: tuple[float, f.CallBody]) -> None:
    """Contact is voice or a visit; offers that are still out are withdrawn."""
    call = a_call((0, offered("far")), contact)

    closed = decide(call, c.Resolve(actor=dispatcher(), outcome="helped"), a_context(after=60)).call

    assert (closed.state, closed.pending_offers) == (CallState.RESOLVED, ())


def test_technical_task_is_closed_without_contact() -> None:
    """There is nobody to speak to."""
    call = a_call(kind=CallKind.TECHNICAL)

    assert decide(call, c.Resolve(actor=dispatcher(), outcome="restored"), a_context()).call.outcome == "restored"


@pytest.mark.parametrize(
    ("actor", "refused"),
    [(caregiver("near"), {"near"}), (dispatcher(), set())],
    ids=["the caregiver, who is not asked again", "a dispatcher, and the caregiver may be asked again"],
)
def test_call_is_given_back_by(actor: f.Actor, refused: set[str]) -> None:
    """It waits again from now; only who gave it back themselves has refused it."""
    decision = decide(a_call(*TRAVELLING), c.Release(actor=actor, reason="flat tyre"), a_context(NEAR, after=200))

    call = decision.call
    assert (call.state, call.accepted_by, call.departed_at, call.routed_from) == (
        CallState.WAITING,
        None,
        None,
        at(200),
    )
    assert call.refused_by == refused
    assert decision.facts[0].body == f.CallReleased(caregiver=StaffId("near"), reason="flat tyre")


def test_response_is_still_counted_from_the_first_press_and_the_first_human() -> None:
    """Giving a call back, and somebody else going, does not change what the report will say."""
    again = offered("far", name="again")
    call = a_call(*ON_SCENE, (310, released("near")), (310, again), (400, accepted("far")), (500, arrived("far")))

    assert (call.received_at, call.first_human_at, call.first_arrived_at) == (at(0), at(5), at(300))


def test_people_are_busy_and_free_as_the_facts_say() -> None:
    """Within one transaction the next decision must know whom the last one took."""
    people = a_roster(a_person("near", open_offers=1), a_person("far", open_offers=1))
    call = a_call(*OFFERED)
    taken = decide(call, c.Accept(actor=caregiver("near")), a_context(roster=people, after=5))

    for fact in taken.facts:
        follow(people, fact, taken.call)

    near, far = people[StaffId("near")], people[StaffId("far")]
    assert (near.active_call, near.active_priority, near.calls_this_shift, near.open_offers) == (call.id, 1, 1, 0)
    assert (far.active_call, far.open_offers) == (None, 0)


def test_caregiver_whose_call_became_an_emergency_is_on_an_emergency() -> None:
    """Another emergency may no longer take them away."""
    people = a_roster(a_person("near"))
    call = a_call(*ACCEPTED, kind=ASSISTANCE)
    follow(
        people,
        decide(a_call(*OFFERED, kind=ASSISTANCE), c.Accept(actor=caregiver("near")), a_context(NEAR)).facts[0],
        call,
    )

    cry = decide(call, c.Escalate(actor=caregiver("near")), a_context(NEAR, after=60))
    follow(people, cry.facts[0], cry.call)

    assert people[StaffId("near")].active_priority == EMERGENCY.priority
