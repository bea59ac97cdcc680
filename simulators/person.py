"""A person with a sign-in: gets a token, and repeats a verb with the same key until an answer comes."""

import asyncio
from random import Random
from uuid import uuid4

from simulators import clock
from simulators.chance import dice, pauses
from simulators.credentials import StaffCredential, WrongUseError
from simulators.journal import Journal
from simulators.network import Line
from simulators.wire import Answer, Json, encode
from simulators.world import World

SIGNED_OUT = 401


class Person:
    """Somebody on the staff, with a phone or a desk and a line of their own."""

    def __init__(self, credential: StaffCredential, world: World, *, journal: Journal) -> None:
        self.login = credential.login
        self.id = ""
        self.token = ""
        self.world = world
        self.die: Random = dice(world.seed, credential.login)
        self.line = Line(self.die, world.scenario.weather)
        self._credential = credential
        self._journal = journal
        self._versions: dict[str, int] = {}

    def notes(self, what: str, **fields: object) -> None:
        """Write a line in the journal under this person's login."""
        self._journal.write(self.login, what, **fields)

    def sees(self, call: str, version: object) -> None:
        """Remember the newest version of a call that this person has seen."""
        if isinstance(version, int):
            self._versions[call] = max(version, self._versions.get(call, 0))

    async def signs_in(self) -> None:
        """Get a token and learn one's own id; raises WrongUseError when the centre does not know the sign-in."""
        credential = {"login": self._credential.login, "password": self._credential.password}
        async with self.world.sign_ins:
            answer = await self._asks("POST", "/api/v1/tokens", credential)
        if answer.status == SIGNED_OUT:
            message = f"{self.login} cannot sign in: do these credentials belong to this database?"
            raise WrongUseError(message)
        self.token = str(answer.body.get("token") or "")
        me = await self._asks("GET", "/api/v1/me")
        self.id = str(me.body.get("id") or "")
        self.notes("signed_in", id=self.id, status=me.status)
        if not self.id:
            message = f"{self.login} signed in, but /api/v1/me says {me.status} {me.code}"
            raise WrongUseError(message)

    async def asks(self, method: str, path: str, body: Json | None = None, *, key: str = "") -> Answer:
        """Ask until there is an answer, signing in again when the token has run out."""
        answer = await self._asks(method, path, body, key=key)
        if answer.status == SIGNED_OUT:
            await self.signs_in()
            answer = await self._asks(method, path, body, key=key)
        return answer

    async def is_left_to_the_newcomer(self, call: str) -> bool:
        """True for a call of a home that this run leaves to somebody real."""
        if not self.world.left_out_units:
            return False
        answer = await self.asks("GET", f"/api/v1/calls/{call}")
        return (answer.call or answer.body).get("unit") in self.world.left_out_units

    async def does(self, call: str, verb: str, **fields: object) -> Answer:
        """Do `verb` on a call, once, however often it must be sent; a stale view is looked up and tried once more."""
        answer = await self._does_once(call, verb, fields)
        if answer.code == "stale_version":
            now = await self.asks("GET", f"/api/v1/calls/{call}")
            self.sees(call, (now.call or now.body).get("version"))
            answer = await self._does_once(call, verb, fields)
        return answer

    async def _does_once(self, call: str, verb: str, fields: Json) -> Answer:
        body = {"at": clock.wall(), **fields}
        if version := self._versions.get(call):
            body["version"] = version
        answer = await self.asks("POST", f"/api/v1/calls/{call}/{verb}", body, key=str(uuid4()))
        self.notes(verb, call=call, outcome=answer.outcome.value, status=answer.status, code=answer.body.get("code"))
        if answer.ok:
            self.sees(call, answer.call.get("version"))
        elif answer.body.get("code"):
            self.world.ledger.tally["verbs refused"] += 1
            self.world.ledger.refusals[f"{verb}: {answer.code}"] += 1
        return answer

    async def _asks(self, method: str, path: str, body: Json | None = None, *, key: str = "") -> Answer:
        raw = None if body is None else encode(body)
        headers = {"Idempotency-Key": key} if key else {}
        waits = pauses(self.die)
        while True:
            answer = await self.line.carry(
                lambda: self.world.wire.request(method, path, token=self.token, body=raw, headers=headers)
            )
            if answer.settled:
                return answer
            self.world.ledger.tally["retries"] += 1
            await asyncio.sleep(next(waits))
