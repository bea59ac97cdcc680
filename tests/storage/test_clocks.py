"""What a unit's own clock says is evidence, flagged when absurd; it decides nothing and refuses nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.storage.asking import ask, count, facts_of, press, press_at, starts

NOW = datetime.now(UTC)
CLOCKS = {
    "a day behind": NOW - timedelta(days=1),
    "six minutes behind": NOW - timedelta(minutes=6),
    "six minutes ahead": NOW + timedelta(minutes=6),
    "a day ahead": NOW + timedelta(days=1),
}
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


@pytest.mark.parametrize(
    "at", [*(moment.isoformat() for moment in CLOCKS.values()), *NONSENSE.values()], ids=[*CLOCKS, *NONSENSE]
)
async def test_a_press_with_an_absurd_clock_is_taken_and_flagged(
    committer: Committer, district: Database, at: str
) -> None:
    """The call is received now, offered now, and the odd clock is on record with it."""
    await ask(committer, starts("C101"))
    call = await press_at(committer, "U101", at=at)
    await committer.knock()

    async with district.reading() as connection:
        row = await connection.fetchrow(EVIDENCE)

    assert row["clock_suspect"]
    assert row["said"] == at
    assert abs((row["received_at"] - NOW).total_seconds()) < 3_600
    assert await facts_of(district, call) == ["call_raised", "offer_made"]
    assert (await verifying.verify(district)).differences == []


@pytest.mark.parametrize(
    "at",
    [None, NOW.isoformat(), (NOW - timedelta(minutes=4)).isoformat()],
    ids=["silent", "right", "four minutes behind"],
)
async def test_a_press_with_a_fair_clock_is_not_flagged(
    committer: Committer, district: Database, at: str | None
) -> None:
    """Nobody is bothered with the drift of an honest clock."""
    await press_at(committer, "U101", at=at)

    assert await count(district, "SELECT count(*) FROM calls WHERE (body ->> 'clock_suspect')::boolean") == 0


async def test_the_order_of_two_presses_is_that_of_their_arrival(committer: Committer, district: Database) -> None:
    """A clock that runs backwards between two presses moves nothing."""
    call = await press_at(committer, "U101", at=CLOCKS["a day ahead"].isoformat())
    await ask(committer, press("U101", 2, at=CLOCKS["a day behind"].isoformat()))

    assert await facts_of(district, call) == ["call_raised", "call_repeated"]
    assert await count(district, "SELECT count(*) FROM calls WHERE received_at > now() - interval '1 hour'") == 1
