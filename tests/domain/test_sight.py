"""Reached is not seen: a look at an offer is a fact of its own, once."""

import pytest

from callcenter.domain import commands as c
from callcenter.domain.call import Call
from callcenter.domain.decision import decide
from callcenter.domain.ids import OfferState, StaffId
from tests.domain.building import (
    a_call,
    a_context,
    a_person,
    accepted,
    arrived,
    at,
    caregiver,
    delivered,
    kinds,
    offer_id,
    offered,
    resolved,
    seen,
    withdrawn,
)

NEAR = a_person("near", 450)
CLOSED = ((0, offered("near")), (5, accepted("near")), (300, arrived("near")), (900, resolved()))


def test_offer_that_somebody_looks_at_is_delivered_and_seen() -> None:
    """A phone may see an offer before its acknowledgement has reached us."""
    decision = decide(
        a_call((0, offered("near"))), c.See(actor=caregiver("near"), offer=offer_id("near")), a_context(after=2)
    )

    offer = decision.call.latest_offer_to(StaffId("near"))
    assert offer is not None
    assert kinds(decision) == ["offer_delivered", "offer_seen"]
    assert (offer.state, offer.delivered_at, offer.seen_at) == (OfferState.DELIVERED, at(2), at(2))


@pytest.mark.parametrize(
    ("call", "who"),
    [
        (a_call((0, offered("near")), (1, delivered("near")), (2, seen("near"))), "near"),
        (a_call((0, offered("near")), (1, withdrawn("near"))), "near"),
        (a_call((0, offered("near"))), "far"),
        (a_call(*CLOSED), "near"),
    ],
    ids=["seen twice", "the offer is off", "the offer is another's", "the call is closed"],
)
def test_a_look_changes_nothing_when(call: Call, who: str) -> None:
    """Only the first look of the one who was asked, while an answer is awaited, is news."""
    look = c.See(actor=caregiver(who), offer=offer_id("near"))

    assert decide(call, look, a_context(NEAR, after=3)).facts == ()
