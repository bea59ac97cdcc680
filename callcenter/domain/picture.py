"""The picture: what the boards show, kept by facts alone.

A snapshot is the picture filtered for one viewer; an event is one fact and what it changed in the picture. Applying all
events to an old snapshot gives exactly the new one, for every kind of fact and every viewer.
"""

from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.due import next_due
from callcenter.domain.evolution import evolve
from callcenter.domain.ids import CallId, Fault, ResidentId, Role, StaffId, StationId, UnitId
from callcenter.domain.policy import Policy
from callcenter.domain.screens import HomeOnScreen, PolicyOnScreen, on_screen, with_home

REMEMBERED_CLOSED = 1_000


class PictureOutdated(RuntimeError):
    """The picture cannot follow this fact and must be read again."""


class Viewer(msgspec.Struct, frozen=True):
    """Who looks: boards see the whole district, caregivers their station and what is put to them."""

    id: StaffId
    role: Role
    station: StationId | None

    @property
    def sees_everything(self) -> bool:
        """Dispatchers, supervisors and administrators."""
        return self.role is not Role.CAREGIVER

    def sees_station(self, station: StationId | None) -> bool:
        """True for people and units of this station; what has no station is for the boards."""
        return self.sees_everything or (station is not None and station == self.station)

    def sees(self, call: Call | None) -> bool:
        """True when this open call is on the viewer's screen."""
        if call is None or not call.is_open:
            return False
        return (
            self.sees_station(call.station)
            or call.accepted_by == self.id
            or any(offer.caregiver == self.id for offer in call.pending_offers)
        )


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the boards show them; `call` is the one in their hands, told to the boards and to themselves."""

    id: StaffId
    name: str
    role: Role
    station: StationId | None
    on_duty: bool = False
    can_ring: bool = False
    silent_since: datetime | None = None
    call: CallId | msgspec.UnsetType | None = msgspec.UNSET


class UnitInTrouble(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that is silent or faulty; healthy ones are not in the picture."""

    id: UnitId
    station: StationId | None
    resident: ResidentId | None = None
    home: HomeOnScreen | None = None
    silent_since: datetime | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def is_well(self) -> bool:
        """True when there is nothing left to show."""
        return self.silent_since is None and not self.faults


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """A day-care centre on the map."""

    id: StationId
    name: str
    latitude: float
    longitude: float


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one fact did to the picture; `staff` and `unit` are as they are afterwards.

    `home` is where the call comes from, `policy` the new one, `retimed` the open calls that it gave other deadlines.
    """

    seq: int
    fact: f.Fact
    body: bytes
    before: Call | None = None
    after: Call | None = None
    home: HomeOnScreen | None = None
    staff: tuple[StaffMember, ...] = ()
    unit: UnitInTrouble | None = None
    policy: PolicyOnScreen | None = None
    retimed: tuple[Call, ...] = ()


class Picture:
    """The open calls, the staff, the units in trouble and the policy at feed number `seq`."""

    def __init__(self, seq: int, policy: Policy) -> None:
        self.seq = seq
        self.policy = policy
        self.calls: dict[CallId, Call] = {}
        self._closed: dict[CallId, Call] = {}
        self.staff: dict[StaffId, StaffMember] = {}
        self.units: dict[UnitId, UnitInTrouble] = {}
        self.stations: dict[StationId, Station] = {}
        self.homes: dict[ResidentId, HomeOnScreen] = {}

    def apply(self, seq: int, fact: f.Fact, body: bytes) -> Change:
        """Take the next fact; raises `ValueError` when a number is missing."""
        if seq != self.seq + 1:
            msg = f"fact {seq} does not follow {self.seq}"
            raise ValueError(msg)
        self.seq = seq
        call_id = fact.stamp.call
        if call_id is not None:
            return self._apply_to_call(seq, fact, body, call_id)
        match fact.body:
            case f.ShiftStarted() | f.ShiftChanged() | f.ShiftEnded() | f.PhoneSilent() | f.PhoneRestored():
                return Change(seq=seq, fact=fact, body=body, staff=self._apply_to_staff(fact.body, fact.stamp.at))
            case f.UnitSilent() | f.UnitRestored() | f.UnitFault() | f.UnitFaultCleared():
                return Change(seq=seq, fact=fact, body=body, unit=self._apply_to_unit(fact))
            case f.PolicyChanged(document=document):
                self.policy = msgspec.convert(document, Policy)
                self.calls = {call.id: self.timed(call) for call in self.calls.values()}
                retimed = tuple(self.calls.values())
                return Change(seq=seq, fact=fact, body=body, policy=on_screen(self.policy), retimed=retimed)
            case _:
                pass
        return Change(seq=seq, fact=fact, body=body)

    def timed(self, call: Call) -> Call:
        """The call with its next deadline by the policy in force."""
        return replace(call, due_at=next_due(call, self.policy))

    def put(self, call: Call) -> Call:
        """Keep an open call, due by the policy in force; a closed one leaves the picture."""
        call = self.timed(call)
        if call.is_open:
            self.calls[call.id] = call
            self._closed.pop(call.id, None)
            return call
        self.calls.pop(call.id, None)
        self._closed[call.id] = call
        if len(self._closed) > REMEMBERED_CLOSED:
            del self._closed[next(iter(self._closed))]
        return call

    def home_of(self, resident: ResidentId | None) -> HomeOnScreen | None:
        """The home, as the boards see it; None when nobody is named or this process does not know them."""
        return self.homes.get(resident) if resident is not None else None

    def _apply_to_call(self, seq: int, fact: f.Fact, body: bytes, call_id: CallId) -> Change:
        before = self.calls.get(call_id) or self._closed.get(call_id)
        if before is None and isinstance(fact.body, f.CallReopened):
            msg = f"call {call_id} was closed too long ago to be remembered"
            raise PictureOutdated(msg)
        if before is None and not isinstance(fact.body, f.CallRaised):
            return Change(seq=seq, fact=fact, body=body)
        after = self.put(evolve(before, fact))
        holders = {call.accepted_by for call in (before, after) if call}
        staff = tuple(self._holds(holder, after) for holder in holders if holder in self.staff)
        changed = tuple(member for member in staff if member is not None)
        home = self.home_of(after.resident)
        return Change(seq=seq, fact=fact, body=body, before=before, after=after, home=home, staff=changed)

    def _holds(self, holder: StaffId | None, after: Call | None) -> StaffMember | None:
        assert holder is not None, "only holders are asked about"
        member = self.staff[holder]
        held = after.id if after and after.is_open and after.accepted_by == holder else None
        if held is None:
            held = min((c.id for c in self.calls.values() if c.accepted_by == holder), default=None)
        if member.call == held:
            return None
        self.staff[holder] = replace(member, call=held)
        return self.staff[holder]

    def _apply_to_staff(self, body: f.DutyBody, at: datetime) -> tuple[StaffMember, ...]:
        member = self.staff.get(body.caregiver)
        if member is None:
            return ()
        match body:
            case f.ShiftStarted(can_ring=can_ring) | f.ShiftChanged(can_ring=can_ring):
                member = replace(member, on_duty=True, can_ring=can_ring)
            case f.ShiftEnded():
                member = replace(member, on_duty=False, can_ring=False, silent_since=None)
            case f.PhoneSilent():
                member = replace(member, silent_since=at)
            case f.PhoneRestored():
                member = replace(member, silent_since=None)
        self.staff[member.id] = member
        return (member,)

    def _apply_to_unit(self, fact: f.Fact) -> UnitInTrouble:
        body = fact.body
        assert isinstance(body, f.UnitSilent | f.UnitRestored | f.UnitFault | f.UnitFaultCleared), "a unit's fact"
        unit = self.units.get(body.unit) or UnitInTrouble(id=body.unit, station=fact.stamp.station)
        match body:
            case f.UnitSilent(resident=resident):
                unit = replace(unit, silent_since=fact.stamp.at, resident=resident or unit.resident)
            case f.UnitRestored():
                unit = replace(unit, silent_since=None)
            case f.UnitFault(fault=fault, resident=resident):
                faults = tuple(sorted({*unit.faults, fault}))
                unit = replace(unit, faults=faults, resident=resident or unit.resident)
            case f.UnitFaultCleared(fault=fault):
                unit = replace(unit, faults=tuple(sorted(set(unit.faults) - {fault})))
        unit = replace(unit, home=self.home_of(unit.resident))
        if unit.is_well:
            self.units.pop(unit.id, None)
        else:
            self.units[unit.id] = unit
        return unit

    def snapshot(self, viewer: Viewer) -> dict[str, Any]:
        """Everything this viewer may see, by id, ready for JSON."""
        calls = (call for call in self.calls.values() if viewer.sees(call))
        return {
            "calls": {str(c.id): with_home(c, home_seen(self.home_of(c.resident), viewer)) for c in calls},
            "staff": {m.id: as_seen(m, viewer) for m in self.staff.values() if viewer.sees_station(m.station)},
            "units": {u.id: unit_seen(u, viewer) for u in self.units.values() if viewer.sees_station(u.station)},
            "stations": dict(self.stations),
            "policy_version": self.policy.version,
            "policy": on_screen(self.policy),
        }


def as_seen(member: StaffMember, viewer: Viewer) -> StaffMember:
    """A colleague without the call in their hands: it may be one that this viewer must not know of."""
    if viewer.sees_everything or member.id == viewer.id:
        return member
    return replace(member, call=msgspec.UNSET)


def home_seen(home: HomeOnScreen | None, viewer: Viewer) -> HomeOnScreen | None:
    """Who lives there and where is for the boards."""
    return home if home is None or viewer.sees_everything else home.without_name()


def unit_seen(unit: UnitInTrouble, viewer: Viewer) -> UnitInTrouble:
    """A unit with as much of its home as this viewer may see."""
    return replace(unit, home=home_seen(unit.home, viewer))


def call_changes(before: Call, after: Call) -> dict[str, Any]:
    """The fields in which two states of a call differ, with their new values."""
    return {
        name: new
        for name in Call.__struct_fields__
        if (new := getattr(after, name)) is not (old := getattr(before, name)) and new != old
    }
