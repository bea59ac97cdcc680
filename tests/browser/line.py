"""The line between one browser and the service, which a test may cut, or on which it may hold the news back.

It passes bytes on and understands nothing but this: a connection that asks for the live socket carries news.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

CHUNK = 65_536
NEWS = b"GET /api/v1/live"


class Line:
    """A port of its own that leads to the service."""

    def __init__(self, service_port: int, loop: asyncio.AbstractEventLoop) -> None:
        self._service_port = service_port
        self._loop = loop
        self._always = _open_gate()
        self._for_news = _open_gate()
        self._is_cut = False
        self._ends: set[asyncio.StreamWriter] = set()
        self._takers: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.url = ""

    def is_cut(self) -> None:
        """Nothing gets through, in either direction; whoever was connected loses the connection."""
        self._do(lambda: self._cut(True))

    def is_mended(self) -> None:
        """Whoever tries again gets through."""
        self._do(lambda: self._cut(False))

    def holds_news_back(self) -> None:
        """The live socket stays open and nothing comes out of it; requests are answered as ever."""
        self._do(self._for_news.clear)

    def lets_news_pass(self) -> None:
        """What was held back arrives, in its order, and everything after it."""
        self._do(self._for_news.set)

    async def begin(self) -> None:
        """Take whoever comes."""
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.url = "http://127.0.0.1:{1}".format(*self._server.sockets[0].getsockname())

    async def end(self) -> None:
        """Let go of everybody."""
        assert self._server is not None, "it has begun"
        self._server.close()
        self._cut(True)
        self._for_news.set()
        await asyncio.gather(*self._takers)

    def _cut(self, is_cut: bool) -> None:  # noqa: FBT001 - said by name where it matters
        self._is_cut = is_cut
        for end in self._ends if is_cut else ():
            end.transport.abort()

    def _do(self, work: Callable[[], object]) -> None:
        async def run() -> None:
            work()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(5)

    async def _take(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "the server makes one for each"
        self._takers.add(task)
        with suppress(OSError):
            service, to_service = await asyncio.open_connection("127.0.0.1", self._service_port)
            self._ends |= {to_browser, to_service}
            self._cut(self._is_cut)
            first = await browser.read(CHUNK)
            to_service.write(first)
            back = self._for_news if first.startswith(NEWS) else self._always
            await asyncio.gather(_pass(browser, to_service, self._always), _pass(service, to_browser, back))
            self._ends -= {to_browser, to_service}
        to_browser.close()
        self._takers.discard(task)


def _open_gate() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate


async def _pass(source: asyncio.StreamReader, to: asyncio.StreamWriter, gate: asyncio.Event) -> None:
    with suppress(OSError):
        while heard := await source.read(CHUNK):
            await gate.wait()
            to.write(heard)
            await to.drain()
    to.close()


@contextmanager
def open_line(service_port: int) -> Iterator[Line]:
    """A line to the service at this port, gone afterwards."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    line = Line(service_port, loop)
    asyncio.run_coroutine_threadsafe(line.begin(), loop).result(5)
    try:
        yield line
    finally:
        asyncio.run_coroutine_threadsafe(line.end(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
