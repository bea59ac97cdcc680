"""A morning in which everything happens: each step makes facts, and together they make every kind there is.

It is a story in steps, so that whoever looks on may look after each one.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from callcenter.domain import commands as c
from callcenter.domain.facts import Actor
from callcenter.domain.ids import Button, CallId, Fault, OfferId, ReportedFault, Role, SignalKind, StaffId
from callcenter.domain.policy import Policy, StepLimits
from callcenter.flow.supervising import note_heard
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.submissions import ChangeShift, OnCall
from tests.storage.asking import (
    actor,
    ask,
    asks,
    beat,
    ends,
    hears,
    offers_of,
    opens,
    orders,
    press,
    press_at,
    quiet_since,
    starts,
)

HURRIED = StepLimits(departure_seconds=1, arrival_seconds=2, resolution_seconds=2)
HASTE = Policy(
    wave_seconds=(0, 1, 2, 3, 4),
    repeat_seconds=1,
    offer_seconds=2,
    delivery_seconds=1,
    breach_seconds=2,
    claim_seconds=1,
    claim_heartbeat_seconds=1,
    emergency=HURRIED,
    assistance=HURRIED,
)


class Morning:
    """The steps, on one committer; `steps` yields the name of each after it has been done."""

    def __init__(self, committer: Committer, database: Database) -> None:
        self._committer = committer
        self._database = database

    async def steps(self) -> AsyncIterator[str]:
        """Do one step after another."""
        parts = (self._people_come, self._a_visit, self._a_crossing, self._the_desk, self._equipment, self._in_haste)
        for part in parts:
            async for step in part():
                yield step

    async def _ask(self, who: str, call: UUID, verb: type[c.Verb], **fields: Any) -> None:  # noqa: ANN401 - whatever a verb may hold
        await ask(self._committer, asks(who, call, verb, **fields))

    async def _look(self) -> None:
        while await self._committer.knock():
            pass

    async def _people_come(self) -> AsyncIterator[str]:
        for who in ("C101", "C102", "C201", "C301", "V1"):
            await ask(self._committer, starts(who, can_ring=who != "C301"))
            yield f"{who} comes on duty"
        change = ChangeShift(staff=StaffId("C301"), actor=actor("C301"), can_ring=True)
        await ask(self._committer, change)
        yield "the telephone of C301 rings again"
        await ask(self._committer, starts("C103"))
        await ask(self._committer, ends("C103"))
        yield "C103 comes and goes"
        async for step in self._phones():
            yield step

    async def _phones(self) -> AsyncIterator[str]:
        await ask(self._committer, starts("C202"))
        for who in ("C202", "C301"):
            await quiet_since(self._database, who, minutes=1)
        await self._committer.watch_phones()
        yield "two phones fall silent"
        await note_heard(self._database, {StaffId("C301"): 0.0})
        await self._committer.watch_phones()
        yield "one of them is heard again"
        await ask(self._committer, ends("C202"))
        yield "the owner of the other goes off duty"

    async def _a_visit(self) -> AsyncIterator[str]:
        call = await press_at(self._committer, "U101", button=Button.ASSISTANCE)
        yield "a press"
        await self._look()
        yield "two caregivers are asked"
        offer = OfferId((await offers_of(self._database, call))["C101"])
        seen = c.Deliver(actor=Actor(Role.CAREGIVER, "C101"), offer=offer)
        await ask(self._committer, OnCall(call=CallId(call), command=seen))
        yield "the screen of C101 shows the offer"
        looked = c.See(actor=Actor(Role.CAREGIVER, "C101"), offer=offer)
        await ask(self._committer, OnCall(call=CallId(call), command=looked))
        yield "C101 looks at it"
        await self._ask("C102", call, c.Decline, reason="busy")
        yield "C102 declines"
        await self._ask("C101", call, c.Accept)
        yield "C101 accepts"
        await self._ask("C101", call, c.Depart)
        yield "C101 sets out"
        await self._ask("C101", call, c.Arrive)
        yield "C101 arrives"
        await ask(self._committer, hears("U101", 2, SignalKind.PRESENCE, badge="C101"))
        yield "the unit sees the badge"
        await self._ask("C101", call, c.Resolve, outcome="helped", satisfaction=5)
        yield "the call is closed"
        await self._ask("D1", call, c.Note, text="谢谢")
        await self._ask("D1", call, c.Reopen, reason="called back")
        yield "the call is reopened"
        await self._ask("D1", call, c.Answer)
        await self._ask("D1", call, c.Resolve, outcome="advised")
        yield "the call is closed again"

    async def _a_crossing(self) -> AsyncIterator[str]:
        """C101 is called from green to red; the green call goes on to another station."""
        green = await press_at(self._committer, "U102", button=Button.ASSISTANCE)
        await self._look()
        await self._ask("C101", green, c.Accept)
        yield "C101 is on an assistance call"
        red = await press_at(self._committer, "U103")
        await self._look()
        await self._ask("C101", red, c.Accept)
        await self._look()
        yield "C101 is called away to an emergency"
        await self._ask("D1", green, c.Escalate)
        await self._ask("D1", green, c.Escalate)
        await self._look()
        yield "the neighbours are asked"
        await self._ask("C201", green, c.Accept)
        yield "a neighbour takes it"
        await ask(self._committer, press("U102", 2))
        await self._look()
        yield "the red button makes it an emergency"
        await ask(self._committer, hears("U102", 3, SignalKind.CANCEL))
        yield "the home asks to cancel"
        await self._ask("C201", green, c.Release, reason="flat tyre")
        await self._look()
        yield "the neighbour gives it back"
        await self._ask("D1", green, c.Assign, caregiver=StaffId("C102"))
        yield "a dispatcher assigns"

    async def _the_desk(self) -> AsyncIterator[str]:
        opened = await ask(self._committer, opens("D1", "R201"))
        call = UUID(opened["call"]["id"])
        yield "a dispatcher opens a call"
        await self._look()
        await self._ask("D2", call, c.Hold, seconds=60, reason="on the line")
        yield "the search is held"
        await self._ask("D2", call, c.Answer)
        await self._ask("D2", call, c.Answer)
        await self._ask("D1", call, c.Answer, take_over=True)
        yield "another dispatcher takes over"

    async def _equipment(self) -> AsyncIterator[str]:
        faulty = hears("U301", 1, SignalKind.STATUS, faults=(ReportedFault.MAINS_LOST,), battery_percent=9)
        await ask(self._committer, faulty)
        yield f"{Fault.MAINS_LOST} and {Fault.BATTERY_LOW}"
        await ask(self._committer, hears("U301", 5, SignalKind.STATUS, faults=(ReportedFault.MAINS_RESTORED,)))
        yield "the mains are back, three messages are missing"
        await ask(self._committer, beat("U302", 1))
        async with self._database.transaction() as connection:
            await connection.execute("UPDATE units SET last_heard_at = now() - interval '1 hour' WHERE id = 'U302'")
        await self._committer.mark_silent()
        yield "a unit is silent"
        await ask(self._committer, beat("U302", 2))
        yield "it is heard again"

    async def _in_haste(self) -> AsyncIterator[str]:
        await ask(self._committer, orders(HASTE))
        yield "another policy"
        await press_at(self._committer, "U202")
        held = await press_at(self._committer, "U203")
        await self._look()
        await self._ask("C201", held, c.Accept)
        yield "two more presses"
        for second in range(3):
            await asyncio.sleep(1.05)
            await self._look()
            yield f"second {second + 1} in haste"
        await ask(self._committer, orders(replace(Policy(), version=1)))
        yield "the old numbers again"
