"""The response-time report at the door, as JSON or as a sheet; for those who answer for the minutes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from callcenter.api.deps import TheDoors, requires
from callcenter.api.errors import problem
from callcenter.api.problems import SIGNED_IN_PROBLEMS, problems
from callcenter.domain.ids import Role
from callcenter.domain.report import By, Reason, Span
from callcenter.domain.sheet import as_csv, file_name
from callcenter.domain.statistics import Verdict
from callcenter.flow.reporting import response_times

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])

Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0)]
Calls = Annotated[int, Field(ge=0)]
DateOrMoment = Annotated[
    str,
    Field(max_length=64),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}),
]


class Format(StrEnum):
    """How the report is written."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


class Question(BaseModel):
    """Which calls, and what makes a row."""

    model_config = ConfigDict(extra="forbid")

    since: DateOrMoment | None = Field(
        default=None,
        alias="from",
        description="Calls received from here on; a date is midnight in Asia/Shanghai. Default: 30 days before `to`.",
    )
    until: DateOrMoment | None = Field(default=None, alias="to", description="And before this. Default: now.")
    by: By = By.STATION
    format: Format = Format.JSON


class Shape(BaseModel):
    """A part of the report, taken from the domain's as it is."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, from_attributes=True)


class Figure(Shape):
    """Seconds with their 95 % interval; null is an end that the calls cannot prove."""

    value: Seconds | None
    low: Seconds | None
    high: Seconds | None


class Excluded(Shape):
    """Calls left out, and why."""

    reason: Reason
    calls: Calls


class SpanFigures(Shape):
    """Percentiles of one span; `open` of the `n` calls have not ended and count at their age so far."""

    n: Calls
    open: Calls
    p50: Figure
    p90: Figure
    p95: Figure
    p99: Figure
    excluded: tuple[Excluded, ...]


class TargetResult(Shape):
    """`share` speaks of the decided calls with Wilson's 95 % interval, `verdict` of what all n can prove."""

    within_seconds: Calls
    target: Share
    n: Calls
    met: Calls
    missed: Calls
    undecided: Calls
    share: Share | None
    low: Share
    high: Share
    reached: bool | None
    verdict: Verdict
    excluded: tuple[Excluded, ...]


class Attained(Shape):
    """Answer: every counted call. Arrival: emergencies, from receipt to the first arrival."""

    answer: tuple[TargetResult, ...]
    arrival: tuple[TargetResult, ...]


class Group(Shape):
    """One row or the total; `excluded` are calls that count nowhere in it, `n` all others."""

    key: str | None
    name: str
    n: Calls
    open: Calls
    breaches: Calls
    answer: SpanFigures
    travel: SpanFigures
    response: SpanFigures
    resolution: SpanFigures
    alarm_delay: SpanFigures
    attainment: Attained
    excluded: tuple[Excluded, ...]


class Target(Shape):
    """A promise of the policy."""

    within_seconds: Calls
    share: Share


class Targets(Shape):
    """The promises that the calls are held against."""

    answer: tuple[Target, ...]
    arrival: tuple[Target, ...]


class ResponseTimes(Shape):
    """How long people waited; every figure with its n, its interval and what was left out."""

    since: datetime = Field(serialization_alias="from")
    until: datetime = Field(serialization_alias="to")
    generated_at: datetime
    by: By
    policy_version: Calls
    targets: Targets
    total: Group
    rows: tuple[Group, ...]
    excluded: tuple[Excluded, ...]
    definitions: dict[Span, str]


@router.get(
    "/response-times",
    dependencies=[Depends(requires(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DISPATCHER))],
    response_model=ResponseTimes,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **SIGNED_IN_PROBLEMS,
        **problems(406),
    },
)
async def read_response_times(question: Annotated[Question, Query()], doors: TheDoors) -> object:
    """Response times of the calls received in a period; `format_unavailable` (406) for a format not written yet."""
    if question.format not in {Format.JSON, Format.CSV}:
        return problem(406, "format_unavailable", f"there is no {question.format} report: ask for json or csv")
    report = await response_times(doors.database, since=question.since, until=question.until, by=question.by)
    if question.format is Format.JSON:
        return ResponseTimes.model_validate(report)
    return Response(
        as_csv(report),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(report)}"'},
    )
