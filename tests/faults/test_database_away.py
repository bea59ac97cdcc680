"""The database is stopped and comes back: nobody is told yes meanwhile, and nobody has to start anything again."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from callcenter.clock import new_id
from callcenter.domain.errors import NotCommitted
from callcenter.embedded_postgres import EmbeddedPostgres, open_embedded
from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.migrating import migrate
from tests.district import plant
from tests.storage.asking import as_owner, ask, beat, count, cut_connections, insist, press, running

DEMOTED = """
CREATE FUNCTION demoted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'cannot execute INSERT in a read-only transaction' USING ERRCODE = '25006'; END $$;
CREATE TRIGGER demoted BEFORE INSERT ON signals FOR EACH STATEMENT EXECUTE FUNCTION demoted();
"""


class Basement:
    """A PostgreSQL of the test's own, which can be switched off and on."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._server: EmbeddedPostgres | None = None

    async def switch_on(self) -> str:
        """Start it; where it is."""
        self._server = await asyncio.to_thread(open_embedded, self._home)
        return self._server.url

    async def switch_off(self) -> None:
        """Stop it, as for maintenance."""
        if self._server is not None:
            await asyncio.to_thread(self._server.release)


@asynccontextmanager
async def _planted(url: str) -> AsyncIterator[Database]:
    await asyncio.to_thread(migrate, url)
    database = Database(url, pool_size=3, name="test")
    await database.open()
    await plant(database)
    yield database
    await database.close()


@pytest.fixture
async def basement() -> AsyncIterator[Basement]:
    """A PostgreSQL that is switched off at the end and leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="callcenter-", ignore_cleanup_errors=True) as place:
        await asyncio.to_thread(Path(place).chmod, 0o755)
        basement = Basement(Path(place) / "data")
        yield basement
        await basement.switch_off()


async def test_presses_wait_for_the_database_and_none_is_lost(basement: Basement) -> None:
    """While it is off every press is answered "not yet"; once it is back the same press is taken, once."""
    url = await basement.switch_on()
    async with _planted(url) as database, running(Committer(database, new_id)) as committer:
        await ask(committer, press("U101"))
        await basement.switch_off()
        refused = await asyncio.gather(
            *(ask(committer, one) for one in (press("U102"), press("U103"), beat("U201", 1))), return_exceptions=True
        )
        same_place = await basement.switch_on()
        known = [(await insist(committer, press(unit)))["duplicate"] for unit in ("U101", "U102", "U103")]
        calls = await count(database, "SELECT count(*) FROM calls")
        findings = await verifying.verify(database)

    assert same_place == url
    assert [isinstance(one, NotCommitted) for one in refused] == [True] * 3
    assert known == [True, False, False]
    assert calls == 3
    assert findings.differences == []


async def test_a_server_that_turns_read_only_is_left_at_once(district: Database, committer: Committer) -> None:
    """A demoted server answers every question and takes nothing: its connections are dropped, not kept for days."""
    await ask(committer, beat("U102", 1))
    async with as_owner(district) as owner:
        await owner.execute(DEMOTED)
        before = await _connections(owner)
        with pytest.raises(NotCommitted):
            await ask(committer, press("U101"))
        await owner.execute("DROP TRIGGER demoted ON signals")

        taken = await insist(committer, press("U101"))

        assert not taken["duplicate"]
        assert before
        assert await _connections(owner) & before == set()


async def test_a_server_that_may_only_be_read_is_not_taken_for_the_primary(
    district: Database, committer: Committer
) -> None:
    """Whoever connects to a standby goes on looking; when it may be written again the same press is taken."""
    async with as_owner(district) as owner:
        name = await owner.fetchval("SELECT quote_ident(current_database())")
        await owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        await cut_connections(district)
        with pytest.raises(NotCommitted):
            await ask(committer, press("U101"))
        await owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = off")

    assert not (await insist(committer, press("U101")))["duplicate"]


async def _connections(owner: asyncpg.Connection) -> set[int]:
    rows = await owner.fetch(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'test'"
    )
    return {row["pid"] for row in rows}
