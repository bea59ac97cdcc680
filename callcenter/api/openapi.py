"""What the doors answer, for the OpenAPI document: made from the very types that are written to the wire.

FastAPI describes what pydantic checks; these answers are encoded by msgspec, so msgspec describes them.
"""

import re
from collections.abc import Collection, Iterable
from http import HTTPStatus
from inspect import cleandoc
from typing import Any, get_args

import msgspec
from msgspec import UNSET, UnsetType

from callcenter.api.problems import Responses
from callcenter.domain import facts as f
from callcenter.domain.breaches import Breaches
from callcenter.domain.call import Call
from callcenter.domain.candidates import CandidateList
from callcenter.domain.distribution import Distribution
from callcenter.domain.duty import Duty
from callcenter.domain.heat_map import HeatMap
from callcenter.domain.ids import StaffId
from callcenter.domain.lookup import DistrictMap, ResidentList
from callcenter.domain.my_day import MyCalls, MyShift
from callcenter.domain.policy import Policy
from callcenter.domain.report import Report
from callcenter.flow.revealing import KeySafeCode
from callcenter.live.state import Fact

TEMPLATE = "#/components/schemas/{name}"
# A word that says enough in its own room is told in full.
RENAMED = {"Report": "ResponseTimes", "Target": "PolicyTarget", "Targets": "PolicyTargets"}
# A policy comes in as well, and a fact of long ago may lack a field that its kind has today.
RECEIVED = {"Policy", "Targets", *(body.__name__ for body in get_args(f.Body))}
MOMENT = re.compile(r"(^|_)(at|since|until)$|^routed_from$|^now$")


class CallAnswer(msgspec.Struct, kw_only=True):
    """The call after a verb, and the feed number it stands behind."""

    call: Call
    seq: int


class CallPage(msgspec.Struct, kw_only=True):
    """A page of calls, the newest first; `next` is the cursor of the page that follows."""

    calls: list[Call]
    next: str | None


class Contact(msgspec.Struct, kw_only=True):
    """Somebody to telephone about a resident."""

    position: int
    name: str
    relation: str
    phone: str


class ResidentCard(msgspec.Struct, kw_only=True):
    """As much of a resident as the asker may see: the private fields are absent, not null, for everybody else."""

    id: str
    name: str
    sex: str | None
    birth_date: str | None
    station: str
    lives_alone: bool
    risk_marks: list[str]
    phone: str | UnsetType | None = UNSET
    address: str | UnsetType = UNSET
    latitude: float | UnsetType | None = UNSET
    longitude: float | UnsetType | None = UNSET
    medical_notes: str | UnsetType | None = UNSET
    access_notes: str | UnsetType | None = UNSET
    contacts: list[Contact] | UnsetType = UNSET
    plan: str | UnsetType | None = UNSET
    has_key_safe: bool | UnsetType = UNSET
    primary_caregiver: StaffId | UnsetType | None = UNSET
    backup_caregiver: StaffId | UnsetType | None = UNSET


class CallDetail(msgspec.Struct, kw_only=True):
    """A call, everything that happened to it in order, and the resident's card."""

    call: Call
    facts: list[Fact]
    resident: ResidentCard | None


class FeedPage(msgspec.Struct, kw_only=True):
    """Facts in commit order; `next` is the number to go on from."""

    facts: list[Fact]
    next: int


class ShiftAnswer(msgspec.Struct, kw_only=True):
    """My shift as it is now, and the feed number it stands behind."""

    shift: Duty
    seq: int


class TaskAge(msgspec.Struct, kw_only=True):
    """How one background task is doing."""

    age_seconds: float | None
    restarts: int
    last_error: str | None


class DatabaseState(msgspec.Struct, kw_only=True):
    """Which kind of database it is, and whether it answers."""

    embedded: bool
    reachable: bool


class Readiness(msgspec.Struct, kw_only=True):
    """Whether this process does its work, and how fresh everything is."""

    status: str
    database: DatabaseState
    feed_age_seconds: float | None
    sweep_age_seconds: float | None
    feed_seq: int
    epoch: str
    sockets: int
    waiting: int
    tasks: dict[str, TaskAge]


ANSWERS = (
    Breaches,
    CallAnswer,
    CallPage,
    CallDetail,
    CandidateList,
    Distribution,
    DistrictMap,
    FeedPage,
    HeatMap,
    KeySafeCode,
    MyCalls,
    MyShift,
    Policy,
    Readiness,
    Report,
    ResidentList,
    ShiftAnswer,
)


def answers(of: type[msgspec.Struct], *statuses: int) -> Responses:
    """For a route's `responses`: these statuses (200 alone by default) answer with this."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/json": {"schema": reference(of)}},
        }
        for status in statuses or (200,)
    }


def reference(of: type[msgspec.Struct]) -> dict[str, str]:
    """Where this answer is described."""
    return {"$ref": TEMPLATE.format(name=RENAMED.get(of.__name__, of.__name__))}


def describe(document: dict[str, Any]) -> None:
    """Add the answers to an OpenAPI document."""
    (*_, body), parts = schemas_of((*ANSWERS, f.Body), received=RECEIVED)
    # Each kind names itself; a `discriminator` inside `allOf` makes generators take the kind for "Fact".
    parts["Fact"] = {"allOf": [parts["Fact"], {"anyOf": body["anyOf"]}]}
    add(document, parts, RENAMED)


def schemas_of(types: Iterable[Any], *, received: Collection[str]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The schemas of these types and of their parts; what is sent always holds every field, `received` need not."""
    wholes, parts = msgspec.json.schema_components(types, ref_template=TEMPLATE)
    for name, part in parts.items():
        _finish(part)
        if name not in received:
            _require(part)
    return wholes, parts


def add(document: dict[str, Any], parts: dict[str, Any], renamed: dict[str, str]) -> None:
    """Put schemas into the document under their names there."""
    told = msgspec.json.encode(parts).decode()
    for name, other in renamed.items():
        told = told.replace(f'"{TEMPLATE.format(name=name)}"', f'"{TEMPLATE.format(name=other)}"')
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name, part in msgspec.json.decode(told).items():
        there = renamed.get(name, name)
        schemas[there] = {**part, "title": there}


def _finish(part: dict[str, Any]) -> None:
    """Say what msgspec leaves out: which texts are moments; and let descriptions begin at the margin."""
    if "description" in part:
        part["description"] = cleandoc(part["description"])
    for name, field in part.get("properties", {}).items():
        for choice in field.get("anyOf", [field]):
            if choice == {"type": "string"} and MOMENT.search(name):
                choice["format"] = "date-time"


def _require(part: dict[str, Any]) -> None:
    """A field with a default is written all the same; one that may be left out has none."""
    present = [name for name, field in part.get("properties", {}).items() if "default" in field]
    for name in present:
        del part["properties"][name]["default"]
    if present:
        part["required"] = [*part.get("required", []), *present]
