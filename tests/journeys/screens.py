"""A screen on the live wire: reads frames, counts `n`, keeps the calls it was told of, and confirms what it shows."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Self

import msgspec
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE_SECONDS = 15.0
Message = dict[str, Any]


class Screen:
    """One socket of one person; with `confirms=False` it shows offers and tells nobody."""

    def __init__(self, url: str, headers: dict[str, str], *, me: str = "", confirms: bool = True) -> None:
        self._url = url.replace("http", "ws", 1) + "/api/v1/live"
        self._headers = headers
        self._me = me
        self._confirms = confirms
        self._socket: ClientConnection | None = None
        self._closing = ExitStack()
        self._told: list[Message] = []
        self.calls: dict[str, Message] = {}
        self.welcome: Message = {}
        self.epoch = ""
        self.seq = 0
        self.positions = 0
        self._n = 0

    def connects(self, *, origin: str | None = None) -> Self:
        """Open the socket, without a word yet."""
        way = connect(
            self._url,
            origin=Origin(origin) if origin else None,
            subprotocols=[Subprotocol("care.v1")],
            additional_headers=self._headers,
            proxy=None,
            max_queue=None,
        )
        self._socket = self._closing.enter_context(way)
        self._n = 0
        return self

    def begins(self) -> Self:
        """Connect and start from a snapshot."""
        self.connects().says(type="hello")
        return self._welcomed()

    def resumes(self, epoch: str | None = None) -> Self:
        """Connect again and go on after the last number seen."""
        self.connects().says(type="hello", resume={"epoch": epoch or self.epoch, "seq": self.seq})
        return self._welcomed()

    def is_welcomed(self) -> Message:
        """The server's first word."""
        return self._next(lambda message: message["type"] == "welcome", "a welcome")

    def _welcomed(self) -> Self:
        self.welcome = self.is_welcomed()
        self.epoch = self.welcome["epoch"]
        if self.welcome["mode"] == "snapshot":
            self._next(lambda message: message["type"] == "snapshot", "a snapshot")
        return self

    def says(self, **message: object) -> None:
        """Send one message."""
        self.socket.send(msgspec.json.encode(message).decode())

    @property
    def socket(self) -> ClientConnection:
        """The open socket."""
        assert self._socket is not None, "connect first"
        return self._socket

    def drops(self) -> None:
        """The connection is lost."""
        self._closing.close()

    def hears(self, kind: str, **fields: object) -> Message:
        """The next fact of this kind with these fields, each fact once."""

        def fits(message: Message) -> bool:
            fact = message.get("fact", {})
            return fact.get("kind") == kind and all(fact.get(name) == value for name, value in fields.items())

        event = self._next(fits, f"{kind} {fields}")
        fact: Message = event["fact"]
        return fact

    def shows(self, call: str, **fields: object) -> Message:
        """The call as this screen shows it, once it shows these fields; None is what a screen does not know."""

        def fits() -> bool:
            shown = self.calls.get(call, {})
            return call in self.calls and all(shown.get(name) == value for name, value in fields.items())

        until = time.monotonic() + PATIENCE_SECONDS
        while not fits():
            try:
                self._read(until)
            except TimeoutError:
                raise AssertionError(f"{self._me} never saw {call} {fields}, only {self.calls}") from None
        return self.calls[call]

    def hears_pong(self) -> Message:
        """The answer to a ping."""
        return self._next(lambda message: message["type"] == "pong", "a pong")

    def hears_position(self) -> int:
        """The number up to which the server says this screen is complete."""
        seen = self.positions
        until = time.monotonic() + PATIENCE_SECONDS
        while self.positions == seen:
            self._read(until)
        return self.seq

    def hears_goodbye(self) -> Message:
        """The server's last words."""
        return self._next(lambda message: message["type"] == "bye", "a bye")

    def kinds(self) -> list[str]:
        """The facts that were told and not yet asked for, in order."""
        return [message["fact"]["kind"] for message in self._told if message["type"] == "event"]

    def events_since(self, seq: int) -> list[int]:
        """The numbers of the events that came after `seq` and were not asked for, in order."""
        return [told["seq"] for told in self._told if told["type"] == "event" and told["seq"] > seq]

    def is_closed(self) -> int:
        """Read on until the server closes; the code it gives."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                self._read(until)
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006
        raise AssertionError("the socket is still open")

    def _next(self, fits: Callable[[Message], bool], what: str) -> Message:
        until = time.monotonic() + PATIENCE_SECONDS
        looked_at = 0
        while True:
            for place in range(looked_at, len(self._told)):
                if fits(self._told[place]):
                    return self._told.pop(place)
            looked_at = len(self._told)
            try:
                self._read(until)
            except TimeoutError:
                raise AssertionError(f"{self._me} never heard {what}, only {self.kinds()}") from None

    def _read(self, until: float) -> None:
        told = msgspec.json.decode(self.socket.recv(timeout=max(0.0, until - time.monotonic())))
        for message in told if isinstance(told, list) else [told]:
            self._take(message)

    def _take(self, message: Message) -> None:
        if "n" in message:
            self._n += 1
            assert message["n"] == self._n, f"a hole before {message['n']}"
        if "seq" in message:
            assert message["seq"] >= self.seq or message["type"] in {"snapshot", "welcome"}, "the feed went back"
        match message["type"]:
            case "snapshot":
                self.calls, self.seq = message["state"]["calls"], message["seq"]
            case "event":
                self.seq = message["seq"]
                self._merge(message)
                self._confirm(message)
            case "position":
                self.seq = message["seq"]
                self.positions += 1
                return
        self._told.append(message)

    def _merge(self, event: Message) -> None:
        for call, fields in event.get("changed", {}).get("calls", {}).items():
            self.calls[call] = {**self.calls.get(call, {}), **fields}
        for call in event.get("gone", {}).get("calls", []):
            self.calls.pop(call, None)

    def _confirm(self, event: Message) -> None:
        fact = event["fact"]
        if self._confirms and fact["kind"] == "offer_made" and fact["caregiver"] == self._me:
            self.says(type="ack", seq=event["seq"])
