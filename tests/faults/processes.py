"""Other servers: processes of their own, each with a committer on the same database, that can be killed at any moment.

The test speaks to one through a pipe. What a server says there has left it, whatever happens to it afterwards.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from callcenter.clock import new_id
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.storage.asking import running

Job = Callable[[Committer, Connection], Awaitable[None]]

_spawn = multiprocessing.get_context("spawn")


class Server:
    """One process at its job, from the start to its end."""

    def __init__(self, database: Database, job: Job, *, committer: type[Committer] = Committer, name: str) -> None:
        self.name = name
        self._pipe, theirs = _spawn.Pipe()
        self._process = _spawn.Process(target=_live, args=(database.url, job, committer, theirs, name), daemon=True)
        self._process.start()
        theirs.close()

    def tell(self, message: object) -> None:
        """Say something to it."""
        self._pipe.send(message)

    async def says(self) -> Any:  # noqa: ANN401 - whatever its job has to say
        """What it says next; raises `EOFError` when it has died."""
        return await asyncio.to_thread(self._pipe.recv)

    def last_words(self) -> list[Any]:
        """Everything it has said and nobody has heard yet."""
        said = []
        try:
            while self._pipe.poll():
                said.append(self._pipe.recv())
        except EOFError:
            pass
        return said

    @property
    def is_alive(self) -> bool:
        """True until it has ended or was killed."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End it without a word of warning."""
        if self.is_alive and self._process.pid is not None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def bury(self) -> None:
        """Kill it if it lives, and let go of everything."""
        self.kill()
        self._pipe.close()
        self._process.close()


@contextmanager
def servers(database: Database, *jobs: Job, committer: type[Committer] = Committer) -> Iterator[list[Server]]:
    """A server for each job; none of them outlives the block."""
    started = [
        Server(database, job, committer=committer, name=f"server {place}") for place, job in enumerate(jobs, start=1)
    ]
    try:
        yield started
    finally:
        for server in started:
            server.bury()


def _live(url: str, job: Job, committer: type[Committer], pipe: Connection, name: str) -> None:
    asyncio.run(_work(url, job, committer, pipe, name))


async def _work(url: str, job: Job, committer: type[Committer], pipe: Connection, name: str) -> None:
    database = Database(url, pool_size=4, name=name)
    await database.open()
    async with running(committer(database, new_id)) as at_work:
        await job(at_work, pipe)
    await database.close()


async def hear(pipe: Connection) -> Any:  # noqa: ANN401 - whatever the test says
    """What the test says next, without holding up the server's other work."""
    return await asyncio.to_thread(pipe.recv)
