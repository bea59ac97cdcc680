"""The forms of the report on one morning: whoever adds up one of them finds the calls of the others."""

import pytest

from callcenter.domain.distribution import TimedSpan
from callcenter.domain.ids import CallKind, StaffId, StationId
from callcenter.domain.report import EVERYTHING, By, Excluded, Filters, Question, Reason, Span
from callcenter.flow import reporting
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.storage.morning import Morning

FILTERS = {
    "everything": EVERYTHING,
    "a station": Filters(station=StationId("S1"), caregiver=None, kind=None),
    "a caregiver": Filters(station=None, caregiver=StaffId("C101"), kind=None),
    "a kind": Filters(station=None, caregiver=None, kind=CallKind.EMERGENCY),
    "all three": Filters(station=StationId("S2"), caregiver=StaffId("C201"), kind=CallKind.EMERGENCY),
    "technical calls": Filters(station=None, caregiver=None, kind=CallKind.TECHNICAL),
    "a station nobody knows": Filters(station=StationId("S99"), caregiver=None, kind=None),
}
SPANS: tuple[TimedSpan, ...] = (Span.ANSWER, Span.TRAVEL, Span.RESPONSE, Span.RESOLUTION)


@pytest.fixture
async def recorded(committer: Committer, district: Database) -> Database:
    """The database after the morning in which everything happens."""
    async for _ in Morning(committer, district).steps():
        pass
    return district


async def counts(database: Database, filters: Filters) -> set[int]:
    """The number of calls, by everything in every form that can be added up."""
    question = Question(filters=filters)
    by_station = await reporting.response_times(database, question, by=By.STATION)
    by_day = await reporting.response_times(database, question, by=By.DAY)
    heat = await reporting.heat_map(database, question)
    spread = await reporting.distribution(database, question, Span.ANSWER)
    return {
        by_station.total.n,
        sum(row.n for row in by_station.rows),
        sum(row.n for row in by_day.rows),
        heat.n,
        sum(cell.n for cell in heat.cells),
        spread.n,
        sum(one.ended + one.open for one in spread.bins) + spread.never,
    }


async def left_out(database: Database, filters: Filters) -> set[tuple[Excluded, ...]]:
    """Which calls each form says it leaves out."""
    question = Question(filters=filters)
    report = await reporting.response_times(database, question, by=By.HOUR)
    heat = await reporting.heat_map(database, question)
    spread = await reporting.distribution(database, question, Span.ANSWER)
    return {report.excluded, heat.excluded, spread.excluded}


async def test_every_form_counts_the_same_calls(recorded: Database) -> None:
    """The same period and filters give the same n, and leave out the same calls."""
    found = {name: await counts(recorded, filters) for name, filters in FILTERS.items()}
    excluded = {name: await left_out(recorded, filters) for name, filters in FILTERS.items()}

    technical = (Excluded(Reason.TECHNICAL, 2),)
    assert found == {
        "everything": {6},
        "a station": {3},
        "a caregiver": {2},
        "a kind": {4},
        "all three": {1},
        "technical calls": {0},
        "a station nobody knows": {0},
    }
    assert excluded["everything"] == excluded["technical calls"] == {technical}
    assert excluded["a station"] == excluded["a station nobody knows"] == {()}


async def test_a_distribution_spreads_what_the_response_times_sum_up(recorded: Database) -> None:
    """Span by span the same n, the same open calls, the same reasons to leave calls out."""
    report = await reporting.response_times(recorded, Question(), by=By.STATION)
    spread = {span: await reporting.distribution(recorded, Question(), span) for span in SPANS}

    summed = {span: getattr(report.total, span) for span in SPANS}
    assert {span: (of.n, of.open + of.never) for span, of in spread.items()} == {
        span: (figures.n, figures.open) for span, figures in summed.items()
    }
    assert {span: of.excluded for span, of in spread.items()} == {
        span: report.excluded + figures.excluded for span, figures in summed.items()
    }
