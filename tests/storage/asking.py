"""What the tests of the memory ask for, in few words: a press, a verb, a shift, and a committer that is running."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from callcenter.clock import new_id
from callcenter.domain import commands as c
from callcenter.domain.errors import CallCenterError, NotCommitted
from callcenter.domain.facts import Actor
from callcenter.domain.ids import Button, CallId, CallKind, ResidentId, Role, SignalKind, StaffId, StationId, UnitId
from callcenter.domain.policy import Policy
from callcenter.domain.supervision import Signal
from callcenter.storage import submissions as s
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database

ROLES = {"C": Role.CAREGIVER, "D": Role.DISPATCHER, "V": Role.SUPERVISOR, "A": Role.ADMINISTRATOR}


def actor(who: str) -> Actor:
    """A person of the test district; the first letter of the id tells the role."""
    return Actor(role=ROLES[who[0]], id=who)


def station_of(who: str) -> StationId | None:
    """A caregiver's station; the desk has none."""
    return StationId(f"S{who[1]}") if who[0] == "C" else None


def hears(unit: str, n: int, kind: SignalKind, *, boot: str = "boot1", **fields: Any) -> s.HearSignal:  # noqa: ANN401 - whatever a signal may hold
    """A unit says something."""
    signal = Signal(boot=boot, n=n, kind=kind, **fields)
    return s.HearSignal(unit=UnitId(unit), signal=signal, message=msgspec.json.encode(signal))


def press(unit: str, n: int = 1, **fields: Any) -> s.HearSignal:  # noqa: ANN401 - whatever a signal may hold
    """Somebody at home presses the red button."""
    return hears(unit, n, SignalKind.PRESS, button=fields.pop("button", Button.EMERGENCY), **fields)


def beat(unit: str, n: int, **fields: Any) -> s.HearSignal:  # noqa: ANN401 - whatever a signal may hold
    """A unit lives."""
    return hears(unit, n, SignalKind.HEARTBEAT, **fields)


def key_of(who: str, request: object, key: UUID | None = None) -> s.Key:
    """An idempotency key, made fresh unless given."""
    return s.Key(key or new_id(), who, sha256(repr(request).encode()).digest())


def asks(who: str, call: UUID, verb: type[c.Verb], *, key: UUID | None = None, **fields: Any) -> s.OnCall:  # noqa: ANN401 - whatever a verb may hold
    """A person does something with a call."""
    command = verb(actor=actor(who), asker_station=station_of(who), **fields)
    return s.OnCall(call=CallId(call), command=command, key=key_of(who, (call, verb.__name__, fields), key))


def opens(who: str, resident: str, *, kind: CallKind = CallKind.WELFARE, key: UUID | None = None) -> s.OpenCall:
    """A dispatcher opens a call by hand."""
    station = StationId(f"S{resident[1]}")
    command = c.OpenByHand(actor=actor(who), resident=ResidentId(resident), station=station, kind=kind, note="电话")
    return s.OpenCall(command=command, key=key_of(who, (resident, kind), key))


def starts(who: str, *, can_ring: bool = True) -> s.StartShift:
    """A person comes on duty."""
    return s.StartShift(staff=StaffId(who), actor=actor(who), can_ring=can_ring)


def ends(who: str) -> s.EndShift:
    """A person goes off duty."""
    return s.EndShift(staff=StaffId(who), actor=actor(who))


def orders(policy: Policy) -> s.ChangePolicy:
    """The administrator puts a policy into force."""
    return s.ChangePolicy(policy=policy, actor=actor("A1"))


async def ask(committer: Committer, submission: s.Submission) -> Any:  # noqa: ANN401 - JSON
    """Submit, and read the answer."""
    return msgspec.json.decode(await committer.submit(submission))


async def ask_or_refusal(committer: Committer, submission: s.Submission) -> Any:  # noqa: ANN401 - JSON
    """Submit, and read the answer or the code of the refusal."""
    try:
        return await ask(committer, submission)
    except CallCenterError as refusal:
        return refusal.code


async def insist(committer: Committer, submission: s.Submission) -> Any:  # noqa: ANN401 - JSON
    """Send the same again until it is answered, as a unit does."""
    while True:
        try:
            return await ask(committer, submission)
        except NotCommitted:
            await asyncio.sleep(0.02)


async def press_at(committer: Committer, unit: str, n: int = 1, **fields: Any) -> UUID:  # noqa: ANN401 - whatever a signal may hold
    """Press at this home; the call that the press is in."""
    return UUID((await ask(committer, press(unit, n, **fields)))["call"]["id"])


async def offers_of(database: Database, call: UUID) -> dict[str, UUID]:
    """The offers of a call that await an answer: caregiver to offer."""
    async with database.reading() as connection:
        rows = await connection.fetch(
            "SELECT caregiver, id FROM offers WHERE call = $1 AND state IN ('open', 'delivered') ORDER BY made_at", call
        )
    return {row["caregiver"]: row["id"] for row in rows}


async def count(database: Database, question: str, *arguments: object) -> int:
    """One number from the tables."""
    async with database.reading() as connection:
        return int(await connection.fetchval(question, *arguments))


async def facts_of(database: Database, call: UUID) -> list[str]:
    """The kinds of a call's facts, in order."""
    async with database.reading() as connection:
        rows = await connection.fetch("SELECT kind FROM facts WHERE call = $1 ORDER BY version", call)
    return [row["kind"] for row in rows]


async def quiet_since(database: Database, who: str, *, minutes: float) -> None:
    """Let the last word of this person's phone be so many minutes ago."""
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE duties SET heard_at = clock_timestamp() - make_interval(secs => $2) WHERE staff = $1",
            who,
            60 * minutes,
        )


@asynccontextmanager
async def as_owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the owner of the tables, who may do what the application may not."""
    connection = await asyncpg.connect(database.url)
    try:
        yield connection
    finally:
        await connection.close()


async def cut_connections(database: Database, name: str = "test") -> None:
    """End every connection of that name to this database, whatever it is in the middle of."""
    async with as_owner(database) as owner:
        await owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = $1",
            name,
        )


@asynccontextmanager
async def running(committer: Committer) -> AsyncIterator[Committer]:
    """A committer at work, with two writers of commands as the service has."""
    jobs = (committer.write_commands(), committer.write_commands(), committer.write_heartbeats())
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        yield committer
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def another_committer(database: Database) -> AsyncIterator[Committer]:
    """A second committer with connections of its own, as another process would have."""
    own = Database(database.url, pool_size=3, name="another")
    await own.open()
    try:
        async with running(Committer(own, new_id)) as committer:
            yield committer
    finally:
        await own.close()
