"""The ground every test stands on: a real PostgreSQL, and a fresh migrated database for each test that asks for one."""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from callcenter import logs
from callcenter.clock import new_id
from callcenter.embedded_postgres import open_embedded
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.migrating import migrate
from tests.district import plant

TEMPLATE = "template_migrated"


@pytest.fixture(scope="session", autouse=True)
def plain_log() -> None:
    """As the service writes it: the library's own coloured tracebacks take seconds each."""
    logs.begin(level="info", form="console")


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """One PostgreSQL for the whole run, shared by all workers; the last one out stops it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
    home = Path(tempfile.gettempdir()) / f"callcenter-tests-{run[:12]}"
    home.mkdir(mode=0o755, exist_ok=True)
    server = open_embedded(home)
    users = (home / "users").open("w")
    fcntl.flock(users, fcntl.LOCK_SH)
    with (home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        marker = home / "template.made"
        if not marker.exists():
            migrate(with_database(server.url, _create(server.url)))
            marker.touch()
    yield server.url
    server.release()
    with (home / "template.lock").open("w") as lock, users, suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(home)


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _create(url: str) -> str:
    async def create() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(f"CREATE DATABASE {TEMPLATE}")
        await connection.close()

    asyncio.run(create())
    return TEMPLATE


async def drop(connection: asyncpg.Connection, name: str) -> None:
    """Drop a database; a plain drop ends an autovacuum by itself, FORCE may not, and ends our own leftovers."""
    try:
        await connection.execute(f"DROP DATABASE {name}")
    except asyncpg.ObjectInUseError:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database_url(server_url: str) -> AsyncIterator[str]:
    """An empty migrated database of the test's own."""
    name = f"t_{uuid4().hex[:16]}"
    connection = await asyncpg.connect(server_url)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        yield with_database(server_url, name)
        await drop(connection, name)
    finally:
        await connection.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The application's way to the test's own database."""
    database = Database(database_url, pool_size=5, name="test")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def district(database: Database) -> Database:
    """The small district of `tests/district.py`, planted in the test's database."""
    await plant(database)
    return database


@pytest.fixture
async def committer(district: Database) -> AsyncIterator[Committer]:
    """A running committer on the small district."""
    committer = Committer(district, new_id)
    tasks = [asyncio.create_task(committer.write_commands()), asyncio.create_task(committer.write_heartbeats())]
    yield committer
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
