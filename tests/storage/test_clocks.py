"""What a unit's own clock says is evidence, flagged when absurd; it decides nothing and refuses nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.storage.asking import ask, count, facts_of, press, press_at, starts

ABSURD = {
    "a day behind": timedelta(days=-1),
    "six minutes behind": timedelta(minutes=-6),
    "six minutes ahead": timedelta(minutes=6),
    "a day ahead": timedelta(days=1),
}
FAIR = {"right": timedelta(0), "four minutes behind": timedelta(minutes=-4)}
NONSENSE = {
    "without its zone": "2026-11-22T10:15:04",
    "at the end of time": "9999-12-31T23:59:59.999999-12:00",
    "before all time": "0001-01-01T00:00:00+14:00",
    "no time at all": "yesterday",
    "an impossible day": "2026-02-30T10:00:00+08:00",
    "empty": "",
    "of far too many letters": "2" * 4_000,
}
EVIDENCE = "SELECT pressed_at, clock_suspect, received_at, message ->> 'at' AS said FROM signals WHERE unit = 'U101'"


def shown_by_a_clock(off_by: timedelta) -> str:
    """What a clock shows now that is off by so much."""
    return (datetime.now(UTC) + off_by).isoformat()


@pytest.mark.parametrize("clock", [*ABSURD.values(), *NONSENSE.values()], ids=[*ABSURD, *NONSENSE])
async def test_a_press_with_an_absurd_clock_is_taken_and_flagged(
    committer: Committer, district: Database, clock: timedelta | str
) -> None:
    """The call is received now, offered now, and the odd clock is on record with it."""
    at = clock if isinstance(clock, str) else shown_by_a_clock(clock)
    await ask(committer, starts("C101"))
    call = await press_at(committer, "U101", at=at)
    await committer.knock()

    async with district.reading() as connection:
        row = await connection.fetchrow(EVIDENCE)

    assert row["clock_suspect"]
    assert row["said"] == at
    assert abs(row["received_at"] - datetime.now(UTC)) < timedelta(hours=1)
    assert await facts_of(district, call) == ["call_raised", "offer_made"]
    assert (await verifying.verify(district)).differences == []


@pytest.mark.parametrize("clock", [None, *FAIR.values()], ids=["silent", *FAIR])
async def test_a_press_with_a_fair_clock_is_not_flagged(
    committer: Committer, district: Database, clock: timedelta | None
) -> None:
    """Nobody is bothered with the drift of an honest clock."""
    await press_at(committer, "U101", at=None if clock is None else shown_by_a_clock(clock))

    assert await count(district, "SELECT count(*) FROM calls WHERE (body ->> 'clock_suspect')::boolean") == 0


async def test_the_order_of_two_presses_is_that_of_their_arrival(committer: Committer, district: Database) -> None:
    """A clock that runs backwards between two presses moves nothing."""
    call = await press_at(committer, "U101", at=shown_by_a_clock(ABSURD["a day ahead"]))
    await ask(committer, press("U101", 2, at=shown_by_a_clock(ABSURD["a day behind"])))

    assert await facts_of(district, call) == ["call_raised", "call_repeated"]
    assert await count(district, "SELECT count(*) FROM calls WHERE received_at > now() - interval '1 hour'") == 1
