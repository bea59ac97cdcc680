"""The way to PostgreSQL: one pool of connections, each of them acting as the application's role.

A server that has become read-only (25006) is as good as dead: every connection to it is dropped and the next one looks
for the primary again. Nothing above this room sees a driver's exception: trouble with the way is `DatabaseAway`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from callcenter.domain.errors import NotCommitted

APPLICATION_ROLE = "callcenter_app"
CONNECT_SECONDS = 2.0
ACQUIRE_SECONDS = 3.0
READ_ONLY = "25006"
GONE = frozenset({READ_ONLY, "57P01", "57P02", "57P03"})
GONE_CLASSES = ("08", "53", "58")  # connection, resources (a full disk, too many connections), the system itself
TRY_AGAIN = frozenset({"40001", "40P01", "23505", "55P03"})

EPOCH = """
SELECT to_hex((SELECT system_identifier FROM pg_control_system())) || to_hex(d.oid::bigint) AS identity,
       ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int AS timeline
FROM pg_database d WHERE datname = current_database()
"""


class DatabaseAway(NotCommitted):
    """The database cannot be reached or cannot write; what was under way may or may not be committed."""

    def __init__(self) -> None:
        super().__init__("the database is away; send the same again")


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's five-letter word for the trouble, if it said one."""
    state = getattr(error, "sqlstate", None)
    return state if isinstance(state, str) else None


def is_away(error: BaseException) -> bool:
    """True for every shape in which a lost, refused or read-only server shows itself."""
    # asyncpg answers a dead connection with InternalClientError as often as with InterfaceError.
    shapes = (OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.InternalClientError)
    state = sqlstate(error) or ""
    return isinstance(error, shapes) or state in GONE or state.startswith(GONE_CLASSES)


class Database:
    """One PostgreSQL, reached as the application's role; closing it ends every connection."""

    def __init__(self, url: str, *, pool_size: int, name: str) -> None:
        self.url = url
        self._name = name
        self._pool_size = pool_size
        self._pool: asyncpg.Pool | None = None

    @property
    def _session(self) -> dict[str, str]:
        return {"role": APPLICATION_ROLE, "timezone": "UTC", "application_name": self._name}

    async def open(self) -> None:
        """Prepare the pool; connects only when somebody needs a connection, so a database may come up later."""
        self._pool = await asyncpg.create_pool(
            self.url,
            min_size=0,
            max_size=self._pool_size,
            timeout=CONNECT_SECONDS,
            target_session_attrs="read-write",
            server_settings=self._session,
            max_inactive_connection_lifetime=0,
        )

    async def close(self) -> None:
        """End every connection."""
        if self._pool is not None:
            self._pool.terminate()

    async def connect(self) -> asyncpg.Connection:
        """A connection of its own, outside the pool, for listening."""
        return await asyncpg.connect(
            self.url, timeout=CONNECT_SECONDS, target_session_attrs="read-write", server_settings=self._session
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[asyncpg.Connection]:
        """A transaction that has committed when the block is left; raises `DatabaseAway` when that is not known."""
        assert self._pool is not None, "open() comes first"
        try:
            async with self._pool.acquire(timeout=ACQUIRE_SECONDS) as connection, connection.transaction():
                yield connection
        except Exception as error:
            await self._translate(error)
            raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection to read with, each statement on its own."""
        assert self._pool is not None, "open() comes first"
        try:
            async with self._pool.acquire(timeout=ACQUIRE_SECONDS) as connection:
                yield connection
        except Exception as error:
            await self._translate(error)
            raise

    async def _translate(self, error: Exception) -> None:
        if not is_away(error):
            return
        if sqlstate(error) == READ_ONLY and self._pool is not None:
            await self._pool.expire_connections()
        raise DatabaseAway from error

    async def epoch(self, connection: asyncpg.Connection) -> tuple[str, int]:
        """The database's identity and its timeline; a promotion raises the timeline, a restore changes the identity."""
        row: Any = await connection.fetchrow(EPOCH)
        return row["identity"], row["timeline"]
