"""Reporting: from the recorded facts to the figures a supervisor signs.

Every form of the report counts the same calls. The arithmetic has a thread of its own, so that a report over a year
does not hold up a press.
"""

import asyncio

from callcenter.domain import cursor as cursors
from callcenter.domain import distribution as distributions
from callcenter.domain import heat_map as heat_maps
from callcenter.domain.breaches import Breaches
from callcenter.domain.distribution import Distribution, TimedSpan
from callcenter.domain.heat_map import HeatMap
from callcenter.domain.report import By, Question, Report
from callcenter.domain.response_time import report
from callcenter.storage import breaches as breaking
from callcenter.storage import reports
from callcenter.storage.database import Database


async def response_times(database: Database, question: Question, *, by: By) -> Report:
    """How long people waited, row by row."""
    recorded = await reports.recorded(database, question, by=by)
    return await asyncio.to_thread(report, recorded, by)


async def heat_map(database: Database, question: Question) -> HeatMap:
    """How long the answer took, by weekday and hour."""
    recorded = await reports.recorded_by_weekday_and_hour(database, question)
    return await asyncio.to_thread(heat_maps.heat_map, recorded)


async def distribution(database: Database, question: Question, span: TimedSpan) -> Distribution:
    """How one span's durations are spread."""
    recorded = await reports.recorded_span(database, question, span)
    return await asyncio.to_thread(distributions.distribution, recorded, span)


async def breaches(database: Database, question: Question, *, cursor: str | None, limit: int) -> Breaches:
    """The calls that did not keep what was promised, a page at a time."""
    # One more than the page shows whether another page follows.
    asked, total, found = await breaking.broken(database, question, before=cursors.place(cursor), limit=limit + 1)
    page = found[:limit]
    return Breaches(
        **asked.headline(),
        total=total,
        breaches=tuple(page),
        next=cursors.written(page[-1].received_at, page[-1].call) if len(found) > limit else None,
    )
