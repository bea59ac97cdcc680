"""What a home can do: every press ends in exactly one call, a cancel closes nothing, a badge proves a visit."""

import pytest

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain import press
from callcenter.domain.call import Call
from callcenter.domain.commands import OpenByHand, Press, RaiseTask
from callcenter.domain.errors import Refused
from callcenter.domain.ids import Button, CallKind, CallState, ResidentId, Role, StaffId
from callcenter.domain.roster import Home
from tests.domain.building import (
    HERE,
    THE_UNIT,
    a_call,
    a_context,
    a_home,
    a_person,
    accepted,
    arrived,
    at,
    dispatcher,
    kinds,
    offered,
    resolved,
)
from tests.domain.centre import Centre

RED, GREEN = Button.EMERGENCY, Button.ASSISTANCE
EMERGENCY, ASSISTANCE = CallKind.EMERGENCY, CallKind.ASSISTANCE
GOING = ((0, offered("near")), (5, accepted("near")))


def pressing(button: Button = RED, **changes: object) -> Press:
    """The second message of a unit's ninth start."""
    return Press(boot="b9", n=2, button=button, received_at=at(59), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("button", "kind", "priority"), [(RED, EMERGENCY, 1), (GREEN, ASSISTANCE, 2)], ids=["red", "green"]
)
def test_first_press_opens_a_call_of_its_button(button: Button, kind: CallKind, priority: int) -> None:
    """One fact, one call, which waits from this moment."""
    decision = press.press(None, THE_UNIT, pressing(button), a_context(after=60))

    call = decision.call
    assert kinds(decision) == ["call_raised"]
    assert (call.kind, call.priority, call.button, call.state, call.version) == (
        kind,
        priority,
        button,
        CallState.WAITING,
        1,
    )
    assert (call.received_at, call.raised_at, call.routed_from) == (at(59), at(60), at(60))


def test_press_is_on_record_with_all_that_identifies_it() -> None:
    """Unit, start, number, button, pager, the device's own clock and whether to trust it."""
    pressed = pressing(pager="P7", pressed_at=at(-86_400), clock_suspect=True)

    (fact,) = press.press(None, THE_UNIT, pressed, a_context(after=60)).facts

    assert fact.stamp.actor == f.Actor(role=Role.UNIT, id=THE_UNIT)
    body = fact.body
    assert isinstance(body, f.CallRaised)
    assert (body.unit, body.boot, body.n, body.button, body.pager) == (THE_UNIT, "b9", 2, RED, "P7")
    assert (body.pressed_at, body.clock_suspect, body.resident, fact.stamp.station) == (
        at(-86_400),
        True,
        "resident",
        HERE,
    )


def test_absurd_clock_of_a_device_decides_nothing() -> None:
    """Evidence is kept; the centre's own clock starts every limit."""
    call = press.press(None, THE_UNIT, pressing(pressed_at=at(86_400)), a_context(after=60)).call

    assert (call.pressed_at, call.received_at, call.routed_from) == (at(86_400), at(59), at(60))


def test_press_from_a_home_nobody_knows_still_opens_a_call() -> None:
    """No press is lost for want of an entry in the registry."""
    call = press.press(None, THE_UNIT, pressing(reason="pager_unknown"), a_context(home=Home())).call

    assert (call.resident, call.station, call.unit, call.reason) == (None, None, THE_UNIT, "pager_unknown")


@pytest.mark.parametrize(
    "history",
    [(), GOING, (*GOING, (300, arrived("near")))],
    ids=["nobody has yet", "somebody goes to", "somebody is at"],
)
def test_later_press_joins_the_call(history: tuple[tuple[float, f.CallBody], ...]) -> None:
    """It is counted, and moves neither the state nor the holder."""
    before = a_call(*history)

    decision = press.press(before, THE_UNIT, pressing(), a_context(after=400))

    assert kinds(decision) == ["call_repeated"]
    assert (decision.call.id, decision.call.repeats) == (before.id, 1)
    assert (decision.call.state, decision.call.accepted_by) == (before.state, before.accepted_by)


@pytest.mark.parametrize(
    ("kind", "button", "then"),
    [
        (ASSISTANCE, RED, EMERGENCY),
        (ASSISTANCE, GREEN, ASSISTANCE),
        (EMERGENCY, GREEN, EMERGENCY),
        (EMERGENCY, RED, EMERGENCY),
        (CallKind.WELFARE, GREEN, CallKind.WELFARE),
        (CallKind.WELFARE, RED, EMERGENCY),
    ],
)
def test_red_button_makes_a_call_an_emergency_and_nothing_makes_it_less(
    kind: CallKind, button: Button, then: CallKind
) -> None:
    """Priority follows; only a call that became more urgent wakes routing."""
    decision = press.press(a_call(kind=kind), THE_UNIT, pressing(button), a_context(after=9))

    assert (decision.call.kind, decision.call.priority) == (then, then.priority)
    assert decision.wake == (then is not kind)


def test_red_button_does_not_stop_the_caregiver_on_the_way() -> None:
    """The call is an emergency now, and still theirs: there is nothing to search."""
    decision = press.press(a_call(*GOING, kind=ASSISTANCE), THE_UNIT, pressing(RED), a_context(after=9))

    assert (decision.call.kind, decision.call.accepted_by, decision.wake) == (EMERGENCY, "near", False)


def test_red_button_reaches_caregivers_on_assistance_calls() -> None:
    """Whom the green one could not reach is asked at once."""
    helping = a_person("helping", busy_with=ASSISTANCE)
    centre = Centre(helping)
    centre.press(GREEN)
    centre.forward(1)

    centre.press(RED)
    centre.forward(0)

    assert centre.seconds(f.OfferMade) == [1]


@pytest.mark.parametrize("kind", [EMERGENCY, ASSISTANCE])
def test_cancel_from_home_is_shown_and_closes_nothing(kind: CallKind) -> None:
    """A person must make contact first, whatever the button was."""
    before = a_call(*GOING, kind=kind)

    decision = press.request_cancel(before, THE_UNIT, "b9", 3, a_context(after=20), received_at=at(19))

    assert decision.facts[0].body == f.CancelRequested(unit=THE_UNIT, boot="b9", n=3, received_at=at(19))
    assert (decision.call.state, decision.call.accepted_by) == (before.state, before.accepted_by)
    assert decision.call.cancel_requested_at == at(20)


def test_first_cancel_is_the_one_that_is_shown() -> None:
    """Asking again changes only the timeline."""
    cancel = f.CancelRequested(unit=THE_UNIT, boot="b9", n=3, received_at=at(10))

    again = press.request_cancel(a_call((10, cancel)), THE_UNIT, "b9", 4, a_context(after=20), received_at=at(20))

    assert again.call.cancel_requested_at == at(10)


def test_badge_at_the_unit_proves_the_arrival() -> None:
    """Without a word from the phone; anybody still asked is let off."""
    call = a_call(*GOING, (300, f.CallLate(step="departure", limit_seconds=300)), (300, offered("far")))  # type: ignore[arg-type]

    decision = press.prove_arrival(call, THE_UNIT, StaffId("near"), a_context(after=350))

    assert kinds(decision) == ["arrival_proven", "offer_withdrawn"]
    assert (decision.call.state, decision.call.arrived_at, decision.call.arrival_proven) == (
        CallState.ON_SCENE,
        at(350),
        True,
    )


def test_badge_after_the_word_of_the_phone_keeps_the_earlier_moment() -> None:
    """The arrival is proven, not moved."""
    decision = press.prove_arrival(
        a_call(*GOING, (300, arrived("near"))), THE_UNIT, StaffId("near"), a_context(after=350)
    )

    assert (decision.call.arrived_at, decision.call.arrival_proven) == (at(300), True)


PROVEN = (300, f.ArrivalProven(caregiver=StaffId("near"), unit=THE_UNIT))


@pytest.mark.parametrize(
    ("call", "badge"),
    [(a_call(*GOING), "far"), (a_call((0, offered("near"))), "near"), (a_call(*GOING, PROVEN), "near")],
    ids=["somebody else", "somebody who was only asked", "somebody proven already"],
)
def test_nothing_is_proven_by_the_badge_of(call: Call, badge: str) -> None:
    """A visit is proven once, by the one who has the call."""
    assert press.prove_arrival(call, THE_UNIT, StaffId(badge), a_context(after=350)).facts == ()


def test_dispatcher_opens_a_call_by_hand_with_a_remark() -> None:
    """By phone from a daughter, say: it waits like any other, from now."""
    command = OpenByHand(
        actor=dispatcher(), resident=ResidentId("resident"), station=HERE, kind=CallKind.WELFARE, note="x"
    )

    decision = press.open_by_hand(None, command, a_home(), a_context(after=60))

    assert kinds(decision) == ["call_raised", "call_noted"]
    assert (decision.call.kind, decision.call.button, decision.call.received_at) == (CallKind.WELFARE, None, at(60))
    assert (decision.call.reason, decision.call.version) == ("opened_by_hand", 2)


def test_second_call_by_hand_for_the_same_resident_is_refused() -> None:
    """The open one is named, so that the dispatcher can go there."""
    command = OpenByHand(actor=dispatcher(), resident=ResidentId("resident"), station=HERE, kind=EMERGENCY)
    there = a_call()

    with pytest.raises(Refused) as refused:
        press.open_by_hand(there, command, a_home(), a_context())

    assert (refused.value.code, refused.value.details) == ("call_already_open", {"call": there.id})


def test_task_for_a_unit_is_a_technical_call_of_its_station() -> None:
    """Raised by the clockwork, silently."""
    command = RaiseTask(actor=f.SYSTEM, resident=ResidentId("resident"), station=HERE, reason="unit_silent")

    call = press.raise_task(command, THE_UNIT, a_context(after=60)).call

    assert (call.kind, call.is_task, call.unit, call.station) == (CallKind.TECHNICAL, True, THE_UNIT, HERE)
    assert call.reason == "unit_silent"


def test_press_after_the_end_of_a_call_opens_another() -> None:
    """The closed one stays closed."""
    centre = Centre(a_person("near"))
    centre.press()
    centre.submit(c.Answer(actor=dispatcher()))
    centre.submit(c.Resolve(actor=dispatcher(), outcome="helped"))

    centre.press()

    assert [call.is_open for call in centre.calls.values()] == [False, True]
    assert not a_call((1, resolved())).is_open
