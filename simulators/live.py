"""The live socket of one person: hello, resume, acknowledge, and never believe a silent line.

Counts `n` on every connection; a hole means news was lost, so it is counted and the socket is opened anew. Fifteen
seconds of silence open it anew too. A frame that breaks the contract is kept in the journal and counted.
"""

import asyncio
from typing import Any, Protocol

import aiohttp
import msgspec

from simulators import clock
from simulators.person import Person
from simulators.wire import Json, encode

SILENCE_SECONDS = 15.0
PING_EVERY_TICKS = 10
LONGEST_BACKOFF_SECONDS = 10.0
NOT_SIGNED_IN = {401, 4401}
RESYNC = 4409
LONGEST_QUOTE = 2000


class Listener(Protocol):
    """Somebody who hears the news of a live socket."""

    def on_snapshot(self, state: Json) -> None:
        """Take the whole state anew."""

    def on_fact(self, fact: Json) -> bool:
        """Take one fact; true means it must be acknowledged at once."""


class HoleError(Exception):
    """A frame came whose `n` does not follow the one before."""


class LiveSocket:
    """Keeps one person connected until cancelled."""

    def __init__(self, person: Person, listener: Listener) -> None:
        self._person = person
        self._listener = listener
        self._tally = person.world.ledger.tally
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._epoch = ""
        self._seq: int | None = None
        self._acknowledged = 0
        self._n = 0
        self._wait_seconds: float | None = None
        self.welcomed = asyncio.Event()

    async def run(self) -> None:
        """Connect, listen, reconnect with full jitter; ends only by cancellation."""
        attempt = 0
        while True:
            await self._person.line.up.wait()
            self.welcomed.clear()
            verdict = await self._one_connection()
            if verdict in NOT_SIGNED_IN:
                await self._person.signs_in()
            attempt = 0 if self.welcomed.is_set() else attempt + 1
            self._tally["reconnects"] += 1
            self._person.notes("disconnected", verdict=verdict, seq=self._seq)
            longest = min(LONGEST_BACKOFF_SECONDS, 0.5 * 2 ** min(attempt, 5))
            wait = self._person.die.uniform(0, longest) if self._wait_seconds is None else self._wait_seconds
            self._wait_seconds = None
            await asyncio.sleep(wait)

    def cut(self) -> None:
        """Break the connection as a dead network does, without a goodbye."""
        raw = self._socket.get_extra_info("socket") if self._socket else None
        if raw is not None:
            try:
                raw.shutdown(2)
            except OSError:
                return

    async def _one_connection(self) -> int | str:
        try:
            async with await self._person.world.wire.live(self._person.token) as socket:
                self._socket = socket
                return await self._listen(socket)
        except aiohttp.WSServerHandshakeError as refusal:
            return refusal.status
        except HoleError as hole:
            self._tally["n_holes"] += 1
            return str(hole)
        except TimeoutError:
            self._tally["silences"] += 1
            return "silence"
        except (aiohttp.ClientError, OSError) as trouble:
            return type(trouble).__name__
        finally:
            if self._socket is not None and self.welcomed.is_set():
                self._person.world.ledger.sockets["connected"] -= 1
            self._socket = None

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> int | str:
        self._n = 0
        hello: dict[str, Any] = {"type": "hello"}
        if self._seq is not None:
            hello["resume"] = {"epoch": self._epoch, "seq": self._seq}
        await self._say(socket, hello)
        ticks = asyncio.create_task(self._ticks(socket))
        try:
            while True:
                message = await socket.receive(timeout=SILENCE_SECONDS)
                if message.type is not aiohttp.WSMsgType.TEXT:
                    return self._closed(socket)
                await self._frames(socket, message.data)
        finally:
            ticks.cancel()

    def _closed(self, socket: aiohttp.ClientWebSocketResponse) -> int | str:
        if socket.close_code == RESYNC:
            self._seq = None
        return socket.close_code or "closed"

    async def _frames(self, socket: aiohttp.ClientWebSocketResponse, text: str) -> None:
        at_once = False
        try:
            decoded = msgspec.json.decode(text)
            for frame in decoded if isinstance(decoded, list) else [decoded]:
                at_once |= self._take(frame)
        except (KeyError, TypeError, ValueError) as error:
            self._tally["unreadable frames"] += 1
            self._person.notes("unreadable", error=repr(error), frame=text[:LONGEST_QUOTE])
        if at_once:
            await self._acknowledge(socket)

    def _take(self, frame: Json) -> bool:
        match frame["type"]:
            case "welcome":
                self._welcome(frame)
            case "snapshot":
                self._seq = int(frame["seq"])
                self._listener.on_snapshot(frame["state"])
            case "event":
                self._count(frame)
                return self._event(frame)
            case "position":
                self._count(frame)
                self._seq = max(int(frame["seq"]), self._seq or 0)
            case "bye":
                low, high = frame.get("retry_in") or (0, 5000)
                self._wait_seconds = self._person.die.uniform(low, high) / 1000
            case _:
                return False
        return False

    def _welcome(self, frame: Json) -> None:
        ledger = self._person.world.ledger
        if self._seq is not None:
            self._tally["resumes" if frame["mode"] == "resume" else "snapshots"] += 1
        self._epoch = str(frame["epoch"])
        ledger.began_at(int(frame["seq"]))
        ledger.sockets["connected"] += 1
        self._person.notes("welcomed", mode=frame["mode"], seq=frame["seq"], resumed_from=self._seq)
        self.welcomed.set()

    def _count(self, frame: Json) -> None:
        self._n += 1
        if frame["n"] != self._n:
            story = f"hole: n {frame['n']} came where {self._n} was due"
            raise HoleError(story)

    def _event(self, frame: Json) -> bool:
        seq = int(frame["seq"])
        if self._seq is not None and seq <= self._seq:
            self._tally["events heard twice"] += 1
            return False
        self._seq = seq
        self._person.sees(str(frame["fact"].get("call")), frame["fact"].get("version"))
        return self._listener.on_fact(frame["fact"])

    async def _acknowledge(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        if self._seq is not None and self._seq > self._acknowledged:
            self._acknowledged = self._seq
            await self._say(socket, {"type": "ack", "seq": self._seq})

    async def _ticks(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        tick = 0
        while not socket.closed:
            await asyncio.sleep(1)
            tick += 1
            await self._acknowledge(socket)
            if tick % PING_EVERY_TICKS == 0:
                await self._say(socket, {"type": "ping", "sent": clock.wall()})

    async def _say(self, socket: aiohttp.ClientWebSocketResponse, frame: Json) -> None:
        try:
            await socket.send_str(encode(frame).decode())
        except (aiohttp.ClientError, OSError):
            self._person.notes("unsaid", frame=frame["type"])
