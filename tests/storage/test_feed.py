"""The feed read back: every fact once, in order, through cut lines; a hole is an alarm and never passed over."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

import pytest

from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.feed import FeedBroken, FeedReader, read_after
from tests.storage.asking import as_owner, ask, cut_connections, insist, press


class Listener:
    """Whoever follows the feed and remembers what was heard."""

    def __init__(self, database: Database) -> None:
        self._readings = FeedReader(database).read(lambda: self.seq)
        self.numbers: list[int] = []
        self.epochs: set[str] = set()

    @property
    def seq(self) -> int:
        """Where the listener is."""
        return self.numbers[-1] if self.numbers else 0

    async def hear_until(self, seq: int) -> None:
        """Listen until this number has been heard."""
        async for reading in self._readings:
            self.epochs.add(reading.epoch)
            self.numbers += [one.seq for one in reading.facts]
            if self.seq >= seq:
                return

    async def end(self) -> None:
        """Hang up."""
        if isinstance(self._readings, AsyncGenerator):
            await self._readings.aclose()


@pytest.fixture
async def listener(district: Database) -> AsyncIterator[Listener]:
    """Somebody who follows the feed of the small district."""
    listener = Listener(district)
    yield listener
    await listener.end()


async def test_who_was_away_hears_everything_in_order(committer: Committer, listener: Listener) -> None:
    """A thousand facts are read in several looks, none twice."""
    await asyncio.gather(*(ask(committer, press("U101", n)) for n in range(1, 601)))

    await listener.hear_until(600)

    assert listener.numbers == list(range(1, 601))


async def test_a_fact_is_heard_while_waiting(committer: Committer, listener: Listener) -> None:
    """Whoever waits is woken."""
    waiting = asyncio.create_task(listener.hear_until(2))
    await ask(committer, press("U101"))
    await ask(committer, press("U102"))

    await waiting

    assert listener.numbers == [1, 2]


async def test_a_fact_is_heard_even_when_no_notice_came(
    committer: Committer, district: Database, listener: Listener
) -> None:
    """The notice only makes it fast: whoever looks again finds everything."""
    await ask(committer, press("U101"))
    await listener.hear_until(1)
    async with as_owner(district) as owner:
        await owner.execute("CREATE TABLE kept AS SELECT * FROM facts")
        await owner.execute("INSERT INTO facts SELECT feed, 2, at, kind, call, 2, station, body, hash FROM kept")

    await listener.hear_until(2)

    assert listener.numbers == [1, 2]


async def test_a_cut_line_costs_no_fact_and_repeats_none(
    committer: Committer, district: Database, listener: Listener
) -> None:
    """After every interruption reading goes on from the same number."""
    for n in range(1, 6):
        await cut_connections(district)
        following = asyncio.create_task(listener.hear_until(n))
        await insist(committer, press("U101", n))
        await following

    assert listener.numbers == [1, 2, 3, 4, 5]
    assert len(listener.epochs) == 1


async def test_a_missing_number_is_an_alarm(committer: Committer, district: Database, listener: Listener) -> None:
    """Nobody is shown a feed with a hole in it."""
    for unit in ("U101", "U102", "U103"):
        await ask(committer, press(unit))
    async with as_owner(district) as owner:
        await owner.execute("DELETE FROM facts WHERE seq = 2")

    with pytest.raises(FeedBroken, match="fact 2 is missing"):
        await listener.hear_until(3)


async def test_reading_in_small_pieces_is_reading_the_whole(committer: Committer, district: Database) -> None:
    """Pages meet without overlap."""
    await asyncio.gather(*(ask(committer, press("U101", n)) for n in range(1, 8)))

    async with district.reading() as connection:
        pages = [await read_after(connection, after, 3) for after in (0, 3, 6, 7)]

    assert [[one.seq for one in page] for page in pages] == [[1, 2, 3], [4, 5, 6], [7], []]
