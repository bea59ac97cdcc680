"""What dispatchers do with a call: the good way of every verb, and every way it is refused."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.commands import CallCommand
from callcenter.domain.decision import decide
from callcenter.domain.draft import Context
from callcenter.domain.errors import Malformed, NotFound
from callcenter.domain.ids import CallKind, CallState, Role, StaffId
from tests.domain.building import (
    ANOTHER_CALL,
    HERE,
    a_call,
    a_context,
    a_person,
    accepted,
    answered,
    arrived,
    at,
    caregiver,
    dispatcher,
    escalated,
    kinds,
    looked,
    offered,
    refusal,
    released,
    resolved,
)

NEAR, FAR = a_person("near", 450), a_person("far", 3000)
OFFERED = ((0, offered("near")), (0, offered("far")))
ACCEPTED = ((0, offered("near")), (5, accepted("near")))
CLOSED = (*ACCEPTED, (300, arrived("near")), (900, resolved()))
ASSISTANCE, EMERGENCY = CallKind.ASSISTANCE, CallKind.EMERGENCY
DESK = dispatcher()


def test_first_answer_stops_the_clock_and_claims_the_call() -> None:
    """For 45 seconds, unless renewed."""
    call = decide(a_call(*OFFERED), c.Answer(actor=DESK), a_context(after=7)).call

    assert (call.answered_at, call.first_human_at) == (at(7), at(7))
    assert call.claim is not None
    assert (call.claim.dispatcher, call.claim.since, call.claim.until) == ("desk", at(7), at(52))


def test_heartbeat_of_the_dispatcher_renews_the_claim() -> None:
    """The claim began when it began, and so did the answer."""
    decision = decide(a_call((7, answered("desk", until=52))), c.Answer(actor=DESK), a_context(after=22))

    assert decision.call.claim is not None
    assert (decision.call.claim.since, decision.call.claim.until) == (at(7), at(67))
    assert decision.call.answered_at == at(7)
    assert isinstance(decision.facts[0].body, f.CallAnswered)
    assert decision.facts[0].body.renewed


@pytest.mark.parametrize(
    ("after", "take_over"), [(20, True), (52, False)], ids=["on purpose", "when three heartbeats are missing"]
)
def test_claim_is_taken_over_and_says_from_whom(after: float, *, take_over: bool) -> None:
    """With one click, never silently."""
    command = c.Answer(actor=dispatcher("colleague"), take_over=take_over)

    decision = decide(a_call((7, answered("desk", until=52))), command, a_context(after=after))

    body = decision.facts[0].body
    assert isinstance(body, f.CallAnswered)
    assert (body.dispatcher, body.taken_from, body.renewed) == ("colleague", "desk", False)
    assert decision.call.answered_at == at(7)


def test_answer_silences_the_boards() -> None:
    """Somebody is talking to the home."""
    call = a_call((0, escalated(4)), (0, f.CallUnanswered(wave=4)))

    assert decide(call, c.Answer(actor=DESK), a_context(after=7)).call.unanswered_at is None


def test_dispatcher_names_who_goes() -> None:
    """No offer is needed; everybody else's is off."""
    decision = decide(a_call(*OFFERED), c.Assign(actor=DESK, caregiver=StaffId("far")), a_context(NEAR, FAR, after=9))

    assert kinds(decision) == ["offer_withdrawn", "offer_withdrawn", "call_assigned"]
    assert (decision.call.state, decision.call.accepted_by) == (CallState.ACCEPTED, "far")
    assert (decision.call.first_human_at, decision.call.arriving_in_minutes) == (at(9), 20)


def test_dispatcher_names_another_who_goes_instead() -> None:
    """The fact says whom they replace."""
    decision = decide(a_call(*ACCEPTED), c.Assign(actor=DESK, caregiver=StaffId("far")), a_context(NEAR, FAR, after=9))

    body = decision.facts[-1].body
    assert isinstance(body, f.CallAssigned)
    assert (decision.call.accepted_by, body.replaces) == ("far", "near")


def test_supervisor_may_be_sent() -> None:
    """Everybody who can help may be named."""
    boss = a_person("boss", role=Role.SUPERVISOR)

    assert decide(a_call(), c.Assign(actor=DESK, caregiver=boss.id), a_context(boss)).call.accepted_by == "boss"


def test_somebody_who_gave_the_call_back_may_be_sent() -> None:
    """The dispatcher has spoken to them."""
    call = a_call(*ACCEPTED, (60, released("near")))

    assert decide(call, c.Assign(actor=DESK, caregiver=StaffId("near")), a_context(NEAR)).call.accepted_by == "near"


def test_naming_the_one_who_goes_already_changes_nothing() -> None:
    """Two dispatchers with the same idea."""
    assert decide(a_call(*ACCEPTED), c.Assign(actor=DESK, caregiver=StaffId("near")), a_context(NEAR)).facts == ()


def test_sending_somebody_off_an_assistance_call_hands_that_one_back() -> None:
    """In the same moment."""
    helping = a_person("far", busy_with=ASSISTANCE)

    decision = decide(a_call(), c.Assign(actor=DESK, caregiver=StaffId("far")), a_context(helping))

    assert [follow_up.call for follow_up in decision.follow_ups] == [ANOTHER_CALL]


@pytest.mark.parametrize(
    ("wave", "then"), [(0, 2), (1, 2), (2, 3), (4, 5), (5, 5)], ids="from wave {}".format
)  # fmt: skip
def test_dispatcher_hurries_the_search_on_one_wave(wave: int, then: int) -> None:
    """And routing looks at once; there is no wave beyond the fifth."""
    call = a_call((0, escalated(wave))) if wave else a_call()

    decision = decide(call, c.Escalate(actor=DESK), a_context(after=9))

    assert (decision.call.wave, decision.wake) == (then, True)


def test_dispatcher_makes_an_assistance_call_an_emergency() -> None:
    """Priority follows the kind."""
    call = decide(a_call(*OFFERED, kind=ASSISTANCE), c.Escalate(actor=DESK, kind=EMERGENCY), a_context()).call

    assert (call.kind, call.priority) == (EMERGENCY, 1)


def test_hurrying_a_call_somebody_has_does_not_move_the_search() -> None:
    """Nobody is looked for."""
    decision = decide(a_call(*ACCEPTED), c.Escalate(actor=DESK), a_context(after=9))

    assert (decision.call.wave, decision.call.state, decision.wake) == (1, CallState.ACCEPTED, False)


def test_caregivers_cry_for_help_makes_the_call_an_emergency() -> None:
    """At any moment of the visit, and the timeline says who asked."""
    call = a_call(*ACCEPTED, (300, arrived("near")), kind=ASSISTANCE)

    decision = decide(call, c.Escalate(actor=caregiver("near")), a_context(NEAR, after=400))

    body = decision.facts[0].body
    assert isinstance(body, f.CallEscalated)
    assert (decision.call.kind, body.reason) == (EMERGENCY, "help_asked")


@pytest.mark.parametrize("history", [(), CLOSED], ids=["an open call", "a closed call"])
def test_remark_is_kept_with(history: tuple[tuple[float, f.CallBody], ...]) -> None:
    """Word for word."""
    decision = decide(a_call(*history), c.Note(actor=DESK, text="the key is with a neighbour"), a_context(after=999))

    assert decision.facts[0].body == f.CallNoted(text="the key is with a neighbour")
    assert decision.call.notes == 1


@pytest.mark.parametrize(
    ("asked", "given"),
    [(60, 60), (None, 900), (86_400, 900)],
    ids=["a minute", "as long as allowed", "longer than allowed"],
)
def test_search_is_held_for(asked: int | None, given: int) -> None:
    """Offers are withdrawn; the policy sets the longest pause."""
    decision = decide(a_call(*OFFERED), c.Hold(actor=DESK, seconds=asked, reason="son is there"), a_context(after=9))

    assert kinds(decision) == ["offer_withdrawn", "offer_withdrawn", "call_held"]
    assert decision.call.held_until == at(9 + given)


def test_hurrying_a_held_call_ends_the_hold() -> None:
    """The later word counts."""
    call = a_call((9, f.CallHeld(until=at(900))))

    assert decide(call, c.Escalate(actor=DESK), a_context(after=20)).call.held_until is None


def test_reopened_call_waits_for_everybody_again_and_keeps_its_first_moments() -> None:
    """The press, the first human and the first arrival are history."""
    call = a_call(*ACCEPTED, (60, released("near")), (70, answered("desk")), (900, resolved()))

    again = decide(call, c.Reopen(actor=DESK, reason="still unwell"), a_context(after=1000)).call

    assert (again.state, again.accepted_by, again.outcome, again.resolved_at) == (CallState.WAITING, None, None, None)
    assert (again.refused_by, again.wave, again.routed_from) == (frozenset(), 0, at(1000))
    assert (again.received_at, again.first_human_at) == (at(0), at(5))


def test_search_for_a_reopened_call_begins_at_once() -> None:
    """With the first wave."""
    call = decide(a_call(*CLOSED), c.Reopen(actor=DESK), a_context(after=1000)).call

    assert [offer.wave for offer in looked(call, NEAR, after=1000).call.pending_offers] == [1]


def test_technical_task_is_reopened_beside_another_call_of_the_resident() -> None:
    """Several tasks may be open at once."""
    task = a_call((5, resolved("restored")), kind=CallKind.TECHNICAL)

    assert decide(task, c.Reopen(actor=DESK), a_context(other_open_call=ANOTHER_CALL)).call.is_open


class Case(NamedTuple):
    """What is tried on which call, and how it is refused."""

    story: str
    call: Call
    command: CallCommand
    code: str
    details: Mapping[str, object] = MappingProxyType({})
    context: Context = a_context(NEAR, FAR, after=1000)


CLOSED_CALL = {"outcome": "helped", "resolved_at": at(900)}
SEND_FAR, SEND_NEAR = c.Assign(actor=DESK, caregiver=StaffId("far")), c.Assign(actor=DESK, caregiver=StaffId("near"))
REFUSALS = [
    *(
        Case(f"{type(command).__name__.lower()} on a closed call", a_call(*CLOSED), command, "call_closed", CLOSED_CALL)
        for command in (c.Answer(actor=DESK), SEND_FAR, c.Escalate(actor=DESK), c.Hold(actor=DESK),
                        c.Release(actor=DESK), c.Resolve(actor=DESK, outcome="helped"))
    ),
    Case("answer when a colleague talks", a_call((990, answered("colleague", until=1001))), c.Answer(actor=DESK),
         "already_answered", {"answered_by": "colleague"}),
    Case("send somebody unknown", a_call(), c.Assign(actor=DESK, caregiver=StaffId("nobody")), "caregiver_unknown",
         {"caregiver": "nobody"}),
    Case("send a dispatcher", a_call(), SEND_NEAR, "caregiver_unknown", {"caregiver": "near"},
         a_context(a_person("near", role=Role.DISPATCHER))),
    Case("send somebody off duty", a_call(), SEND_NEAR, "not_on_duty", {"caregiver": "near"},
         a_context(a_person("near", is_on_duty=False))),
    Case("send somebody on an emergency", a_call(), SEND_NEAR, "has_active_call", {"active_call": ANOTHER_CALL},
         a_context(a_person("near", busy_with=EMERGENCY))),
    Case("send somebody on an assistance call to another", a_call(kind=ASSISTANCE), SEND_NEAR, "has_active_call",
         {"active_call": ANOTHER_CALL}, a_context(a_person("near", busy_with=ASSISTANCE))),
    Case("make an emergency less urgent", a_call(), c.Escalate(actor=DESK, kind=ASSISTANCE), "less_urgent",
         {"kind": EMERGENCY}),
    Case("cry for help on another's call", a_call(*ACCEPTED), c.Escalate(actor=caregiver("far"), asker_station=HERE),
         "not_holder", {"accepted_by": "near"}),
    Case("a remark of nothing", a_call(), c.Note(actor=DESK, text=" \n"), "text_required"),
    Case("hold a call somebody has", a_call(*ACCEPTED), c.Hold(actor=DESK), "already_accepted",
         {"accepted_by": "near"}),
    Case("reopen an open call", a_call(), c.Reopen(actor=DESK), "call_open"),
    Case("reopen a call beside another of the resident", a_call(*CLOSED), c.Reopen(actor=DESK), "call_already_open",
         {"call": ANOTHER_CALL}, a_context(other_open_call=ANOTHER_CALL)),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS, ids=[case.story for case in REFUSALS])
def test_dispatcher_is_told_why_not_on(case: Case) -> None:
    """A stable code, and what the screen needs to show."""
    error = refusal(case.call, case.command, case.context)

    assert (error.code, error.details) == (case.code, case.details)


def test_unknown_caregiver_is_not_found_and_an_empty_remark_is_malformed() -> None:
    """The doors turn these into other answers than a plain refusal."""
    unknown = refusal(a_call(), c.Assign(actor=DESK, caregiver=StaffId("nobody")), a_context())
    empty = refusal(a_call(), c.Note(actor=DESK, text=""), a_context())

    assert (type(unknown), type(empty)) == (NotFound, Malformed)
