"""The questions that are asked all day find their rows by an index, in tables as full as after months of work."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from callcenter.storage import breaches, feed, grounds, lookup, my_day, projections, reports, silence
from callcenter.storage.database import Database
from tests.storage.asking import as_owner

FILL_FACTS = """
INSERT INTO facts (feed, seq, at, kind, call, version, station, body, hash)
SELECT 1, n, now() - n * interval '1 minute', CASE WHEN n % 8 = 4 THEN 'call_accepted' ELSE 'call_noted' END,
    md5((n / 8)::text)::uuid, n % 8 + 1, 'S1', json_build_object('caregiver', 'C10' || n % 3), '\\x00'
FROM generate_series(1, 20000) AS n
"""
FILL_CALLS = """
INSERT INTO calls (id, number, kind, priority, state, version, resident, station, unit, accepted_by, received_at,
    raised_at, accepted_at, resolved_at, due_at, seq, body)
SELECT md5(n::text)::uuid, n::text, 'emergency', 1, CASE WHEN n <= 12 THEN 'waiting' ELSE 'resolved' END, 1,
    r.id, 'S1', replace(r.id, 'R', 'U'), CASE WHEN n > 12 THEN 'C101' END, now() - n * interval '1 minute', now(),
    now(), CASE WHEN n > 12 THEN now() END, CASE WHEN n <= 12 THEN now() + interval '1 minute' END, n, '{}'
FROM generate_series(1, 20000) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM residents) r ON r.place = n % 12
"""
FILL_OFFERS = """
INSERT INTO offers (id, call, caregiver, wave, state, made_at, expires_at)
SELECT gen_random_uuid(), md5(n::text)::uuid, 'C101', 1, CASE WHEN n <= 12 THEN 'open' ELSE 'expired' END, now(), now()
FROM generate_series(1, 20000) AS n
"""
FILL_UNITS = """
INSERT INTO units (id, boot, last_n, last_heard_at)
SELECT 'F' || n, 'b', 1, now() FROM generate_series(1, 20000) AS n
"""
FILL_SIGNALS = """
INSERT INTO signals (unit, boot, n, kind, received_at, answer)
SELECT 'F' || n, 'b', 1, 'heartbeat', now(), '{}' FROM generate_series(1, 20000) AS n
"""
NOW = datetime.now(UTC)
DAY = (NOW - timedelta(days=1), NOW)
QUESTIONS: dict[str, tuple[str, tuple[object, ...]]] = {
    "what is due": (grounds.LOCK_DUE_CALLS, (100,)),
    "what comes next in the feed": (feed.READ, (19_900, 256)),
    "the open call of a home and of a caregiver": (
        grounds.LOCK_CALLS,
        ([], ["R101"], ["U101"], ["C101"], []),
    ),
    "the units of some signals": (grounds.LOCK_UNITS, (["F17"], [])),
    "a signal that was heard before": (grounds.COUNT_SEEN_SIGNALS, (["F17"], ["b"], [1])),
    "who has fallen silent": (silence.FIND_SILENT, (timedelta(minutes=3), 512)),
    "whoever waits longest": (projections.WAKE_BEST_WAITING, (3, [])),
    "which people are there": (grounds.READ_ROSTER, (["C101"],)),
    "a call with its home": (grounds.READ_CALL, (UUID(int=7),)),
    "whom the desk looks for": (lookup.FIND_RESIDENTS, (None, ["wxl"], [""], None)),
    "what I hold": (my_day.READ_HELD, ("C101",)),
    "what I took today": (my_day.READ_TAKEN, ("C101", DAY[0])),
    "the response times of a day": (reports.TALLIES, (*DAY, None, None, None, "station", "Asia/Shanghai", None)),
    "the breaches of a day": (breaches.TOTAL, (*DAY, None, None, None, 180, 900)),
}
GROW_FOR_EVER = {"facts_0", "calls", "offers", "units", "signals"}


@pytest.fixture
async def full(district: Database) -> AsyncIterator[asyncpg.Connection]:
    """Tables with twenty thousand rows each, known to the planner."""
    async with as_owner(district) as owner:
        for fill in (FILL_FACTS, FILL_CALLS, FILL_OFFERS, FILL_UNITS, FILL_SIGNALS):
            await owner.execute(fill)
        await owner.execute("ANALYZE")
        yield owner


def _read_whole(plan: str) -> set[str]:
    """The tables that a plan reads from end to end."""
    lines = [line.strip() for line in plan.splitlines() if "Seq Scan on" in line]
    return {line.split("Seq Scan on ")[1].split()[0] for line in lines}


async def _reads_whole(full: asyncpg.Connection, question: str, arguments: tuple[object, ...]) -> set[str]:
    plan = "\n".join(row[0] for row in await full.fetch(f"EXPLAIN {question}", *arguments))
    return _read_whole(plan) & GROW_FOR_EVER


async def test_nothing_that_grows_is_read_whole(full: asyncpg.Connection) -> None:
    """The cost of a press does not grow with the years."""
    found = {name: await _reads_whole(full, *asked) for name, asked in QUESTIONS.items()}

    assert found == {name: set() for name in QUESTIONS}


async def test_a_question_without_an_index_would_be_noticed(full: asyncpg.Connection) -> None:
    """The check itself can fail."""
    assert await _reads_whole(full, "SELECT * FROM calls WHERE breach", ()) == {"calls"}
