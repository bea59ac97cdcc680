"""Talking to the server: is it ours, is it ready, and would it please stop.

A server is ours if the remembered password opens it and it says that it serves our directory.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeVar

import asyncpg

from callcenter.embedded_postgres.errors import EmbeddedPostgresError
from callcenter.embedded_postgres.home import Memory

ADDRESS = "127.0.0.1"
NAME = "callcenter"
SUPERUSER = "postgres"
CONNECT_SECONDS = 5
LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg says when the server's farewell crosses with a question
)

Result = TypeVar("Result")


class Silence(Enum):
    """Why no server of ours answers at the remembered port."""

    NOBODY = auto()
    STRANGER = auto()
    NOT_YET = auto()


@dataclass(frozen=True, slots=True)
class Greeting:
    """Our server answers, and our role and database are there."""

    pid: int


class NoAnswerError(Exception):
    def __init__(self, silence: Silence) -> None:
        super().__init__(silence)
        self.silence = silence


def greet(memory: Memory) -> Greeting | Silence:
    """Ask the server whether it is ours; make our role and database if a crash kept an earlier start from it."""
    try:
        return _run(_greet(memory))
    except NoAnswerError as error:
        return error.silence


def ask_to_stop(memory: Memory) -> bool:
    """Ask our server for a fast shutdown; False if it does not answer, or not yet."""
    try:
        _run(_ask_to_stop(memory))
    except NoAnswerError:
        return False
    return True


def refuse_running_loop() -> None:
    """Say at once that this call would stand still inside an event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise EmbeddedPostgresError(
        "The embedded PostgreSQL waits, and an event loop is running here: call it before the loop starts, or through "
        "asyncio.to_thread."
    )


def _run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    # asyncio.run would leave this thread without its current event loop, which belongs to the caller.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


async def _greet(memory: Memory) -> Greeting:
    async with _as_superuser(memory) as connection:
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", NAME):
            await connection.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB CREATEROLE PASSWORD '{memory.password}'")
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", NAME):
            await connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")
        return Greeting(await _postmaster(connection))


async def _ask_to_stop(memory: Memory) -> None:
    async with _as_superuser(memory) as connection:
        # While this connection stands its postmaster lives, so the number cannot have passed to another process.
        os.kill(await _postmaster(connection), signal.SIGINT)


async def _postmaster(connection: Any) -> int:  # noqa: ANN401 (asyncpg carries no types)
    return int((await connection.fetchval("SELECT pg_read_file('postmaster.pid')")).split()[0])


@asynccontextmanager
async def _as_superuser(memory: Memory) -> AsyncIterator[Any]:
    connection = await _connect(memory)
    try:
        if await connection.fetchval("SHOW data_directory") != str(memory.cluster):
            raise NoAnswerError(Silence.STRANGER)
        yield connection
    except LOST as error:
        raise NoAnswerError(Silence.NOT_YET) from error
    except asyncpg.PostgresError as error:
        raise EmbeddedPostgresError(f"The embedded PostgreSQL runs, but refuses its own set-up: {error}.") from error
    finally:
        with suppress(asyncpg.PostgresError, *LOST):
            await connection.close(timeout=CONNECT_SECONDS)


async def _connect(memory: Memory) -> Any:  # noqa: ANN401 (asyncpg carries no types)
    if not memory.port:
        raise NoAnswerError(Silence.NOBODY)
    try:
        return await asyncpg.connect(
            host=ADDRESS,
            port=memory.port,
            user=SUPERUSER,
            password=memory.superuser_password,
            database="postgres",
            ssl=False,
            timeout=CONNECT_SECONDS,
        )
    except ConnectionRefusedError as error:
        raise NoAnswerError(Silence.NOBODY) from error
    except (
        asyncpg.PostgresConnectionError,
        asyncpg.OperatorInterventionError,
        asyncpg.TooManyConnectionsError,
    ) as error:
        raise NoAnswerError(Silence.NOT_YET) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError) as error:
        raise NoAnswerError(Silence.STRANGER) from error
