"""A fact that is written stays: the application may add facts and read them, and nothing else."""

import asyncpg
import pytest

from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.upkeep import make_room
from tests.storage.asking import as_owner, ask, count, press

PART = 10_000_000


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE facts SET at = at",
        "DELETE FROM facts",
        "TRUNCATE facts",
        "UPDATE facts_0 SET at = at",
        "DELETE FROM facts_0",
        "TRUNCATE facts_0",
        "INSERT INTO facts_0 SELECT * FROM facts",
        "UPDATE facts_default SET at = at",
        "ALTER TABLE facts DETACH PARTITION facts_0",
        "DROP TABLE facts_0",
        "DROP TABLE facts",
        "ALTER TABLE facts DISABLE TRIGGER ALL",
    ],
)
async def test_the_application_cannot_change_what_happened(
    committer: Committer, district: Database, attempt: str
) -> None:
    """Neither in the feed nor in one of its parts."""
    await ask(committer, press("U101"))

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with district.transaction() as connection:
            await connection.execute(attempt)

    assert await count(district, "SELECT count(*) FROM facts") == 1


async def test_there_is_always_room_for_twenty_million_more(district: Database) -> None:
    """Two parts ahead of the one in use; asking again makes nothing twice."""
    async with as_owner(district) as owner:
        await owner.execute("UPDATE feed_heads SET seq = $1", 3 * PART - 1)
    async with district.transaction() as connection:
        made = await make_room(connection, 2)
        again = await make_room(connection, 2)

    async with district.reading() as connection:
        parts = await connection.fetch("SELECT inhrelid::regclass::text AS p FROM pg_inherits ORDER BY inhrelid")
    names = {row["p"] for row in parts if row["p"].startswith("facts_") and not row["p"].endswith("idx")}
    assert (made, again) == (2, 0)
    assert {"facts_2", "facts_3", "facts_4", "facts_default"} <= names


async def test_the_feed_goes_on_across_the_border_of_two_parts(committer: Committer, district: Database) -> None:
    """Each fact lies where its number belongs, and readers see no seam."""
    async with as_owner(district) as owner:
        await owner.execute("UPDATE feed_heads SET seq = $1", PART - 2)
    for unit in ("U101", "U102", "U103"):
        await ask(committer, press(unit))

    async with district.reading() as connection:
        rows = await connection.fetch("SELECT seq, tableoid::regclass::text AS part FROM facts ORDER BY seq")

    assert [(row["seq"] - PART, row["part"]) for row in rows] == [(-1, "facts_0"), (0, "facts_1"), (1, "facts_1")]


async def test_a_fact_finds_a_place_even_when_nobody_made_room(committer: Committer, district: Database) -> None:
    """The last net: a forgotten part must not refuse a press."""
    async with as_owner(district) as owner:
        await owner.execute("UPDATE feed_heads SET seq = $1", 50 * PART)

        await ask(committer, press("U101"))

        assert await owner.fetchval("SELECT count(*) FROM facts_default") == 1
