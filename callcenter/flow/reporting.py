"""Reporting: from the recorded facts to the figures a supervisor signs."""

import asyncio

from callcenter.domain.report import By, Report
from callcenter.domain.response_time import report
from callcenter.storage import reports
from callcenter.storage.database import Database


async def response_times(database: Database, *, since: str | None, until: str | None, by: By) -> Report:
    """The report on calls received from `since` up to `until`, as people write them; by default the last 30 days.

    The arithmetic has a thread of its own, so that a report over a year does not hold up a press.
    """
    recorded = await reports.recorded(database, since=since, until=until, by=by)
    return await asyncio.to_thread(report, recorded)
