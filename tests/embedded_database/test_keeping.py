"""A service on the embedded database goes on by itself when PostgreSQL is killed under it."""

import asyncio
import os
import signal
import threading
from pathlib import Path

import asyncpg

from callcenter.embedded_postgres import kept, open_embedded

PATIENCE_SECONDS = 30.0


def ask(url: str, statement: str) -> object:
    """One answer of the database, as soon as it gives one."""

    async def asking() -> object:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    connection = await asyncpg.connect(url, timeout=2)
                except (OSError, TimeoutError, asyncpg.PostgresError):
                    await asyncio.sleep(0.1)
                else:
                    answer = await connection.fetchval(statement)
                    await connection.close()
                    return answer

    return asyncio.run(asking())


def test_a_killed_database_comes_back_under_its_users_with_every_committed_row(data_dir: Path) -> None:
    """Nobody has to start it again, and the address stays the same."""
    server = open_embedded(data_dir)
    with kept(server, lambda: open_embedded(data_dir)):
        ask(server.url, "CREATE TABLE presses AS SELECT generate_series(1, 7) AS n")

        os.kill(server.pid, signal.SIGKILL)

        assert ask(server.url, "SELECT count(*) FROM presses") == 7


def test_the_database_stops_with_its_last_user_though_it_was_opened_twice(data_dir: Path) -> None:
    """What was opened in the place of the killed server is released too."""
    server = open_embedded(data_dir)
    with kept(server, lambda: open_embedded(data_dir)):
        os.kill(server.pid, signal.SIGKILL)
        ask(server.url, "SELECT 1")

    again = open_embedded(data_dir)
    again.release()
    assert "started" in again.origin
    assert "keep-database" not in {thread.name for thread in threading.enumerate()}
