"""What people look up: the district as a map shows it, and residents found by whatever is known of them."""

import msgspec

from callcenter.domain.ids import CallId, ResidentId, StationId
from callcenter.domain.picture import Station


class HomeOnMap(msgspec.Struct, frozen=True, kw_only=True):
    """Where a resident lives."""

    resident: ResidentId
    station: StationId
    latitude: float
    longitude: float


class DistrictMap(msgspec.Struct, frozen=True, kw_only=True):
    """The district: its name, its stations, how many units it has, its homes, and whose tiles lie under them."""

    name: str
    stations: list[Station]
    units: int
    homes: list[HomeOnMap]
    tile_url: str | None


class FoundResident(msgspec.Struct, frozen=True, kw_only=True):
    """A resident as the desk picks them from a list; `open_call` is the call that a press would join."""

    id: ResidentId
    name: str
    sex: str | None
    birth_date: str | None
    station: StationId
    address: str
    phone: str | None
    lives_alone: bool
    risk_marks: list[str]
    open_call: CallId | None


class ResidentList(msgspec.Struct, frozen=True, kw_only=True):
    """The residents that fit a search, the best match first."""

    residents: list[FoundResident]
