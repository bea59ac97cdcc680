"""The reports' words, and the shape of the response times, the same in JSON, in the sheet and on the command line.

Every call received in the period is accounted for: each span's `n` and its `excluded` add up to the group's `n`, and
the group's own `excluded` are the calls that count nowhere.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from callcenter.domain.ids import CallKind, StaffId, StationId
from callcenter.domain.policy import Targets
from callcenter.domain.statistics import Figure, Verdict

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class By(StrEnum):
    """What makes a row; hour, weekday, day and month are the district's."""

    STATION = "station"
    CAREGIVER = "caregiver"
    KIND = "kind"
    HOUR = "hour"
    WEEKDAY = "weekday"
    DAY = "day"
    MONTH = "month"


class Span(StrEnum):
    """A stretch between two recorded moments."""

    ANSWER = "answer"
    TRAVEL = "travel"
    RESPONSE = "response"
    RESOLUTION = "resolution"
    ALARM_DELAY = "alarm_delay"


class Reason(StrEnum):
    """Why a call is left out of the whole report (the first two) or of one figure."""

    TECHNICAL = "technical"
    TEST = "test"
    RESOLVED_WITHOUT_VISIT = "resolved_without_visit"
    NOT_ACCEPTED = "not_accepted"
    REASSIGNED = "reassigned"
    NO_DEVICE_TIME = "no_device_time"
    DEVICE_CLOCK_SUSPECT = "device_clock_suspect"
    NEGATIVE = "negative"
    NOT_EMERGENCY = "not_emergency"


DEFINITIONS: Mapping[Span, str] = {
    Span.ANSWER: "From the call's receipt to the first human: a dispatcher's answer or a caregiver's acceptance.",
    Span.TRAVEL: "From the acceptance of the caregiver who arrived first to that arrival.",
    Span.RESPONSE: "From the call's receipt to the first arrival at the home; calls closed without a visit have none.",
    Span.RESOLUTION: "From the call's receipt until a person closed it.",
    Span.ALARM_DELAY: "From the press by the unit's own clock to the call's receipt, where that clock can be believed.",
}


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Whose calls alone are looked at; null is everybody's. A caregiver's are those of their row."""

    station: StationId | None
    caregiver: StaffId | None
    kind: CallKind | None


EVERYTHING = Filters(station=None, caregiver=None, kind=None)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Which calls a report is about, its period as people write it; by default the last 30 days."""

    since: str | None = None
    until: str | None = None
    filters: Filters = EVERYTHING


class Heading(msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """What every report says of itself; calls count by when they were received, since ≤ received < until."""

    since: Moment
    until: Moment
    generated_at: Moment
    policy_version: int
    filters: Filters


class Excluded(msgspec.Struct, frozen=True):
    """How many calls are left out for one reason."""

    reason: Reason
    calls: int


class SpanFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One span's percentiles in seconds, each with its 95 % interval; `open` of the n have not ended."""

    n: int
    open: int
    p50: Figure
    p90: Figure
    p95: Figure
    p99: Figure
    excluded: tuple[Excluded, ...]


class TargetResult(msgspec.Struct, frozen=True, kw_only=True):
    """One target of the policy; `low` and `high` are Wilson's, `verdict` speaks of all n."""

    within_seconds: int
    target: float
    n: int
    met: int
    missed: int
    undecided: int
    share: float | None
    low: float
    high: float
    reached: bool | None
    verdict: Verdict
    excluded: tuple[Excluded, ...]


class Attained(msgspec.Struct, frozen=True, kw_only=True):
    """Answer targets hold for every counted call, arrival targets for emergencies alone."""

    answer: tuple[TargetResult, ...]
    arrival: tuple[TargetResult, ...]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One row or the total; `excluded` are calls that count nowhere in it, `n` all others."""

    key: str | None
    name: str
    n: int
    open: int
    breaches: int
    answer: SpanFigures
    travel: SpanFigures
    response: SpanFigures
    resolution: SpanFigures
    alarm_delay: SpanFigures
    attainment: Attained
    excluded: tuple[Excluded, ...]


class Report(Heading, frozen=True, kw_only=True):
    """How long people waited; every figure with its n, its interval and what was left out."""

    by: By
    targets: Targets
    total: Group
    rows: tuple[Group, ...]
    excluded: tuple[Excluded, ...]
    definitions: Mapping[Span, str]
