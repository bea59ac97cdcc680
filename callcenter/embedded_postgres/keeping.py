"""Keeping the embedded database: a server that dies while somebody uses it is opened again within seconds.

What was committed is there again after PostgreSQL's own recovery. Meanwhile whoever asks is told to come again.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import structlog

from callcenter.embedded_postgres.errors import EmbeddedPostgresError
from callcenter.embedded_postgres.opening import EmbeddedPostgres

log = structlog.get_logger()

LOOK_SECONDS = 1.0


@contextmanager
def kept(server: EmbeddedPostgres, reopen: Callable[[], EmbeddedPostgres]) -> Iterator[None]:
    """Watch the server until the block is left, then release it, and whatever was opened in its place."""
    opened = [server]
    leaving = threading.Event()
    watcher = threading.Thread(target=_watch, args=(opened, reopen, leaving), daemon=True, name="keep-database")
    watcher.start()
    try:
        yield
    finally:
        leaving.set()
        watcher.join()
        for one in opened:
            one.release()


def _watch(opened: list[EmbeddedPostgres], reopen: Callable[[], EmbeddedPostgres], leaving: threading.Event) -> None:
    while not leaving.wait(LOOK_SECONDS):
        if _answers(opened[0].url):
            continue
        log.warning("the embedded database is gone, starting it again")
        try:
            again = reopen()
        except EmbeddedPostgresError as trouble:
            log.error("the embedded database does not start", reason=str(trouble))  # noqa: TRY400 - said in full
            continue
        opened.append(again)
        if again.url != opened[0].url:
            log.error("the embedded database has moved: restart the service", origin=again.origin)
        else:
            log.warning("the embedded database runs again", origin=again.origin)


def _answers(url: str) -> bool:
    at = urlsplit(url)
    try:
        with socket.create_connection((at.hostname or "", at.port or 0), timeout=LOOK_SECONDS):
            return True
    except OSError:
        return False
