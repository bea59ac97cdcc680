"""What a screen holds, as types: the state of a snapshot, and what an event changes in it.

They are what the OpenAPI document says of the socket, and so what front ends are generated from. The state itself comes
from the picture; a test reads every frame that is sent as these types.
"""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import fields

from callcenter.domain.call import Call
from callcenter.domain.facts import Stamp
from callcenter.domain.ids import CallId, StaffId, UnitId
from callcenter.domain.picture import StaffMember, Station, UnitInTrouble
from callcenter.domain.screens import HomeOnScreen, PolicyOnScreen


class LiveCall(Call, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole call, with the home it comes from: null when nobody is named, or the home is not known."""

    home: HomeOnScreen | None


def _optional(of: type[msgspec.Struct]) -> list[tuple[str, Any, Any]]:
    return [(field.name, field.type | UnsetType, UNSET) for field in fields(of)]


LiveCallChange = msgspec.defstruct(
    "LiveCallChange",
    _optional(LiveCall),
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    namespace={"__doc__": "The fields of a call that differ; all of them when it is new on this screen."},
    module=__name__,
)


class LiveState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything this viewer may see, by id."""

    calls: dict[str, LiveCall]
    staff: dict[str, StaffMember]
    units: dict[str, UnitInTrouble]
    stations: dict[str, Station]
    policy_version: int
    policy: PolicyOnScreen


class LiveChanged(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an event changes: calls are merged, people and units replaced by id, the policy replaced."""

    calls: dict[str, LiveCallChange] | UnsetType = UNSET  # type: ignore[valid-type]
    staff: dict[str, StaffMember] | UnsetType = UNSET
    units: dict[str, UnitInTrouble] | UnsetType = UNSET
    policy: PolicyOnScreen | UnsetType = UNSET


class LiveGone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is no longer on this screen, by id."""

    calls: list[CallId] | UnsetType = UNSET
    staff: list[StaffId] | UnsetType = UNSET
    units: list[UnitId] | UnsetType = UNSET


class Fact(Stamp, frozen=True, kw_only=True):
    """One thing that happened, under its feed number; the other fields depend on its kind."""

    seq: int
