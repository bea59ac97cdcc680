"""Who could go to a call, as a dispatcher weighs it: the same people, in the same order, as routing sees them."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from callcenter.domain.call import Call
from callcenter.domain.ids import CallId, CallKind, OfferState, Role, StaffId, StationId
from callcenter.domain.roster import Home, Person, Roster, distance_metres
from callcenter.domain.routing import by_preference


class Named(NamedTuple):
    """How a person is spoken of and telephoned."""

    name: str
    phone: str | None


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One person with what speaks for and against sending them; `offer_state` is that of this call's newest offer."""

    staff: StaffId
    name: str
    role: Role
    station: StationId | None
    phone: str | None
    distance_metres: int | None
    is_on_duty: bool
    can_ring: bool
    silent_since: datetime | None
    active_call: CallId | None
    active_kind: CallKind | None
    open_offers: int
    calls_this_shift: int
    is_primary: bool
    is_backup: bool
    offer_state: OfferState | None


class CandidateList(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody who could be sent, the first choice first."""

    candidates: list[Candidate]


def weigh(call: Call, home: Home, roster: Roster, names: Mapping[StaffId, Named]) -> CandidateList:
    """Those on duty as routing prefers them, then those who are not."""
    prefer = by_preference(home)
    people = sorted(roster.values(), key=lambda person: (not person.is_on_duty, prefer(person)))
    return CandidateList(candidates=[_candidate(person, call, home, names[person.id]) for person in people])


def _candidate(person: Person, call: Call, home: Home, named: Named) -> Candidate:
    offer = call.latest_offer_to(person.id)
    return Candidate(
        staff=person.id,
        name=named.name,
        role=person.role,
        station=person.station,
        phone=named.phone,
        distance_metres=distance_metres(person, home),
        is_on_duty=person.is_on_duty,
        can_ring=person.can_ring,
        silent_since=person.silent_since,
        active_call=person.active_call,
        active_kind=None if person.active_priority is None else CallKind.of_priority(person.active_priority),
        open_offers=person.open_offers,
        calls_this_shift=person.calls_this_shift,
        is_primary=person.id == home.primary,
        is_backup=person.id == home.backup,
        offer_state=offer.state if offer else None,
    )
