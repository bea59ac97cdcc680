"""A decision made on an old picture of the call: refused when what has changed since matters, let through when not."""

import pytest

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.commands import CallCommand
from callcenter.domain.decision import decide
from callcenter.domain.ids import StaffId
from tests.domain.building import (
    a_call,
    a_context,
    a_person,
    accepted,
    arrived,
    caregiver,
    dispatcher,
    offered,
    refusal,
    released,
    resolved,
)

DESK, FAR = dispatcher(), a_person("far")
NOTED = f.CallNoted(text="spoke to the son")
WAITING_AGAIN = a_call((0, offered("near")), (5, accepted("near")), (60, released("near")), (70, NOTED))
TAKEN = a_call((0, offered("near")), (5, accepted("near")), (300, arrived("near")), (310, NOTED))
CLOSED_AGAIN = a_call((2, resolved()), (3, f.CallReopened(reason="?")), (4, resolved()), (5, NOTED))
MOVED_ON, NOW = 4, 5


def decided_on(version: int) -> list[tuple[Call, CallCommand]]:
    """Every command that must not act on an old picture; each call last moved on with its fourth fact of five."""
    return [
        (WAITING_AGAIN, c.Assign(actor=DESK, caregiver=StaffId("far"), version=version)),
        (WAITING_AGAIN, c.Hold(actor=DESK, version=version)),
        (WAITING_AGAIN, c.Escalate(actor=DESK, version=version)),
        (TAKEN, c.Resolve(actor=DESK, outcome="helped", version=version)),
        (TAKEN, c.Release(actor=DESK, version=version)),
        (CLOSED_AGAIN, c.Reopen(actor=DESK, version=version)),
    ]


NAMES = ["assign", "hold", "escalate", "resolve", "release", "reopen"]


@pytest.mark.parametrize(("call", "command"), decided_on(MOVED_ON - 1), ids=NAMES)
def test_picture_from_before_the_call_moved_on_is_too_old_to(call: Call, command: CallCommand) -> None:
    """State and holder are in the answer, so that the screen can show what it missed."""
    error = refusal(call, command, a_context(FAR, after=400))

    assert error.code == "stale_version"
    assert error.details == {"version": NOW, "state": call.state, "accepted_by": call.accepted_by}


@pytest.mark.parametrize(("call", "command"), decided_on(MOVED_ON), ids=NAMES)
def test_remark_since_then_does_not_make_a_picture_too_old_to(call: Call, command: CallCommand) -> None:
    """Only another state or holder matters."""
    assert decide(call, command, a_context(FAR, after=400)).facts


@pytest.mark.parametrize("command", [c.Answer(actor=DESK, version=1), c.Note(actor=DESK, text="x", version=1)],
                         ids=["answer", "note"])  # fmt: skip
def test_any_picture_is_good_enough_to(command: CallCommand) -> None:
    """Talking and writing are right whoever holds the call."""
    assert decide(TAKEN, command, a_context(after=400)).facts


def test_caregiver_is_judged_by_who_holds_the_call_not_by_their_picture() -> None:
    """A phone that was offline for a minute may still say that it has arrived."""
    call = a_call((0, offered("near")), (5, accepted("near")))

    assert decide(call, c.Release(actor=caregiver("near"), version=1), a_context(after=400)).facts


@pytest.mark.parametrize("command", [c.Answer(actor=DESK, version=6), c.Note(actor=DESK, text="x", version=6)],
                         ids=["answer", "note"])  # fmt: skip
def test_picture_from_the_future_is_refused_to(command: CallCommand) -> None:
    """Such a version cannot have been seen: it belongs to another database."""
    error = refusal(TAKEN, command, a_context(after=400))

    assert (error.code, error.details) == ("stale_version", {"version": NOW})
