"""The reports at the door, as JSON or as a sheet; for those who answer for the minutes."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from callcenter.api import openapi
from callcenter.api.calls import as_json
from callcenter.api.deps import TheDoors, requires
from callcenter.api.errors import problem
from callcenter.api.problems import SIGNED_IN_PROBLEMS, problems
from callcenter.api.schemas import Name
from callcenter.domain.breaches import Breaches
from callcenter.domain.distribution import Distribution, TimedSpan
from callcenter.domain.heat_map import HeatMap
from callcenter.domain.ids import CallKind, Role, StaffId, StationId
from callcenter.domain.report import By, Filters, Report
from callcenter.domain.report import Question as Asked
from callcenter.domain.sheet import as_csv, file_name
from callcenter.flow import reporting

router = APIRouter(
    prefix="/api/v1/reports",
    tags=["reports"],
    dependencies=[Depends(requires(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DISPATCHER))],
    responses=SIGNED_IN_PROBLEMS,
)

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
    """Which calls; a station or a caregiver that nobody knows has none."""

    model_config = ConfigDict(extra="forbid")

    since: DateOrMoment | None = Field(
        default=None,
        alias="from",
        description="Calls received from here on; a date is midnight in Asia/Shanghai. Default: 30 days before `to`.",
    )
    until: DateOrMoment | None = Field(default=None, alias="to", description="And before this. Default: now.")
    station: Name | None = Field(default=None, description="Only calls of this station.")
    caregiver: Name | None = Field(default=None, description="Only calls this caregiver arrived at, or else accepted.")
    kind: CallKind | None = Field(default=None, description="Only calls of this kind; technical ones never count.")

    def asked(self) -> Asked:
        """The same for the rooms behind the door."""
        filters = Filters(
            station=StationId(self.station) if self.station else None,
            caregiver=StaffId(self.caregiver) if self.caregiver else None,
            kind=self.kind,
        )
        return Asked(since=self.since, until=self.until, filters=filters)


class RowsQuestion(Question):
    """And what makes a row, in which form."""

    by: By = By.STATION
    format: Format = Format.JSON


class SpanQuestion(Question):
    """And between which moments."""

    span: TimedSpan


class PageQuestion(Question):
    """And which page of them."""

    cursor: Annotated[str, Field(max_length=200)] | None = Field(default=None, description="From `next`.")
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@router.get(
    "/response-times",
    responses={
        200: {
            "content": {
                "application/json": {"schema": openapi.reference(Report)},
                "text/csv": {"schema": {"type": "string"}},
            }
        },
        **problems(406),
    },
)
async def read_response_times(question: Annotated[RowsQuestion, Query()], doors: TheDoors) -> Response:
    """Response times of the calls received in a period; `format_unavailable` (406) for a format not written yet."""
    if question.format not in {Format.JSON, Format.CSV}:
        return problem(406, "format_unavailable", f"there is no {question.format} report: ask for json or csv")
    report = await reporting.response_times(doors.database, question.asked(), by=question.by)
    if question.format is Format.JSON:
        return as_json(report)
    return Response(
        as_csv(report),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(report)}"'},
    )


@router.get("/heat-map", responses=openapi.answers(HeatMap))
async def read_heat_map(question: Annotated[Question, Query()], doors: TheDoors) -> Response:
    """How long the answer took, by weekday and hour of the district; hours without a call are left out."""
    return as_json(await reporting.heat_map(doors.database, question.asked()))


@router.get("/distribution", responses=openapi.answers(Distribution))
async def read_distribution(question: Annotated[SpanQuestion, Query()], doors: TheDoors) -> Response:
    """How the durations of one span are spread; every target of the policy is the end of a bin."""
    return as_json(await reporting.distribution(doors.database, question.asked(), question.span))


@router.get("/breaches", responses=openapi.answers(Breaches))
async def read_breaches(question: Annotated[PageQuestion, Query()], doors: TheDoors) -> Response:
    """The calls that did not keep what was promised, and what that was; the newest first, a page at a time."""
    found = await reporting.breaches(doors.database, question.asked(), cursor=question.cursor, limit=question.limit)
    return as_json(found)
