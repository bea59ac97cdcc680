"""Ways in which a running centre stops telling news without dying."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import asyncpg

from tests.browser.demo import Demo

PATIENCE_SECONDS = 30


@contextmanager
def server_sleeps(demo: Demo) -> Iterator[None]:
    """The whole process stands still, as on a machine that is paused; nothing is lost."""
    os.kill(demo.centre.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(demo.centre.pid, signal.SIGCONT)


@contextmanager
def feed_stands_still(demo: Demo) -> Iterator[None]:
    """The server answers, and cannot read the feed: somebody has locked it, as a careless upkeep might."""
    is_locked, is_over = Event(), Event()

    async def lock() -> None:
        connection = await asyncpg.connect(demo.centre.database_url)
        async with connection.transaction():
            await connection.execute("LOCK TABLE facts IN ACCESS EXCLUSIVE MODE")
            is_locked.set()
            await asyncio.to_thread(is_over.wait, PATIENCE_SECONDS)
        await connection.close()

    thread = Thread(target=lambda: asyncio.run(lock()))
    thread.start()
    try:
        assert is_locked.wait(PATIENCE_SECONDS)
        yield
    finally:
        is_over.set()
        thread.join()
