"""Accepted is not done: the clock watches departure, arrival and visit, and asks a second caregiver when it must."""

import pytest

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.due import next_due
from callcenter.domain.errors import Refused
from callcenter.domain.ids import Button, CallKind, CallState, LateStep, Role, StaffId
from callcenter.domain.policy import Policy
from callcenter.domain.roster import Person
from tests.domain.building import (
    THE_UNIT,
    a_call,
    a_person,
    accepted,
    arrived,
    at,
    caregiver,
    departed,
    kinds,
    looked,
    offered,
)
from tests.domain.centre import Centre

FIRST, SECOND, THIRD = a_person("first", 100), a_person("second", 200), a_person("third", 300)
SUPERVISOR = a_person("supervisor", 1, role=Role.SUPERVISOR)


def going(*after_acceptance: tuple[float, f.CallBody], kind: CallKind = CallKind.EMERGENCY) -> Call:
    """A call that `first` accepted at noon."""
    return a_call((0, offered("first")), (0, accepted("first")), *after_acceptance, kind=kind)


def accepted_centre(*others: Person) -> Centre:
    """A centre in which `first` accepted at noon and then does nothing."""
    centre = Centre(FIRST, policy=Policy(first_wave_size=1))
    centre.press()
    centre.forward(0)
    centre.submit(c.Accept(actor=caregiver("first")))
    for person in others:
        centre.roster[person.id] = person
    return centre


LIMITS = [
    ("no departure from an emergency", going(), 300, LateStep.DEPARTURE),
    ("no departure to an assistance call", going(kind=CallKind.ASSISTANCE), 300, LateStep.DEPARTURE),
    ("no departure to a technical task", going(kind=CallKind.TECHNICAL), 3600, LateStep.DEPARTURE),
    ("no arrival at an emergency", going((60, departed("first"))), 900, LateStep.ARRIVAL),
    (
        "no arrival at an assistance call",
        going((60, departed("first")), kind=CallKind.ASSISTANCE),
        1800,
        LateStep.ARRIVAL,
    ),
    ("no arrival at a welfare call", going((60, departed("first")), kind=CallKind.WELFARE), 7200, LateStep.ARRIVAL),
    ("no end of an emergency visit", going((60, arrived("first"))), 3660, LateStep.RESOLUTION),
    (
        "no end of an assistance visit",
        going((60, arrived("first")), kind=CallKind.ASSISTANCE),
        7260,
        LateStep.RESOLUTION,
    ),
]


@pytest.mark.parametrize(("story", "call", "limit", "step"), LIMITS, ids=[row[0] for row in LIMITS])
def test_call_is_late_exactly_at_its_limit(story: str, call: Call, limit: float, step: LateStep) -> None:
    """Due at the limit, nothing before it, and then the step that is missing."""
    before, then = looked(call, FIRST, after=limit - 0.1), looked(call, FIRST, after=limit)

    assert next_due(call, Policy()) == at(limit), story
    assert (before.facts, then.call.late, then.call.late_steps) == ((), True, (step,))


def test_late_departure_and_late_arrival_are_two_facts() -> None:
    """Each with its own limit on record."""
    centre = accepted_centre()

    centre.forward(900)

    late = [(body.step, body.limit_seconds) for body in centre.told(f.CallLate) if isinstance(body, f.CallLate)]
    assert late == [(LateStep.DEPARTURE, 300), (LateStep.ARRIVAL, 900)]


def test_second_caregiver_is_offered_a_call_whose_first_is_late() -> None:
    """The nearest free one, and only one; supervisors are left in peace."""
    centre = accepted_centre(THIRD, SECOND, SUPERVISOR)

    centre.forward(300)

    assert centre.asked() == ["first", "second"]
    assert (centre.call.state, centre.call.accepted_by) == (CallState.ACCEPTED, "first")


def test_one_second_caregiver_is_asked_at_a_time() -> None:
    """While their offer stands nobody else is paged, however often the call is looked at."""
    centre = accepted_centre(SECOND, THIRD)
    centre.forward(330)

    assert centre.look().facts == ()


def test_second_caregiver_who_accepts_takes_over_from_the_late_one() -> None:
    """The clock of the visit starts anew, and the first is free again."""
    centre = accepted_centre(SECOND)
    centre.forward(310)

    centre.submit(c.Accept(actor=caregiver("second")))

    assert (centre.call.accepted_by, centre.call.late, centre.call.late_steps) == ("second", False, ())
    assert isinstance(centre.facts[-1].body, f.CallAccepted)
    assert centre.facts[-1].body.replaces == "first"
    assert centre.roster[StaffId("first")].active_call is None
    assert centre.roster[StaffId("second")].active_call == centre.call.id


def test_second_caregiver_cannot_take_over_once_the_first_is_at_the_door() -> None:
    """The offer is off, and the phone is told who is there."""
    centre = accepted_centre(SECOND)
    centre.forward(310)
    centre.submit(c.Arrive(actor=caregiver("first")))

    with pytest.raises(Refused) as refused:
        centre.submit(c.Accept(actor=caregiver("second")))

    assert (refused.value.code, refused.value.details) == ("already_accepted", {"accepted_by": "first"})


def test_badge_at_the_door_ends_the_search_for_a_second_caregiver() -> None:
    """Proof at the unit is as good as the word of the caregiver."""
    centre = accepted_centre(SECOND)
    centre.forward(310)

    centre.badge(centre.call, "first")

    assert (centre.call.state, centre.call.pending_offers) == (CallState.ON_SCENE, ())


def test_without_a_second_caregiver_it_is_tried_again_each_minute() -> None:
    """Each vain look is on the timeline."""
    centre = accepted_centre()

    centre.forward(430)

    assert centre.seconds(f.CallEscalated) == [300, 360, 420]
    assert {b.reason for b in centre.told(f.CallEscalated) if isinstance(b, f.CallEscalated)} == {"no_second_caregiver"}


def test_looking_again_within_the_minute_does_not_fill_the_timeline() -> None:
    """A vain look is written down once a minute, however often somebody looks."""
    centre = accepted_centre()
    centre.forward(310)

    assert centre.look().facts == ()


def test_somebody_free_again_is_asked_as_second_at_once() -> None:
    """Between two tries, when the call is looked at because somebody became free."""
    centre = accepted_centre()
    centre.forward(310)
    centre.roster[SECOND.id] = SECOND

    centre.look()

    assert centre.asked() == ["first", "second"]


def test_second_caregiver_who_declines_is_followed_by_the_next() -> None:
    """At once, and the one who declined is not asked again."""
    centre = accepted_centre(SECOND, THIRD)
    centre.forward(310)

    centre.submit(c.Decline(actor=caregiver("second")))
    centre.forward(0)

    assert centre.asked() == ["first", "second", "third"]


def test_offer_to_a_second_caregiver_runs_out_like_any_other() -> None:
    """And is made again, while the first is still not there."""
    centre = accepted_centre(SECOND)

    centre.forward(360)

    assert centre.seconds(f.OfferExpired) == [360]
    assert centre.asked() == ["first", "second", "second"]


def test_arrival_ends_the_search_for_a_second_caregiver() -> None:
    """Somebody is there: every offer is off, and the visit has its own limit."""
    centre = accepted_centre(SECOND)
    centre.forward(310)

    centre.submit(c.Arrive(actor=caregiver("first")))

    assert centre.call.pending_offers == ()
    assert next_due(centre.call, Policy()) == at(310 + 3600)


def test_a_late_technician_gets_no_second_one() -> None:
    """A task is marked late and nobody is paged for it."""
    decision = looked(going(kind=CallKind.TECHNICAL), SECOND, after=3600)

    assert kinds(decision) == ["call_late"]


def test_long_visit_is_marked_and_then_left_to_its_caregiver() -> None:
    """Somebody is with the resident: nothing more is due."""
    decision = looked(going((60, arrived("first"))), SECOND, after=3660)

    assert kinds(decision) == ["call_late"]
    assert next_due(decision.call, Policy()) is None


def test_call_that_becomes_an_emergency_on_the_way_is_held_to_the_shorter_limit() -> None:
    """The red button at minute 20 of an assistance call makes its arrival late at once."""
    more_urgent = f.CallRepeated(
        call_kind=CallKind.EMERGENCY, unit=THE_UNIT, boot="b", n=2, button=Button.EMERGENCY, received_at=at(1200)
    )
    call = going((60, departed("first")), (1200, more_urgent), kind=CallKind.ASSISTANCE)

    decision = looked(call, after=1200)

    assert decision.call.late_steps == (LateStep.ARRIVAL,)
