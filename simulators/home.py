"""A home: a unit on the line, its pager, and a resident who presses.

The unit keeps every message, sends them one at a time in the order of `n`, and repeats the very same bytes until the
centre acknowledges. A press stands in the journal before it is sent.
"""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from simulators import clock
from simulators.chance import dice, pauses
from simulators.credentials import UnitCredential
from simulators.ledger import PressKey
from simulators.network import Line
from simulators.wire import Answer, Outcome, encode
from simulators.world import World

FIRST_HEARTBEAT_WITHIN_SECONDS = 60.0
HEARTBEAT_SECONDS = 60.0
BATTERY_LOW_PERCENT = 20.0
DAY_WRONG_SHARE = 0.004
PERMANENT_REFUSALS = {400, 413, 422}


@dataclass(frozen=True, slots=True)
class Message:
    """One signal with its number; the body is written once and never again."""

    n: int
    kind: str
    body: bytes


class Home:
    """One unit with its pager; `run` sends what the other methods put in its outbox."""

    def __init__(self, credential: UnitCredential, world: World) -> None:
        self.unit = credential.unit
        self.station = credential.station
        self._credential = credential
        self._world = world
        self._die = dice(world.seed, credential.unit)
        self.line = Line(self._die, world.scenario.weather)
        # Never from the seed: a second run of the same seed would repeat identities the centre already knows.
        self.boot = secrets.token_hex(4)
        self._n = 0
        self._outbox: asyncio.Queue[Message] = asyncio.Queue()
        self._beat_waits = False
        self._beat_timer: asyncio.TimerHandle | None = None
        self._mains = True
        self._battery = self._die.uniform(70, 100)
        self._pager_battery = self._die.uniform(BATTERY_LOW_PERCENT + 0.05, 100)
        self._skew = self._clock_skew()
        self._signal_dbm = self._die.randint(-95, -55)

    async def run(self) -> None:
        """Beat and send until cancelled."""
        self._beat_in(self._die.uniform(0, FIRST_HEARTBEAT_WITHIN_SECONDS))
        outages = asyncio.create_task(
            self.line.outages(self._world.scenario.weather.home_outage_every_seconds, lambda: None)
        )
        try:
            while True:
                await self._until_acknowledged(await self._outbox.get())
        finally:
            outages.cancel()
            if self._beat_timer:
                self._beat_timer.cancel()

    def presses(self, button: str) -> None:
        """Let the resident press a button: journal first, then the outbox."""
        message = self._compose("press", button=button, pager=self._credential.pager)
        self._world.journals.units.write(self.unit, "made", boot=self.boot, n=message.n, button=button)
        self._world.ledger.made(self._key(message))
        self._outbox.put_nowait(message)

    def cancels(self) -> None:
        """Let the resident press cancel."""
        message = self._compose("cancel", pager=self._credential.pager)
        self._world.journals.units.write(self.unit, "cancelled", boot=self.boot, n=message.n)
        self._outbox.put_nowait(message)

    def loses_mains(self, *, with_network: bool) -> None:
        """Go dark; most routers go dark with the house, and then nothing leaves until the power is back."""
        self._mains = False
        if with_network:
            self.line.fails("power")
        self._reports("mains_lost")

    def regains_mains(self) -> None:
        """Come back, say so, and send what was kept."""
        self._mains = True
        self._reports("mains_restored")
        self.line.recovers("power")

    def _reports(self, fault: str) -> None:
        message = self._compose("status", faults=[fault])
        self._world.journals.units.write(self.unit, "reported", boot=self.boot, n=message.n, fault=fault)
        self._outbox.put_nowait(message)

    def _beat(self) -> None:
        if not self._beat_waits:
            self._beat_waits = True
            self._outbox.put_nowait(self._compose("heartbeat"))

    def _beat_in(self, seconds: float) -> None:
        if self._beat_timer:
            self._beat_timer.cancel()
        self._beat_timer = asyncio.get_running_loop().call_later(seconds, self._beat)

    def _compose(self, kind: str, **fields: object) -> Message:
        self._n += 1
        self._drain_batteries()
        body = {
            "boot": self.boot,
            "n": self._n,
            "kind": kind,
            **fields,
            "at": clock.device_time(self._skew),
            "battery_percent": int(self._battery),
            "pager_battery_percent": int(self._pager_battery),
            "mains": self._mains,
            "signal_dbm": self._signal_dbm,
        }
        return Message(self._n, kind, encode(body))

    def _drain_batteries(self) -> None:
        was_fine = self._pager_battery >= BATTERY_LOW_PERCENT
        self._pager_battery = max(1.0, self._pager_battery - self._die.uniform(0, 0.01))
        self._battery = min(100.0, self._battery + 0.5) if self._mains else max(1.0, self._battery - 0.2)
        if was_fine and self._pager_battery < BATTERY_LOW_PERCENT:
            asyncio.get_running_loop().call_soon(self._reports, "pager_battery_low")

    def _clock_skew(self) -> timedelta:
        if self._die.random() < DAY_WRONG_SHARE:
            return timedelta(days=self._die.choice((-1, 1)))
        return timedelta(seconds=self._die.gauss(0, 8))

    def _key(self, message: Message) -> PressKey:
        return PressKey(self.unit, self.boot, message.n)

    async def _until_acknowledged(self, message: Message) -> None:
        waits: Iterator[float] = pauses(self._die)
        while True:
            answer = await self.line.carry(lambda: self._send(message))
            if answer.ok:
                self._acknowledged(message, answer)
                return
            self._unanswered(message, answer)
            if answer.status in PERMANENT_REFUSALS and message.kind != "press":
                self._gives_up(message)
                return
            await asyncio.sleep(next(waits))

    async def _send(self, message: Message) -> Answer:
        if message.kind == "press":
            self._world.ledger.sent(self._key(message))
        return await self._world.wire.request(
            "POST", "/api/v1/signals", token=self._credential.token, body=message.body
        )

    def _acknowledged(self, message: Message, answer: Answer) -> None:
        body, call = answer.body, answer.call.get("id")
        if message.kind == "press":
            self._world.journals.units.write(
                self.unit,
                "acknowledged",
                boot=self.boot,
                n=message.n,
                seq=body.get("seq"),
                received_at=body.get("received_at"),
                duplicate=body.get("duplicate"),
                call=call,
            )
            self._world.ledger.acknowledged(self._key(message), call)
        if message.kind == "heartbeat":
            self._beat_waits = False
        self._beat_in(float(body.get("next_heartbeat_seconds") or HEARTBEAT_SECONDS))

    def _unanswered(self, message: Message, answer: Answer) -> None:
        ledger = self._world.ledger
        ledger.tally["retries"] += 1
        if answer.outcome is Outcome.FAILED and answer.status:
            ledger.refusals[f"{message.kind}: {answer.code}"] += 1
        if message.kind == "press":
            self._world.journals.units.write(
                self.unit, answer.outcome.value, boot=self.boot, n=message.n, code=answer.code
            )

    def _gives_up(self, message: Message) -> None:
        self._world.journals.units.write(self.unit, "gave_up", boot=self.boot, n=message.n, kind=message.kind)
        if message.kind == "heartbeat":
            self._beat_waits = False
            self._beat_in(HEARTBEAT_SECONDS)
