"""Who can be asked to go: the people on duty, as routing sees them, and the home that needs somebody.

A roster is a plain dict of `Person`; `follow` keeps it true while one transaction decides many calls in turn.
"""

from datetime import datetime
from math import asin, cos, radians, sin, sqrt

import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.ids import CallId, ResidentId, Role, StaffId, StationId

EARTH_METRES = 6_371_000


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the staff, with what routing weighs; `active_priority` belongs to `active_call`."""

    id: StaffId
    role: Role
    station: StationId | None
    latitude: float | None = None
    longitude: float | None = None
    is_on_duty: bool = True
    can_ring: bool = True
    silent_since: datetime | None = None
    active_call: CallId | None = None
    active_priority: int | None = None
    open_offers: int = 0
    calls_this_shift: int = 0
    idle_since: datetime | None = None


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is needed, and who is named for it; `neighbours` are stations, nearest first."""

    resident: ResidentId | None = None
    station: StationId | None = None
    latitude: float | None = None
    longitude: float | None = None
    primary: StaffId | None = None
    backup: StaffId | None = None
    neighbours: tuple[StationId, ...] = ()


Roster = dict[StaffId, Person]


def distance_metres(person: Person, home: Home) -> int | None:
    """Great-circle metres from where the person is based to the home; None when either place is unknown."""
    if person.latitude is None or person.longitude is None or home.latitude is None or home.longitude is None:
        return None
    north = radians(home.latitude - person.latitude)
    east = radians(home.longitude - person.longitude)
    across = sin(north / 2) ** 2 + cos(radians(person.latitude)) * cos(radians(home.latitude)) * sin(east / 2) ** 2
    return round(2 * EARTH_METRES * asin(sqrt(across)))


def follow(roster: Roster, fact: f.Fact, call: Call) -> None:
    """Let the roster feel one fact about `call` (as it is after the fact)."""
    match fact.body:
        case f.OfferMade(caregiver=caregiver):
            _change_offers(roster, caregiver, 1)
        case f.OfferDeclined(caregiver=caregiver) | f.OfferExpired(caregiver=caregiver):
            _change_offers(roster, caregiver, -1)
        case f.OfferWithdrawn(caregiver=caregiver):
            _change_offers(roster, caregiver, -1)
        case f.CallAccepted(caregiver=caregiver, replaces=replaced, offer=offer):
            if offer is not None:
                _change_offers(roster, caregiver, -1)
            _frees(roster, replaced, call.id, fact.stamp.at)
            _takes(roster, caregiver, call)
        case f.CallAssigned(caregiver=caregiver, replaces=replaced):
            _frees(roster, replaced, call.id, fact.stamp.at)
            _takes(roster, caregiver, call)
        case f.CallReleased(caregiver=caregiver):
            _frees(roster, caregiver, call.id, fact.stamp.at)
        case f.CallResolved(caregiver=caregiver):
            _frees(roster, caregiver, call.id, fact.stamp.at)
        case f.CallRepeated() | f.CallEscalated():
            _grows_urgent(roster, call)
        case _:
            pass


def _change_offers(roster: Roster, caregiver: StaffId, by: int) -> None:
    if person := roster.get(caregiver):
        roster[caregiver] = replace(person, open_offers=max(0, person.open_offers + by))


def _takes(roster: Roster, caregiver: StaffId, call: Call) -> None:
    if person := roster.get(caregiver):
        roster[caregiver] = replace(
            person,
            active_call=call.id,
            active_priority=call.priority,
            calls_this_shift=person.calls_this_shift + 1,
        )


def _grows_urgent(roster: Roster, call: Call) -> None:
    person = roster.get(call.accepted_by) if call.accepted_by else None
    if person and person.active_call == call.id:
        roster[person.id] = replace(person, active_priority=call.priority)


def _frees(roster: Roster, caregiver: StaffId | None, call: CallId, at: datetime) -> None:
    person = roster.get(caregiver) if caregiver else None
    if person and person.active_call == call:
        roster[person.id] = replace(person, active_call=None, active_priority=None, idle_since=at)
