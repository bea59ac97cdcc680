"""The database goes away, or stops writing: nothing is acknowledged, and all goes on by itself when it is back."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest

from callcenter.embedded_postgres import EmbeddedPostgres, open_embedded
from callcenter.embedded_postgres.contact import ADDRESS, SUPERUSER
from callcenter.embedded_postgres.home import Home
from callcenter.storage.migrating import migrate
from tests.journeys.centre import connected, furnish, serving, wait_until
from tests.journeys.people import Town


class OwnPostgres:
    """A server of the test's own, which it may stop and start; always at the same address."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.server: EmbeddedPostgres = open_embedded(directory)
        self.url = self.server.url

    @contextmanager
    def away(self) -> Iterator[None]:
        """For a while nobody answers at its port; then it is back, with everything that was committed."""
        self.server.release()
        try:
            yield
        finally:
            self.server = open_embedded(self._directory)
        assert self.server.url == self.url

    @contextmanager
    def demoted(self) -> Iterator[None]:
        """For a while another server is the primary: this one keeps its connections, and refuses to write."""
        self._tells("ALTER SYSTEM SET default_transaction_read_only = on")
        try:
            yield
        finally:
            self._tells("ALTER SYSTEM RESET default_transaction_read_only")

    def _tells(self, order: str) -> None:
        memory = Home(self._directory).recall()
        assert memory is not None, "it was opened"

        async def tell(connection: asyncpg.Connection) -> None:
            await connection.execute(order)
            await connection.execute("SELECT pg_reload_conf()")

        password = memory.superuser_password
        connected(f"postgresql://{SUPERUSER}:{password}@{ADDRESS}:{memory.port}/postgres", tell)


@pytest.fixture(scope="module")
def postgres() -> Iterator[OwnPostgres]:
    """A database server that no other test uses."""
    directory = Path(tempfile.mkdtemp(prefix="callcenter-"))
    directory.chmod(0o755)
    try:
        postgres = OwnPostgres(directory / "data")
        migrate(postgres.url)
        furnish(postgres.url)
        yield postgres
        postgres.server.release()
    finally:
        shutil.rmtree(directory)


@pytest.fixture(scope="module")
def town(postgres: OwnPostgres) -> Iterator[Town]:
    """The small district on that server."""
    with serving(postgres.url) as centre:
        town = Town(centre)
        town.goes_to_rest()
        yield town


def is_refused(answer: httpx.Response) -> None:
    """Not acknowledged, and asked to be said again."""
    assert (answer.status_code, answer.json()["code"]) == (503, "not_committed")
    assert int(answer.headers["retry-after"]) >= 1


def test_while_the_database_is_away_nothing_is_acknowledged(postgres: OwnPostgres, town: Town) -> None:
    """The unit keeps the press and repeats it; the first acknowledgement is a true one."""
    home, board = town.resident("101"), town.person("D1").opens_screen()
    message = {"boot": "b1", "n": 1, "kind": "press", "button": "emergency"}
    before = home.signals(kind="heartbeat")

    with postgres.away():
        is_refused(home.sends(message))
        is_refused(home.sends({**message, "kind": "heartbeat", "n": 2}))
        is_refused(town.person("D1").asks("GET", "/calls"))
        wait_until(lambda: not town.centre.is_ready())
    wait_until(lambda: home.sends(message).status_code == 200)
    wait_until(town.centre.is_ready)

    assert before.status_code == 200
    (call,) = town.person("D1").asks("GET", "/calls", params={"state": "open"}).json()["calls"]
    assert home.sends(message).json()["duplicate"] is True
    assert board.shows(call["id"], wave=4)["unit"] == "U101"
    town.goes_to_rest()


def test_a_server_that_only_reads_is_left_until_it_writes_again(postgres: OwnPostgres, town: Town) -> None:
    """As after a failover: 503, not ready, and then on as if nothing had been."""
    home = town.resident("102")
    message = {"boot": "b2", "n": 1, "kind": "press", "button": "emergency"}
    assert home.signals(kind="heartbeat").status_code == 200

    with postgres.demoted():
        is_refused(home.sends(message))
        wait_until(lambda: not town.centre.is_ready())
        is_refused(town.person("D1").tries("answer", str(UUID(int=1))))
    wait_until(lambda: home.sends(message).status_code == 200)
    wait_until(town.centre.is_ready)

    assert home.sends(message).json()["call"]["state"] == "waiting"
    assert town.centre.verify().returncode == 0
    town.goes_to_rest()
