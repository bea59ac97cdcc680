"""Looking at a waiting call too early, twice, or with a wrong clock does no harm."""

import pytest

from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.due import next_due
from callcenter.domain.ids import CallKind, Role
from callcenter.domain.policy import Policy
from callcenter.domain.roster import follow
from tests.domain.building import (
    a_call,
    a_person,
    a_roster,
    accepted,
    answered,
    at,
    delivered,
    escalated,
    kinds,
    looked,
    offered,
    released,
)
from tests.domain.centre import Centre

NEAR, FAR = a_person("near", 100), a_person("far", 200)
SUPERVISOR = a_person("supervisor", 20_000, role=Role.SUPERVISOR)


@pytest.mark.parametrize("after", [0.5, 29.9, 59.9, 119.9, 179.9])
def test_looking_early_changes_nothing_at_second(after: float) -> None:
    """Just before each deadline nothing happens that has not happened already."""
    centre = Centre(NEAR)
    centre.press()
    centre.forward(0)
    centre.shows("near")
    centre.forward(after)

    assert centre.look().facts == ()


def test_second_caregiver_still_asked_when_the_first_gives_up_does_not_keep_the_clock_busy() -> None:
    """The call waits anew with an offer still out: that is a wave, not a reason to look again and again."""
    second = ((300, offered("far", expires=400)), (301, delivered("far")))
    call = a_call((0, offered("near")), (1, accepted("near")), *second, (310, released("near")))

    decision = looked(call, FAR, after=310)

    assert [offer.caregiver for offer in decision.call.pending_offers] == ["far"]
    due_at = next_due(decision.call, Policy())
    assert due_at is not None
    assert due_at > at(310)


def test_clock_set_back_neither_reverses_time_nor_asks_early() -> None:
    """Facts never run backwards, and five seconds of a wrong clock start no wave."""
    call = a_call((0, offered("near", expires=90)), (28, delivered("near")))

    decision = looked(call, NEAR, FAR, after=23)

    assert {fact.stamp.at for fact in decision.facts} == {at(28)}
    assert "call_escalated" not in kinds(decision)


WAITING = {
    "new": a_call(),
    "with an offer": a_call((0, offered("near"))),
    "unanswered": a_call((0, escalated(4))),
    "breached": a_call((0, escalated(5))),
    "held": a_call((0, f.CallHeld(until=at(900)))),
    "claimed": a_call((0, escalated(4)), (1, answered("desk"))),
    "technical": a_call(kind=CallKind.TECHNICAL),
}


@pytest.mark.parametrize("call", WAITING.values(), ids=WAITING)
@pytest.mark.parametrize("after", [0, 5, 45, 180, 900, 7200])
def test_looking_twice_is_looking_once(call: Call, after: float) -> None:
    """Two processes that look at the same moment do it only once."""
    people = a_roster(NEAR, SUPERVISOR)
    first = looked(call, after=after, roster=people)
    for fact in first.facts:
        follow(people, fact, first.call)

    second = looked(first.call, after=after, roster=people)

    assert kinds(second) == []


def test_looking_leaves_the_people_as_they_are() -> None:
    """Only what is committed may change who is free: the rules work on a copy."""
    people = a_roster(a_person("near", open_offers=1))

    looked(a_call((0, offered("near"))), after=60, roster=people)

    assert people == a_roster(a_person("near", open_offers=1))
