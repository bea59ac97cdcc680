"""A whole district as it is registered at once: stations, staff, homes and the planned shifts."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from callcenter.domain.ids import CallKind, PagerId, ResidentId, Role, StaffId, StationId, UnitId


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """A day-care centre; `neighbours` nearest first."""

    id: StationId
    name: str
    latitude: float
    longitude: float
    neighbours: tuple[StationId, ...] = ()


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the staff."""

    id: StaffId
    login: str
    name: str
    role: Role
    station: StationId | None
    phone: str
    password_hash: str


class Contact(msgspec.Struct, frozen=True):
    """Somebody of the family or the neighbourhood to ring."""

    name: str
    relation: str
    phone: str


class Household(msgspec.Struct, frozen=True, kw_only=True):
    """A resident, and the unit and pager paired to them; `plans` says what to do for each kind of call."""

    resident: ResidentId
    unit: UnitId
    pager: PagerId
    token_hash: bytes
    station: StationId
    name: str
    birth_date: str
    sex: str
    phone: str
    address: str
    latitude: float
    longitude: float
    lives_alone: bool
    risk_marks: tuple[str, ...]
    medical_notes: str | None
    access_notes: str | None
    key_safe_code: str | None
    plans: Mapping[CallKind, str]
    primary: StaffId
    backup: StaffId
    contacts: tuple[Contact, ...]


class PlannedShift(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be on duty, when."""

    staff: StaffId
    station: StationId
    starts_at: datetime
    ends_at: datetime


class District(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a call needs to find its way."""

    stations: tuple[Station, ...]
    staff: tuple[Member, ...]
    households: tuple[Household, ...]
    shifts: tuple[PlannedShift, ...]
