"""What the rules are tested with: a call with a history, a person somewhere, a home, a moment.

Every call is raised at NOON; `after` and the numbers in a history are seconds from there. An offer is named for who got
it, so a history can speak of somebody's offer without carrying ids about.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.commands import CallCommand, Due
from callcenter.domain.decision import decide
from callcenter.domain.draft import Context, Decision
from callcenter.domain.errors import CallCenterError
from callcenter.domain.evolution import evolve
from callcenter.domain.ids import CallId, CallKind, OfferId, ResidentId, Role, StaffId, StationId, UnitId
from callcenter.domain.policy import Policy
from callcenter.domain.roster import Home, Person, Roster

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
HERE = StationId("here")
THE_CALL = CallId(UUID(int=1))
ANOTHER_CALL = CallId(UUID(int=2))
THE_UNIT = UnitId("U0001")
METRES_PER_DEGREE = 111_194.93


def at(seconds: float) -> datetime:
    """The moment so many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def counted_ids() -> Callable[[], UUID]:
    """Fresh ids that are the same in every run."""
    numbers = count(1000)
    return lambda: UUID(int=next(numbers))


def a_home(**changes: object) -> Home:
    """A home of the station `here`, with both named caregivers and three neighbour stations."""
    return replace(
        Home(
            resident=ResidentId("resident"),
            station=HERE,
            latitude=36.65,
            longitude=101.76,
            primary=StaffId("primary"),
            backup=StaffId("backup"),
            neighbours=(StationId("next"), StationId("second"), StationId("third")),
        ),
        **changes,
    )


def a_person(name: str, metres: float | None = 500, *, busy_with: CallKind | None = None, **changes: object) -> Person:
    """A caregiver of the home station on duty, so many metres north of the home; None is an unknown place."""
    person = Person(
        id=StaffId(name),
        role=Role.CAREGIVER,
        station=HERE,
        latitude=None if metres is None else 36.65 + metres / METRES_PER_DEGREE,
        longitude=None if metres is None else 101.76,
        active_call=None if busy_with is None else ANOTHER_CALL,
        active_priority=None if busy_with is None else busy_with.priority,
    )
    return replace(person, **changes)


def a_roster(*people: Person) -> Roster:
    """The people by their ids."""
    return {person.id: person for person in people}


def a_context(*people: Person, after: float = 0, **changes: object) -> Context:
    """What the rules may look at, so many seconds after noon."""
    context = Context(now=at(after), policy=Policy(), new_id=counted_ids(), home=a_home(), roster=a_roster(*people))
    return replace(context, **changes)


def a_call(*history: tuple[float, f.CallBody], kind: CallKind = CallKind.EMERGENCY, received: float = 0) -> Call:
    """A call raised at noon, after the facts of `history`, each with its second."""
    raised = f.CallRaised(call_kind=kind, resident=ResidentId("resident"), received_at=at(received), unit=THE_UNIT)
    call = evolve(None, f.Fact(stamped(0, 1), raised))
    for seconds, body in history:
        call = evolve(call, f.Fact(stamped(seconds, call.version + 1, by=_who_says(body)), body))
    return call


def _who_says(body: f.CallBody) -> f.Actor:
    """A call is given back by the one who had it, unless a test says otherwise."""
    return f.Actor(role=Role.CAREGIVER, id=body.caregiver) if isinstance(body, f.CallReleased) else f.SYSTEM


def stamped(seconds: float, version: int, *, by: f.Actor = f.SYSTEM) -> f.Stamp:
    """The stamp of a fact about the call."""
    return f.Stamp(at=at(seconds), call=THE_CALL, version=version, station=HERE, actor=by)


def offer_id(name: str) -> OfferId:
    """The id of the offer that goes by this name."""
    return OfferId(uuid5(NAMESPACE_OID, name))


def offered(to: str, *, wave: int = 1, expires: float = 60, name: str | None = None) -> f.OfferMade:
    """The call is put to a caregiver until second `expires`; a second offer to the same one needs its own name."""
    return f.OfferMade(offer=offer_id(name or to), caregiver=StaffId(to), wave=wave, expires_at=at(expires))


def delivered(to: str) -> f.OfferDelivered:
    return f.OfferDelivered(offer=offer_id(to), caregiver=StaffId(to))


def seen(by: str) -> f.OfferSeen:
    return f.OfferSeen(offer=offer_id(by), caregiver=StaffId(by))


def declined(by: str) -> f.OfferDeclined:
    return f.OfferDeclined(offer=offer_id(by), caregiver=StaffId(by))


def expired(of: str) -> f.OfferExpired:
    return f.OfferExpired(offer=offer_id(of), caregiver=StaffId(of))


def withdrawn(of: str) -> f.OfferWithdrawn:
    return f.OfferWithdrawn(offer=offer_id(of), caregiver=StaffId(of), reason="busy")


def accepted(by: str) -> f.CallAccepted:
    return f.CallAccepted(caregiver=StaffId(by), offer=offer_id(by))


def departed(who: str) -> f.CaregiverDeparted:
    return f.CaregiverDeparted(caregiver=StaffId(who))


def arrived(who: str) -> f.CaregiverArrived:
    return f.CaregiverArrived(caregiver=StaffId(who))


def released(by: str) -> f.CallReleased:
    return f.CallReleased(caregiver=StaffId(by), reason="ill")


def escalated(wave: int) -> f.CallEscalated:
    return f.CallEscalated(wave=wave, reason="time")


def answered(by: str, *, until: float = 45) -> f.CallAnswered:
    return f.CallAnswered(dispatcher=StaffId(by), until=at(until))


def resolved(outcome: str = "helped") -> f.CallResolved:
    return f.CallResolved(outcome=outcome)


def caregiver(name: str) -> f.Actor:
    return f.Actor(role=Role.CAREGIVER, id=name)


def dispatcher(name: str = "desk") -> f.Actor:
    return f.Actor(role=Role.DISPATCHER, id=name)


def kinds(decision: Decision) -> list[str]:
    """The names of the facts decided, in order."""
    return [f.kind_of(fact.body) for fact in decision.facts]


def looked(call: Call, *people: Person, after: float, **changes: object) -> Decision:
    """What the clock does to the call at that second."""
    return decide(call, Due(actor=f.SYSTEM), a_context(*people, after=after, **changes))


def refusal(call: Call, command: CallCommand, context: Context) -> CallCenterError:
    """The error with which the rules say no to this command."""
    with pytest.raises(CallCenterError) as refused:
        decide(call, command, context)
    return refused.value
