"""The real centre, as tests meet it: `callcenter serve` in a process of its own, on a database of its own.

Everybody of the small district can sign in, every home unit has its token; the rest goes over the wire.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, TypeVar
from uuid import uuid4

import asyncpg
import httpx
from argon2 import PasswordHasher

from callcenter.storage.database import Database
from tests.conftest import TEMPLATE, drop, with_database
from tests.district import HOMES, plant, unit_of

T = TypeVar("T")
PASSWORD = "right-horse"
PATIENCE_SECONDS = 15.0
START_SECONDS = 40.0
PRIVATE = """
UPDATE residents SET phone = '555-01'||id, medical_notes = '药'||id, key_safe_code = '钥'||id,
    plans = jsonb_build_object('emergency', '急'||id)
"""


class Centre:
    """One service and its database; it may be killed and started again, always at the same address."""

    def __init__(self, database_url: str, directory: Path, *, workers: int = 1) -> None:
        self.database_url = database_url
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.url, timeout=PATIENCE_SECONDS, trust_env=False)
        self.tokens: dict[str, str] = {}
        self._log = directory / "service.log"
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Open the doors; returns when the service says it is ready."""
        command = [sys.executable, "-m", "callcenter", "serve", "--port", str(self.port)]
        environment = {
            **os.environ,
            "CALLCENTER_DATABASE_URL": self.database_url,
            "CALLCENTER_PARENT": str(os.getpid()),
            "CALLCENTER_LOG_FORMAT": "json",
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--workers", str(self._workers)], env=environment, stdout=log, stderr=log
            )
        wait_until(self.is_ready, START_SECONDS, self._log.read_text)
        return self

    @property
    def pid(self) -> int:
        """The process that was started."""
        assert self._process is not None, "it was started"
        return self._process.pid

    def is_ready(self) -> bool:
        """What /readyz says; a service that is not there is not ready."""
        assert self._process is not None, "it was started"
        assert self._process.poll() is None, self._log.read_text()
        try:
            return self.http.get("/readyz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        assert self._process is not None, "it was started"
        self._process.terminate()
        self._process.wait(30)

    def is_killed(self) -> None:
        """The power goes: no goodbye, nothing finished."""
        assert self._process is not None, "it was started"
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(30)

    def is_restarted(self) -> None:
        """Stop it properly and start it again."""
        self.stop()
        self.start()

    def token_of(self, person: str) -> str:
        """The person's bearer token; signs in the first time."""
        if person not in self.tokens:
            sign_in = {"login": person.lower(), "password": PASSWORD}
            answer = self.http.post("/api/v1/tokens", json=sign_in)
            assert answer.status_code == httpx.codes.CREATED, answer.text
            self.tokens[person] = answer.json()["token"]
        return self.tokens[person]

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """A look into the database, for what no door shows."""

        async def look(connection: asyncpg.Connection) -> list[dict[str, Any]]:
            return [dict(row) for row in await connection.fetch(query, *values)]

        return connected(self.database_url, look)

    def verify(self) -> subprocess.CompletedProcess[str]:
        """What `callcenter verify` says."""
        environment = {**os.environ, "CALLCENTER_DATABASE_URL": self.database_url}
        command = [sys.executable, "-m", "callcenter", "verify"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(
    comes_true: Callable[[], object], seconds: float = PATIENCE_SECONDS, tell: Callable[[], str] = str
) -> None:
    """Look again and again; raises when it has not come true in so many seconds."""
    until = time.monotonic() + seconds
    while not comes_true():
        assert time.monotonic() < until, f"not in {seconds} s: {tell()}"
        time.sleep(0.05)


def connected(url: str, work: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    """One piece of work on a connection of its own."""

    async def run() -> T:
        connection = await asyncpg.connect(url)
        try:
            return await work(connection)
        finally:
            await connection.close()

    return asyncio.run(run())


@contextmanager
def open_centre(server_url: str, *, workers: int = 1) -> Iterator[Centre]:
    """A running centre on a fresh database of the small district, gone afterwards."""
    name = f"c_{uuid4().hex[:16]}"
    url = with_database(server_url, name)
    connected(server_url, lambda c: c.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy"))
    try:
        furnish(url)
        with serving(url, workers=workers) as centre:
            yield centre
    finally:
        connected(server_url, lambda c: drop(c, name))


@contextmanager
def serving(database_url: str, *, workers: int = 1) -> Iterator[Centre]:
    """A running centre on this furnished database."""
    with TemporaryDirectory(prefix="callcenter-") as directory:
        centre = Centre(database_url, Path(directory), workers=workers)
        with centre.http:
            try:
                yield centre.start()
            finally:
                centre.stop()


def furnish(url: str) -> None:
    """Plant the small district, with sign-ins, tokens and things to keep private."""
    asyncio.run(_furnish(url))


async def _furnish(url: str) -> None:
    database = Database(url, pool_size=3, name="test")
    await database.open()
    await plant(database)
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    units = [unit_of(station, place) for station, count in HOMES.items() for place in range(1, count + 1)]
    async with database.transaction() as connection:
        await connection.execute("UPDATE staff SET password_hash = $1", quick.hash(PASSWORD))
        await connection.execute(PRIVATE)
        await connection.executemany(
            "INSERT INTO unit_tokens (token_hash, unit) VALUES ($1, $2)",
            [(sha256(unit_token(unit).encode()).digest(), unit) for unit in units],
        )
    await database.close()


def unit_token(unit: str) -> str:
    """The token that this unit shows."""
    return f"token-of-{unit}"
