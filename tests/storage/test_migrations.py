"""The schema's history: what the tables are said to be is what the migrations make, and nothing is lost on the way."""

import asyncio

import asyncpg
from alembic import command

from callcenter.storage.database import Database
from callcenter.storage.migrating import _config

BEFORE_PLANS = "20261122_first"


async def test_the_migrations_make_the_tables_that_are_described(database_url: str) -> None:
    """`alembic check` finds nothing to add."""
    await asyncio.to_thread(command.check, _config(database_url))


async def test_residents_who_were_registered_before_are_found_by_pinyin_afterwards(district: Database) -> None:
    """The words that they are found by are filled in; plans begin empty; and there is a way back."""
    async with district.transaction() as connection:
        await connection.execute("UPDATE residents SET name = '单玉莲' WHERE id = 'R101'")
    config = _config(district.url)

    await asyncio.to_thread(command.downgrade, config, BEFORE_PLANS)
    await asyncio.to_thread(command.upgrade, config, "head")

    connection = await asyncpg.connect(district.url)
    row = await connection.fetchrow("SELECT search_words, plans FROM residents WHERE id = 'R101'")
    await connection.close()
    assert row["search_words"] == "danyl danyulian dyl shanyl shanyulian syl"
    assert row["plans"] == "{}"
