"""Caregivers elsewhere whose phones are reached: each confirms an offer, every other one looks at it, none says yes."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

PING_SECONDS = 5.0


class Crowd:
    """Sockets of people who only listen."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("http", "ws", 1) + "/api/v1/live"

    async def listen(self, tokens: Iterable[str], ready: Event) -> None:
        """Hold every socket open until cancelled; `ready` when all are connected."""
        began: list[asyncio.Event] = []
        async with asyncio.TaskGroup() as group:
            for place, token in enumerate(tokens):
                began.append(asyncio.Event())
                group.create_task(self._phone(token, began[-1], looks=place % 2 == 0))
            for begun in began:
                await begun.wait()
            ready.set()

    async def _phone(self, token: str, begun: asyncio.Event, *, looks: bool) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        async with connect(
            self._url, subprotocols=[Subprotocol("care.v1")], additional_headers=headers, proxy=None, max_size=None
        ) as socket:
            await socket.send(json.dumps({"type": "hello"}))
            begun.set()
            with suppress(ConnectionClosed):
                await asyncio.gather(self._hear(socket, looks=looks), self._live(socket))

    async def _live(self, socket: ClientConnection) -> None:
        while True:
            await socket.send(json.dumps({"type": "ping", "sent": 0}))
            await asyncio.sleep(PING_SECONDS)

    async def _hear(self, socket: ClientConnection, *, looks: bool) -> None:
        async for text in socket:
            told: Any = json.loads(text)
            for message in told if isinstance(told, list) else [told]:
                if message["type"] == "event" and message["fact"]["kind"] == "offer_made":
                    await socket.send(json.dumps({"type": "ack", "seq": message["seq"]}))
                    if looks:
                        await socket.send(json.dumps({"type": "seen", "offer": message["fact"]["offer"]}))


@contextmanager
def listening(url: str, tokens: Iterable[str]) -> Iterator[None]:
    """These people's phones are reached while the block lasts."""
    ready, over = Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def listen() -> None:
        everybody = asyncio.create_task(Crowd(url).listen(tokens, ready))
        await over.wait()
        everybody.cancel()
        await asyncio.gather(everybody, return_exceptions=True)

    thread = Thread(target=loop.run_until_complete, args=(listen(),))
    thread.start()
    try:
        assert ready.wait(20), "their phones do not get through"
        yield
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()
