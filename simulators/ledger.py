"""What has happened so far in this run, seen from outside: every press made, and what the boards heard about it.

All figures are unscaled seconds of the simulators' own monotonic clock, from the moment a press was first sent.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from simulators import clock
from simulators.wire import Json

UNSEEN_IS_LOST_SECONDS = 5.0


class PressKey(NamedTuple):
    """The identity of a press on the wire: unit, boot and number."""

    unit: str
    boot: str
    n: int


@dataclass(slots=True)
class Press:
    """One press and the moments it has reached."""

    key: PressKey
    sent_at: float | None = None
    acknowledged_at: float | None = None
    call: str | None = None
    on_screen_at: float | None = None


@dataclass(slots=True)
class CallSeen:
    """A call that a press of this run raised."""

    press: Press
    accepted_at: float | None = None
    arrived_at: float | None = None


@dataclass(slots=True)
class Ledger:
    """The run's books; `tally` counts retries, reconnects and the like under the names the scorecard uses."""

    presses: dict[PressKey, Press] = field(default_factory=dict)
    calls: dict[str, CallSeen] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    sockets: Counter[str] = field(default_factory=Counter)
    feed_start: int | None = None
    nothing_waits: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: set[PressKey] = field(default_factory=set)
    _unseen: dict[PressKey, Press] = field(default_factory=dict)
    _calls_on_boards: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.nothing_waits.set()

    def made(self, key: PressKey) -> None:
        """Enter a press, before it is sent."""
        self.presses[key] = Press(key)
        self._waiting.add(key)
        self.nothing_waits.clear()

    def sent(self, key: PressKey) -> None:
        """Start the clock of a press at its first sending."""
        press = self.presses[key]
        press.sent_at = press.sent_at or clock.monotonic()

    def acknowledged(self, key: PressKey, call: str | None) -> None:
        """Note that the unit holds the centre's word for this press."""
        press = self.presses[key]
        press.acknowledged_at, press.call = clock.monotonic(), call
        self._waiting.discard(key)
        if not self._waiting:
            self.nothing_waits.set()
        if press.on_screen_at is None:
            self._unseen[key] = press

    @property
    def unacknowledged(self) -> int:
        """Count the presses that still wait for the centre's word."""
        return len(self._waiting)

    @property
    def on_no_board(self) -> int:
        """Count presses acknowledged over 5 s ago of which no board has heard: the first sign of a loss."""
        late = clock.monotonic() - UNSEEN_IS_LOST_SECONDS
        return sum(
            1
            for press in self._unseen.values()
            if press.acknowledged_at is not None
            and press.acknowledged_at < late
            and press.call not in self._calls_on_boards
        )

    def began_at(self, seq: int) -> None:
        """Remember the earliest feed position any socket was welcomed with."""
        self.feed_start = seq if self.feed_start is None else min(self.feed_start, seq)

    def on_board(self, call: str) -> None:
        """Note a call that a snapshot showed."""
        self._calls_on_boards.add(call)

    def heard(self, fact: Json) -> None:
        """Take a fact that reached a dispatcher's socket; the first socket to hear it sets the time."""
        call = str(fact.get("call"))
        match fact["kind"]:
            case "call_raised" | "call_repeated":
                self._on_screen(fact, call)
            case "call_accepted" | "call_assigned" if seen := self.calls.get(call):
                seen.accepted_at = seen.accepted_at or clock.monotonic()
            case "caregiver_arrived" | "arrival_proven" if seen := self.calls.get(call):
                seen.arrived_at = seen.arrived_at or clock.monotonic()
            case _:
                return

    def _on_screen(self, fact: Json, call: str) -> None:
        self.on_board(call)
        press = self.presses.get(PressKey(str(fact.get("unit")), str(fact.get("boot")), int(fact.get("n") or 0)))
        if press is None or press.on_screen_at is not None:
            return
        press.on_screen_at = clock.monotonic()
        self._unseen.pop(press.key, None)
        if fact["kind"] == "call_raised":
            self.calls[call] = CallSeen(press)

    def press_to_screen(self) -> list[float]:
        """Give the seconds from sending a press to a dispatcher's socket."""
        return [p.on_screen_at - p.sent_at for p in self.presses.values() if p.on_screen_at and p.sent_at]

    def press_to_accepted(self) -> list[float]:
        """Give the seconds from sending a press to the first acceptance, for calls that have one."""
        return [c.accepted_at - c.press.sent_at for c in self.calls.values() if c.accepted_at and c.press.sent_at]

    def press_to_arrived(self) -> list[float]:
        """Give the seconds from sending a press to the first arrival, for calls that have one."""
        return [c.arrived_at - c.press.sent_at for c in self.calls.values() if c.arrived_at and c.press.sent_at]
