"""The gate knows whose token it is shown.

People and home units show a token; the gate says who they are, from memory when it has just been asked. What ended
elsewhere is therefore believed for a few seconds more (5 s for people, 30 s for units), never longer.
"""

import asyncio
from collections.abc import Collection
from hashlib import sha256

from callcenter.domain.asker import Asker, SessionId
from callcenter.domain.errors import Unauthenticated
from callcenter.domain.ids import UnitId
from callcenter.flow import Database
from callcenter.flow.recalling import Recall
from callcenter.storage import sessions
from callcenter.storage.sessions import Stranger

STAFF_REMEMBERED_SECONDS = 5.0
UNITS_REMEMBERED_SECONDS = 30.0
STRANGERS_EVERY_SECONDS = 0.5
MOST_STRANGERS = 50


def token_hash(token: str) -> bytes:
    """The only form in which a token is kept."""
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


class Gate:
    """Knows tokens; one for each process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._askers = Recall(self._find_askers, life_seconds=STAFF_REMEMBERED_SECONDS)
        self._units = Recall(self._find_units, life_seconds=UNITS_REMEMBERED_SECONDS)
        self._strangers: dict[bytes, Stranger] = {}
        self._strangers_from = 0.0

    async def asker_of(self, token: str) -> Asker:
        """The person this token speaks for; raises `Unauthenticated` (not_signed_in)."""
        asker = await self._askers.find(token_hash(token))
        if asker is None:
            raise Unauthenticated("not_signed_in", "sign in first")
        return asker

    async def unit_of(self, token: str, address: str) -> UnitId:
        """The unit this token belongs to; raises `Unauthenticated` (unit_unknown) and counts the try."""
        key = token_hash(token)
        unit = await self._units.find(key)
        if unit is None:
            await self._count(key, address)
            raise Unauthenticated("unit_unknown", "no home unit has this token")
        return unit

    async def ended(self, among: Collection[SessionId]) -> set[SessionId]:
        """Those sessions that no longer speak for anybody, asked of the database itself."""
        if not among:
            return set()
        async with self._database.reading() as connection:
            return set(among) - await sessions.find_live(connection, among)

    async def end(self, session: SessionId, token: str) -> None:
        """Sign out; other processes forget within seconds."""
        async with self._database.transaction() as connection:
            await sessions.end(connection, session)
        self._askers.forget(token_hash(token))

    async def write_strangers(self) -> None:
        """Write down the unknown units that tried since the last time."""
        if not self._strangers:
            return
        strangers, self._strangers = self._strangers, {}
        async with self._database.transaction() as connection:
            await sessions.count_strangers(connection, strangers.values())

    async def _count(self, key: bytes, address: str) -> None:
        before = self._strangers.get(key)
        if before is not None or len(self._strangers) < MOST_STRANGERS:
            self._strangers[key] = Stranger(key, address, before.tries + 1 if before else 1)
        now = asyncio.get_running_loop().time()
        if now >= self._strangers_from:
            self._strangers_from = now + STRANGERS_EVERY_SECONDS
            await self.write_strangers()

    async def _find_askers(self, token_hashes: Collection[bytes]) -> dict[bytes, Asker]:
        async with self._database.reading() as connection:
            return await sessions.find_askers(connection, token_hashes)

    async def _find_units(self, token_hashes: Collection[bytes]) -> dict[bytes, UnitId]:
        async with self._database.reading() as connection:
            return await sessions.find_units(connection, token_hashes)
