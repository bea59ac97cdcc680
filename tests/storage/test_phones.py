"""Phones of people on duty: whichever process hears one, no other calls it silent; and each silence is told once."""

import asyncio

from callcenter.domain.ids import StaffId
from callcenter.flow import verifying
from callcenter.flow.supervising import note_heard
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.storage.asking import another_committer, ask, count, ends, quiet_since, starts

CAREGIVERS = ("C101", "C102", "C201", "C301")
SILENT = "SELECT count(*) FROM facts WHERE kind = 'phone_silent'"
RESTORED = "SELECT count(*) FROM facts WHERE kind = 'phone_restored'"
FACTS = "SELECT seq FROM feed_heads"


async def _come_on_duty(committer: Committer, *who: str) -> None:
    await asyncio.gather(*(ask(committer, starts(one)) for one in who))


async def _hears(database: Database, *who: str, ago: float = 0.0) -> None:
    """A process has sockets of these people that said something so many seconds ago."""
    await note_heard(database, {StaffId(one): ago for one in who})


async def _written(database: Database, who: str) -> str:
    """Which transaction wrote this row last."""
    async with database.reading() as connection:
        return str(await connection.fetchval("SELECT xmin FROM duties WHERE staff = $1", who))


async def test_each_silent_phone_is_found_once_by_all_who_look(committer: Committer, district: Database) -> None:
    """Two servers look at the same time: one fact for each phone, and nothing else."""
    await _come_on_duty(committer, *CAREGIVERS)
    for who in CAREGIVERS:
        await quiet_since(district, who, minutes=1)

    async with another_committer(district) as other:
        found = await asyncio.gather(*(one.watch_phones() for one in (committer, other, committer, other)))

    assert sum(found) == await count(district, SILENT) == len(CAREGIVERS)
    assert await count(district, "SELECT count(*) FROM calls") == 0
    assert (await verifying.verify(district)).differences == []


async def test_a_phone_at_another_process_is_not_silent(committer: Committer, district: Database) -> None:
    """One process writes down whom it hears, and all the others know."""
    await _come_on_duty(committer, "C101", "C102")
    for who in ("C101", "C102"):
        await quiet_since(district, who, minutes=1)

    elsewhere = Database(district.url, pool_size=1, name="elsewhere")
    await elsewhere.open()
    await _hears(elsewhere, "C101", ago=10)
    await elsewhere.close()

    assert await committer.watch_phones() == 1
    assert await count(district, "SELECT count(*) FROM duties WHERE silent_since IS NOT NULL AND staff = 'C102'") == 1


async def test_a_silent_phone_that_is_heard_again_is_restored(committer: Committer, district: Database) -> None:
    """Once, whoever hears it; then it may fall silent anew."""
    await _come_on_duty(committer, "C101")
    await quiet_since(district, "C101", minutes=1)
    await committer.watch_phones()

    await _hears(district, "C101")
    found = [await committer.watch_phones(), await committer.watch_phones()]
    await quiet_since(district, "C101", minutes=1)
    found.append(await committer.watch_phones())

    assert found == [1, 0, 1]
    assert (await count(district, SILENT), await count(district, RESTORED)) == (2, 1)
    assert (await verifying.verify(district)).differences == []


async def test_a_word_from_before_the_silence_does_not_end_it(committer: Committer, district: Database) -> None:
    """A process that was slow to write tells what it heard a while ago."""
    await _come_on_duty(committer, "C101")
    await quiet_since(district, "C101", minutes=2)
    await committer.watch_phones()

    await _hears(district, "C101", ago=60)

    assert await committer.watch_phones() == 0


async def test_the_end_of_the_shift_ends_the_silence(committer: Committer, district: Database) -> None:
    """Nobody off duty is silent, and the next shift begins afresh."""
    await _come_on_duty(committer, "C101")
    await quiet_since(district, "C101", minutes=1)
    await committer.watch_phones()

    await ask(committer, ends("C101"))
    await _hears(district, "C101", ago=3600)
    found = await committer.watch_phones()
    await _come_on_duty(committer, "C101")

    assert (found, await committer.watch_phones()) == (0, 0)
    assert await count(district, "SELECT count(*) FROM duties WHERE silent_since IS NOT NULL") == 0


async def test_hearing_writes_nothing_that_is_no_news(committer: Committer, district: Database) -> None:
    """The feed is left alone; a row is written when its phone has said something since, and its owner is on duty."""
    await _come_on_duty(committer, "C101")
    facts = await count(district, FACTS)
    started, off_duty = await _written(district, "C101"), await _written(district, "C102")
    await _hears(district, "C101", "C102", ago=10)
    too_old = await _written(district, "C101")
    await quiet_since(district, "C101", minutes=1)
    await _hears(district, "C101", ago=5)
    news = await _written(district, "C101")
    await _hears(district, "C101", ago=5)

    assert (too_old, await _written(district, "C101")) == (started, news)
    assert await _written(district, "C102") == off_duty
    assert await count(district, FACTS) == facts


async def test_hearing_looking_and_shifts_at_once_do_not_stand_in_each_others_way(district: Database) -> None:
    """Everybody locks people in the same order, so nobody waits in a circle and nothing is lost."""
    async with another_committer(district) as one, another_committer(district) as other:
        await _come_on_duty(one, *CAREGIVERS)
        for _ in range(10):
            for who in CAREGIVERS:
                await quiet_since(district, who, minutes=1)
            await asyncio.gather(
                one.watch_phones(),
                _hears(district, *CAREGIVERS),
                ask(other, ends("C201")),
                other.watch_phones(),
                _hears(district, *reversed(CAREGIVERS)),
            )
            await _come_on_duty(other, "C201")

    assert (await verifying.verify(district)).differences == []
