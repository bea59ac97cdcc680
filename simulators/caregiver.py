"""A caregiver on a phone: hears an offer, thinks, accepts, walks, arrives, works and resolves.

Keeps at most one call at a time. What the centre refuses ends an attempt calmly; what it does not answer is sent
again. After a reconnect the snapshot tells what is still open to this person, and the walk goes on from there.
"""

import asyncio
from dataclasses import dataclass, field

from simulators.chance import takes
from simulators.credentials import StaffCredential
from simulators.live import LiveSocket
from simulators.person import Person
from simulators.wire import Json
from simulators.world import World

THINKS_SECONDS = 6.0
LEAVES_AFTER_SECONDS = 60.0
TRAVELS_SECONDS = 420.0
WORKS_SECONDS = 720.0
METRES_PER_SECOND = 2.5

FORGETS_SHARE = 0.03
DECLINES_SHARE = 0.06
RELEASES_SHARE = 0.01
FALSE_ALARM_SHARE = 0.10
NO_ANSWER_SHARE = 0.04
TRIES_AFTER_REFUSAL = 3

OFFER_AWAITS = {"open", "delivered"}
OFFER_ENDS = {"offer_withdrawn", "offer_expired", "offer_declined"}


@dataclass(slots=True)
class Errand:
    """The one call a caregiver is on; `lost` is set when it is no longer theirs."""

    call: str
    distance_metres: float | None = None
    lost: asyncio.Event = field(default_factory=asyncio.Event)


class Caregiver:
    """One person with the role caregiver."""

    def __init__(self, credential: StaffCredential, world: World) -> None:
        self.person = Person(credential, world, journal=world.journals.caregivers)
        self.socket = LiveSocket(self.person, self)
        self._offers: dict[str, str] = {}
        self._errand: Errand | None = None
        self._tasks = asyncio.TaskGroup()
        self._choosing = asyncio.Lock()

    async def run(self) -> None:
        """Sign in, start the shift and stay on the line until cancelled."""
        await self.person.signs_in()
        shift = await self.person.asks("POST", "/api/v1/me/shift", {"can_ring": True})
        self.person.notes("shift", status=shift.status, code=shift.body.get("code"))
        async with self._tasks:
            self._tasks.create_task(self.socket.run())
            every = self.person.world.scenario.weather.person_outage_every_seconds
            self._tasks.create_task(self.person.line.outages(every, self.socket.cut))

    async def leaves(self) -> None:
        """End the shift, unless a call is still in hand."""
        if self.person.id and self._errand is None:
            answer = await self.person.asks("DELETE", "/api/v1/me/shift")
            self.person.notes("shift_ended", status=answer.status, code=answer.body.get("code"))

    def on_snapshot(self, state: Json) -> None:
        """Find again what is mine: the call in hand and the offers still open."""
        self._offers.clear()
        calls: dict[str, Json] = state.get("calls", {})
        for id_, call in calls.items():
            self.person.sees(id_, call.get("version"))
            for offer in call.get("offers") or ():
                if offer["caregiver"] == self.person.id and offer["state"] in OFFER_AWAITS:
                    self._offered(offer, id_)
            if call.get("accepted_by") == self.person.id and call["state"] != "resolved":
                self._begins(id_, call["state"], None)
        if self._errand and calls.get(self._errand.call, {}).get("accepted_by") != self.person.id:
            self._loses(self._errand.call)

    def on_fact(self, fact: Json) -> bool:
        """Follow the news that concerns me; an offer to me is acknowledged at once."""
        kind, call, mine = fact["kind"], str(fact.get("call")), fact.get("caregiver") == self.person.id
        if kind == "offer_made" and mine:
            self._offered({"id": fact["offer"], **fact}, call)
            return True
        if kind in OFFER_ENDS and mine:
            self._offers.pop(fact["offer"], None)
        elif kind in {"call_accepted", "call_assigned"}:
            if mine:
                self._begins(call, "accepted", None)
            else:
                self._loses(call)
        elif kind == "call_resolved" or (kind == "call_released" and mine):
            self._loses(call)
        return False

    def _offered(self, offer: Json, call: str) -> None:
        self._offers[offer["id"]] = call
        self._tasks.create_task(self._considers(offer["id"], call, offer.get("distance_metres")))

    async def _considers(self, offer: str, call: str, distance_metres: float | None) -> None:
        person = self.person
        await asyncio.sleep(takes(person.die, THINKS_SECONDS, speed=person.world.speed))
        fate = person.die.random()
        if fate < FORGETS_SHARE:
            person.notes("forgot", call=call, offer=offer)
            return
        if await person.is_left_to_the_newcomer(call):
            person.notes("left_to_the_newcomer", call=call, offer=offer)
            return
        async with self._choosing:
            if self._offers.pop(offer, None) is None:
                return
            if fate < FORGETS_SHARE + DECLINES_SHARE:
                await person.does(call, "decline", reason="too far away")
                return
            answer = await person.does(call, "accept")
            if answer.ok:
                self._offers.clear()
                self._begins(call, str(answer.call.get("state")), distance_metres)

    def _begins(self, call: str, state: str, distance_metres: float | None) -> None:
        if self._errand and self._errand.call == call:
            self._errand.distance_metres = self._errand.distance_metres or distance_metres
            return
        if self._errand:
            self._errand.lost.set()
        self._errand = Errand(call, distance_metres)
        self._tasks.create_task(self._walks(self._errand, state))

    def _loses(self, call: str) -> None:
        if self._errand and self._errand.call == call:
            self._errand.lost.set()
            self._errand = None

    async def _walks(self, errand: Errand, state: str) -> None:
        refused = 0
        while refused < TRIES_AFTER_REFUSAL and not errand.lost.is_set():
            verb, seconds, fields = self._next_step(errand, state)
            if not verb or not await self._spends(errand, seconds):
                break
            answer = await self.person.does(errand.call, verb, **fields)
            if answer.ok:
                state = "given back" if verb == "release" else str(answer.call.get("state"))
            else:
                refused += 1
                state = await self._state_if_mine(errand.call)
        if self._errand is errand:
            self._errand = None

    def _next_step(self, errand: Errand, state: str) -> tuple[str, float, Json]:
        die = self.person.die
        match state:
            case "accepted" if die.random() < RELEASES_SHARE:
                return "release", LEAVES_AFTER_SECONDS, {"reason": "the bus does not run"}
            case "accepted":
                return "depart", LEAVES_AFTER_SECONDS, {}
            case "travelling":
                metres = errand.distance_metres
                return "arrive", metres / METRES_PER_SECOND if metres else TRAVELS_SECONDS, {}
            case "on_scene":
                return "resolve", WORKS_SECONDS, self._outcome()
            case _:
                return "", 0.0, {}

    def _outcome(self) -> Json:
        fate = self.person.die.random()
        if fate < FALSE_ALARM_SHARE:
            return {"outcome": "false_alarm", "reason": "pressed by mistake, spoken to at the door"}
        if fate < FALSE_ALARM_SHARE + NO_ANSWER_SHARE:
            return {"outcome": "no_answer", "reason": "nobody at home, a neighbour confirmed it"}
        return {"outcome": "helped"}

    async def _spends(self, errand: Errand, median_seconds: float) -> bool:
        seconds = takes(self.person.die, median_seconds, speed=self.person.world.speed)
        try:
            async with asyncio.timeout(seconds):
                await errand.lost.wait()
        except TimeoutError:
            return True
        return False

    async def _state_if_mine(self, call: str) -> str:
        answer = await self.person.asks("GET", f"/api/v1/calls/{call}")
        now = answer.call or answer.body
        self.person.sees(call, now.get("version"))
        return str(now.get("state")) if now.get("accepted_by") == self.person.id else "not mine"
