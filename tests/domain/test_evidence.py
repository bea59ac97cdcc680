"""A person's device says when a deed was done; it is kept beside our own moment and decides nothing."""

from msgspec import UNSET

from callcenter.domain import commands as c
from callcenter.domain.decision import decide
from callcenter.domain.facts import from_json, to_json
from tests.domain.building import a_call, a_context, a_person, accepted, at, caregiver, offered

NEAR = a_person("near", 450)
ACCEPTED = a_call((0, offered("near")), (5, accepted("near")))


def test_departure_told_late_keeps_the_moment_that_the_phone_noted() -> None:
    """Our moment is when we heard of it; the phone's is evidence, also after it was written and read."""
    decision = decide(ACCEPTED, c.Depart(actor=caregiver("near"), at=at(60)), a_context(NEAR, after=300))

    [fact] = decision.facts
    assert (fact.stamp.at, fact.stamp.claimed_at) == (at(300), at(60))
    assert decision.call.departed_at == at(300)
    assert from_json(to_json(fact)) == fact


def test_deed_without_a_device_time_claims_nothing() -> None:
    """Not even an empty moment is written."""
    [fact] = decide(ACCEPTED, c.Depart(actor=caregiver("near")), a_context(NEAR, after=60)).facts

    assert fact.stamp.claimed_at is UNSET
    assert b"claimed_at" not in to_json(fact)
