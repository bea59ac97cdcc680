"""Upkeep: room ahead in the feed, and old things that nobody will ask for again."""

import asyncpg

FORGET_BEATS = """
DELETE FROM signals WHERE (unit, boot, n) IN (
    SELECT unit, boot, n FROM signals
    WHERE kind = 'heartbeat' AND committed_at < clock_timestamp() - make_interval(secs => $1) LIMIT $2)
"""

FORGET_ANSWERS = """
DELETE FROM command_results WHERE key IN (
    SELECT key FROM command_results WHERE first_at < clock_timestamp() - make_interval(secs => $1) LIMIT $2)
"""


async def make_room(connection: asyncpg.Connection, parts_ahead: int) -> int:
    """Make the parts of the feed that are not there yet; how many."""
    return int(await connection.fetchval("SELECT make_fact_parts($1)", parts_ahead))


async def forget_heartbeats(connection: asyncpg.Connection, *, older_than_seconds: float, limit: int) -> int:
    """Drop old heartbeats; one that comes again later still finds its unit's counter ahead of it."""
    return _count(await connection.execute(FORGET_BEATS, older_than_seconds, limit))


async def forget_answers(connection: asyncpg.Connection, *, older_than_seconds: float, limit: int) -> int:
    """Drop the answers kept beside old idempotency keys."""
    return _count(await connection.execute(FORGET_ANSWERS, older_than_seconds, limit))


def _count(status: str) -> int:
    return int(status.rsplit(" ", 1)[1])
