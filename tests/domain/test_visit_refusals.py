"""Every way a caregiver is told no, as a table: what was tried on which call, the code, and what the phone is told."""

import pytest

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.commands import CallCommand
from callcenter.domain.errors import Malformed, Refused
from callcenter.domain.ids import CallKind, StationId
from callcenter.domain.roster import Person
from tests.domain.building import (
    ANOTHER_CALL,
    HERE,
    THE_CALL,
    a_call,
    a_context,
    a_person,
    accepted,
    arrived,
    at,
    caregiver,
    departed,
    dispatcher,
    expired,
    offered,
    refusal,
    resolved,
    withdrawn,
)

History = tuple[tuple[float, f.CallBody], ...]
OFFERED: History = ((0, offered("near")), (0, offered("far")))
ACCEPTED: History = (*OFFERED, (5, accepted("near")), (5, withdrawn("far")))
TRAVELLING: History = (*ACCEPTED, (20, departed("near")))
ON_SCENE: History = (*TRAVELLING, (300, arrived("near")))
CLOSED: History = (*ON_SCENE, (900, resolved()))
EMERGENCY = CallKind.EMERGENCY


class Case:
    """A story, a call, a command, who is there, and how it is refused."""

    def __init__(self, story: str, history: History, command: CallCommand, *people: Person, **told: object) -> None:
        self.story, self.call, self.command = story, a_call(*history), command
        self.people = people or (a_person("near"), a_person("far"))
        self.code, self.details = told.pop("code"), told


CLOSED_DETAILS = {"outcome": "helped", "resolved_at": at(900)}
NEAR, FAR = caregiver("near"), caregiver("far")
ACCEPT, DECLINE, DEPART, ARRIVE = (
    kind(actor=NEAR, asker_station=HERE) for kind in (c.Accept, c.Decline, c.Depart, c.Arrive)
)
FINISH, GIVE_BACK = c.Resolve(actor=NEAR, outcome="helped"), c.Release(actor=NEAR)
DESK_CLOSES = c.Resolve(actor=dispatcher(), outcome="helped")
ON_CLOSED_CALL = [
    Case(f"{type(command).__name__.lower()} on a closed call", CLOSED, command, code="call_closed", **CLOSED_DETAILS)
    for command in (c.Accept(actor=FAR), DECLINE, DEPART, ARRIVE, FINISH, GIVE_BACK)
]
WITHOUT_REASON = [
    Case(f"close as {outcome} without a reason", ON_SCENE, c.Resolve(actor=NEAR, outcome=outcome, reason=" "),
         code="reason_required")
    for outcome in ("false_alarm", "no_answer")
]  # fmt: skip
HIDDEN = [
    Case(f"{type(command).__name__.lower()} on another station's call", (), command, code="call_unknown", call=THE_CALL)
    for command in (
        c.Accept(actor=NEAR, asker_station=StationId("next")), c.Decline(actor=NEAR, asker_station=StationId("next")),
        c.Depart(actor=NEAR, asker_station=StationId("next")), c.Note(actor=NEAR, asker_station=None, text="x"),
    )
]  # fmt: skip
REFUSALS = [
    *HIDDEN,
    *ON_CLOSED_CALL,
    *WITHOUT_REASON,
    Case("accept after another", ACCEPTED, c.Accept(actor=FAR), code="already_accepted", accepted_by="near"),
    Case("accept when another is at the door", ON_SCENE, c.Accept(actor=FAR), code="already_accepted",
         accepted_by="near"),
    Case("accept without an offer", (), ACCEPT, code="not_offered"),
    Case("accept a withdrawn offer", (*OFFERED, (3, withdrawn("near"))), ACCEPT, code="offer_withdrawn"),
    Case("accept off duty", OFFERED, ACCEPT, a_person("near", is_on_duty=False), code="not_on_duty", caregiver="near"),
    Case("accept without being on the staff list", OFFERED, ACCEPT, a_person("far"), code="not_on_duty",
         caregiver="near"),
    Case("accept during another emergency", OFFERED, ACCEPT, a_person("near", busy_with=EMERGENCY),
         code="has_active_call", active_call=ANOTHER_CALL),
    Case("decline without an offer", (), DECLINE, code="not_offered"),
    Case("decline a withdrawn offer", ACCEPTED, c.Decline(actor=FAR), code="offer_withdrawn", accepted_by="near"),
    Case("decline an offer that ran out", (*OFFERED, (60, expired("near"))), DECLINE, code="offer_expired"),
    Case("decline after accepting", ACCEPTED, DECLINE, code="already_accepted", accepted_by="near"),
    Case("depart for another's call", ACCEPTED, c.Depart(actor=FAR), code="not_holder", accepted_by="near"),
    Case("depart for a call nobody has", OFFERED, DEPART, code="not_holder", accepted_by=None),
    Case("depart from the door", ON_SCENE, DEPART, code="already_arrived"),
    Case("arrive at another's call", ACCEPTED, c.Arrive(actor=FAR), code="not_holder", accepted_by="near"),
    Case("close another's call", ON_SCENE, c.Resolve(actor=FAR, outcome="helped"), code="not_holder",
         accepted_by="near"),
    Case("close before arriving", TRAVELLING, FINISH, code="not_arrived"),
    Case("close without contact", (*OFFERED, (5, accepted("near"))), DESK_CLOSES, code="contact_required"),
    Case("close as a wrong press without contact", (), c.Resolve(actor=dispatcher(), outcome="false_alarm", reason="?"),
         code="contact_required"),
    Case("release another's call", ACCEPTED, c.Release(actor=FAR), code="not_holder", accepted_by="near"),
    Case("release a call nobody has", OFFERED, c.Release(actor=dispatcher()), code="not_accepted"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS, ids=[case.story for case in REFUSALS])
def test_caregiver_is_told_why_not_on(case: Case) -> None:
    """A stable code, and what the phone needs to show."""
    error = refusal(case.call, case.command, a_context(*case.people, after=1000))

    assert (error.code, error.details) == (case.code, case.details)
    assert isinstance(error, Malformed if case.code == "reason_required" else Refused)
