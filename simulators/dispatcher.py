"""A dispatcher at the board: sees everything, speaks to homes nobody has answered, closes technical tasks.

Dispatchers are also the eyes of the measurement: the first of them to hear of a press sets its press-to-screen time.
"""

import asyncio
from zlib import crc32

from simulators import clock
from simulators.board import Board
from simulators.chance import takes
from simulators.credentials import StaffCredential
from simulators.live import LiveSocket
from simulators.person import Person
from simulators.wire import Json
from simulators.world import World

LOOKS_EVERY_SECONDS = 5.0
PICKS_UP_SECONDS = 10.0
TALKS_SECONDS = 60.0
REPAIRS_SECONDS = 900.0
LONG_WAIT_SECONDS = 60.0
ATTENDS_SHARE = 0.6
ASSIGNS_SHARE = 0.5
DESK_TASKS = {"technical", "welfare"}


class Dispatcher:
    """One desk of several; each call belongs to one desk, so that two never do the same work."""

    def __init__(self, credential: StaffCredential, world: World, *, desk: int, desks: int) -> None:
        self.person = Person(credential, world, journal=world.journals.dispatchers)
        self.socket = LiveSocket(self.person, self)
        self.board = Board()
        self._desk = desk
        self._desks = desks
        self._seen_to: set[str] = set()
        self._tasks = asyncio.TaskGroup()

    async def run(self) -> None:
        """Sign in and watch the board until cancelled."""
        await self.person.signs_in()
        async with self._tasks:
            self._tasks.create_task(self.socket.run())
            self._tasks.create_task(self._looks())

    def on_snapshot(self, state: Json) -> None:
        """Take the board anew, and with it the desk's own tasks."""
        self.board.replace(state)
        for call, entry in self.board.calls.items():
            self.person.world.ledger.on_board(call)
            if entry.kind in DESK_TASKS:
                self._sees_to(call, technical=True)

    def on_fact(self, fact: Json) -> bool:
        """Show the fact, measure it, and act on what nobody has answered."""
        self.board.take(fact)
        self.person.world.ledger.heard(fact)
        call = str(fact.get("call"))
        if fact["kind"] in {"call_raised", "call_repeated", "call_accepted", "call_resolved"}:
            self.person.notes("heard", kind=fact["kind"], call=call, unit=fact.get("unit"), n=fact.get("n"))
        if fact["kind"] == "call_unanswered":
            self._sees_to(call, technical=False)
        elif fact["kind"] == "call_raised" and fact["call_kind"] in DESK_TASKS:
            self._sees_to(call, technical=True)
        return False

    async def _looks(self) -> None:
        while True:
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
            long_ago = clock.monotonic() - LONG_WAIT_SECONDS
            for call, entry in list(self.board.calls.items()):
                if entry.kind == "emergency" and entry.state == "waiting" and entry.since < long_ago:
                    self._sees_to(call, technical=False)

    def _sees_to(self, call: str, *, technical: bool) -> None:
        if call in self._seen_to or crc32(call.encode()) % self._desks != self._desk:
            return
        self._seen_to.add(call)
        self._tasks.create_task(self._repairs(call) if technical else self._attends(call))

    async def _repairs(self, call: str) -> None:
        await self._spends(REPAIRS_SECONDS)
        if call in self.board.calls:
            await self.person.does(call, "resolve", outcome="restored")

    async def _attends(self, call: str) -> None:
        if self.person.die.random() > ATTENDS_SHARE or await self.person.is_left_to_the_newcomer(call):
            return
        await self._spends(PICKS_UP_SECONDS)
        if not self._waits(call):
            return
        answer = await self.person.does(call, "answer")
        if not answer.ok:
            return
        await self._spends(TALKS_SECONDS)
        await self.person.does(call, "note", text="Spoken to the resident; somebody is being sent.")
        if self._waits(call) and self.person.die.random() < ASSIGNS_SHARE:
            free = self.board.free_caregiver(self.board.calls[call].station)
            if free:
                await self.person.does(call, "assign", caregiver=free)

    def _waits(self, call: str) -> bool:
        return call in self.board.calls and self.board.calls[call].state == "waiting"

    async def _spends(self, median_seconds: float) -> None:
        await asyncio.sleep(takes(self.person.die, median_seconds, speed=self.person.world.speed))
