"""The gate: who shows a token is known at once, who lost it is refused, and strangers are counted."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from uuid import uuid4

import pytest

from callcenter.domain.asker import Asker, SessionId, SessionKind
from callcenter.domain.errors import Unauthenticated
from callcenter.domain.ids import Role, StaffId, StationId
from callcenter.flow import recalling
from callcenter.flow.gate import MOST_STRANGERS, Gate, token_hash
from callcenter.flow.recalling import Recall
from callcenter.storage import sessions
from callcenter.storage.database import Database

HERE = "192.0.2.7"


async def register_unit(database: Database, token: str, unit: str = "U101") -> None:
    """Give a home unit of the small district a token."""
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO unit_tokens (token_hash, unit) VALUES ($1, $2)", token_hash(token), unit)


async def begin_session(database: Database, token: str, *, lasts: timedelta = timedelta(hours=1)) -> Asker:
    """Sign C101 in without a password."""
    asker = Asker(
        id=StaffId("C101"),
        login="c101",
        name="甲C101",
        role=Role.CAREGIVER,
        station=StationId("S1"),
        session=SessionId(str(uuid4())),
    )
    async with database.transaction() as connection:
        await sessions.begin(connection, asker, token_hash=token_hash(token), kind=SessionKind.PROGRAM, lasts=lasts)
    return asker


async def change(database: Database, statement: str) -> None:
    """Somebody else changes the registry."""
    async with database.transaction() as connection:
        await connection.execute(statement)


async def test_a_caregiver_is_known_by_her_token(district: Database) -> None:
    """Name, role, station and session come back."""
    asker = await begin_session(district, "hers")

    assert await Gate(district).asker_of("hers") == asker


@pytest.mark.parametrize(
    "loss",
    [
        "UPDATE sessions SET ended_at = clock_timestamp()",
        "UPDATE sessions SET expires_at = clock_timestamp()",
        "UPDATE staff SET disabled_at = clock_timestamp() WHERE id = 'C101'",
        "DELETE FROM sessions",
    ],
)
async def test_a_session_that_is_over_opens_nothing(district: Database, loss: str) -> None:
    """Signed out, expired, account disabled, or never there."""
    await begin_session(district, "hers")
    await change(district, loss)

    with pytest.raises(Unauthenticated, match="sign in first") as refusal:
        await Gate(district).asker_of("hers")

    assert refusal.value.code == "not_signed_in"


async def test_signing_out_is_felt_at_once_where_it_was_done(district: Database) -> None:
    """The memory of the process that ended the session does not outlive it."""
    asker = await begin_session(district, "hers")
    gate = Gate(district)
    await gate.asker_of("hers")

    await gate.end(asker.session, "hers")

    with pytest.raises(Unauthenticated):
        await gate.asker_of("hers")


async def test_the_gate_tells_which_open_screens_have_lost_their_session(district: Database) -> None:
    """Asked of the database itself, so that a sign-out at another process counts."""
    stays, ends = await begin_session(district, "one"), await begin_session(district, "two")
    await Gate(district).end(ends.session, "two")

    ended = await Gate(district).ended({stays.session, ends.session})

    assert ended == {ends.session}


async def test_both_tokens_of_a_unit_are_good_while_they_are_being_exchanged(district: Database) -> None:
    """A new token can be brought to a home before the old one is retired."""
    await register_unit(district, "old")
    await register_unit(district, "new")

    units = [await Gate(district).unit_of(token, HERE) for token in ("old", "new")]

    assert units == ["U101", "U101"]


async def test_a_retired_token_is_unknown_to_a_gate_that_has_not_just_seen_it(district: Database) -> None:
    """A gate that knows the unit keeps to it for a moment; one that does not refuses."""
    await register_unit(district, "old")
    remembering = Gate(district)
    await remembering.unit_of("old", HERE)
    await change(district, "UPDATE unit_tokens SET retired_at = clock_timestamp()")

    remembered = await remembering.unit_of("old", HERE)
    with pytest.raises(Unauthenticated) as refusal:
        await Gate(district).unit_of("old", HERE)

    assert (remembered, refusal.value.code) == ("U101", "unit_unknown")


async def test_a_unit_registered_a_moment_ago_is_let_in(district: Database) -> None:
    """That it was unknown just before is not remembered."""
    gate = Gate(district)
    with pytest.raises(Unauthenticated):
        await gate.unit_of("fresh", HERE)
    await register_unit(district, "fresh")

    assert await gate.unit_of("fresh", HERE) == "U101"


async def test_every_try_of_an_unknown_unit_is_counted(district: Database) -> None:
    """Somebody will want to know which device that is."""
    gate = Gate(district)

    await asyncio.gather(*(gate.unit_of("nobody's", HERE) for _ in range(7)), return_exceptions=True)
    await gate.write_strangers()

    async with district.reading() as connection:
        rows = await connection.fetch("SELECT token_hash, address, tries FROM unknown_units")
    assert [tuple(row) for row in rows] == [(token_hash("nobody's"), HERE, 7)]


async def test_a_flood_of_invented_tokens_does_not_fill_the_disk(
    district: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write takes a handful, and a full page takes no new ones but still counts the old."""
    monkeypatch.setattr(sessions, "MOST_UNKNOWN_UNITS", 3)
    gate = Gate(district)
    await asyncio.gather(*(gate.unit_of("known stranger", HERE) for _ in range(2)), return_exceptions=True)
    await gate.write_strangers()

    await asyncio.gather(*(gate.unit_of(f"invented {k}", HERE) for k in range(200)), return_exceptions=True)
    await gate.write_strangers()
    await asyncio.gather(gate.unit_of("known stranger", HERE), gate.unit_of("late", HERE), return_exceptions=True)
    await gate.write_strangers()

    async with district.reading() as connection:
        tries = dict(await connection.fetch("SELECT token_hash, tries FROM unknown_units"))
    assert tries[token_hash("known stranger")] == 3
    assert token_hash("late") not in tries
    assert len(tries) <= 1 + MOST_STRANGERS


class Register:
    """A question that counts how often it is asked, and can be made to wait or fail."""

    def __init__(self) -> None:
        self.questions: list[set[bytes]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.fails = False

    async def ask(self, keys: Collection[bytes]) -> dict[bytes, str]:
        """Everything known begins with k."""
        self.questions.append(set(keys))
        await self.open.wait()
        if self.fails:
            raise ConnectionError
        return {key: key.decode() for key in keys if key.startswith(b"k")}


async def test_nine_hundred_homes_that_wake_together_ask_the_database_twice() -> None:
    """Whoever comes while a question is under way goes along with the next."""
    register = Register()
    register.open.clear()
    recall = Recall(register.ask, life_seconds=60)
    first = asyncio.create_task(recall.find(b"k0"))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(recall.find(f"k{number}".encode())) for number in range(1, 900)]
    await asyncio.sleep(0.01)

    register.open.set()
    found = [await first, *await asyncio.gather(*others)]

    assert found == [f"k{number}" for number in range(900)]
    assert [len(question) for question in register.questions] == [1, 899]


async def test_who_was_just_seen_is_known_without_asking() -> None:
    """A hit costs no question."""
    register = Register()
    recall = Recall(register.ask, life_seconds=60)

    found = [await recall.find(b"k1") for _ in range(5)]

    assert (found, len(register.questions)) == (["k1"] * 5, 1)


async def test_what_was_seen_too_long_ago_is_asked_again() -> None:
    """Nothing is believed past its time."""
    register = Register()
    recall = Recall(register.ask, life_seconds=0)

    found = [await recall.find(b"k1") for _ in range(3)]

    assert (found, len(register.questions)) == (["k1"] * 3, 3)


async def test_one_home_that_gives_up_does_not_take_the_answer_from_the_others() -> None:
    """The question goes on for those who still wait."""
    register = Register()
    register.open.clear()
    recall = Recall(register.ask, life_seconds=60)
    impatient = asyncio.create_task(recall.find(b"k1"))
    patient = asyncio.create_task(recall.find(b"k2"))
    await asyncio.sleep(0.01)

    impatient.cancel()
    register.open.set()

    assert await patient == "k2"
    assert impatient.cancelled() or impatient.cancelling()


async def test_after_trouble_the_next_question_is_asked_afresh() -> None:
    """Those who asked in the bad moment hear of it; nobody else does."""
    register = Register()
    register.fails = True
    recall = Recall(register.ask, life_seconds=60)
    with pytest.raises(ConnectionError):
        await recall.find(b"k1")

    register.fails = False

    assert await recall.find(b"k1") == "k1"


async def test_the_memory_is_bounded_and_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of good tokens cannot eat the machine."""
    monkeypatch.setattr(recalling, "MOST_REMEMBERED", 3)
    register = Register()
    recall = Recall(register.ask, life_seconds=60)
    for number in range(5):
        await recall.find(f"k{number}".encode())
    asked = len(register.questions)

    await recall.find(b"k4")
    await recall.find(b"k0")

    assert len(register.questions) == asked + 1
