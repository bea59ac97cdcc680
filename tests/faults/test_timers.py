"""Hundreds of deadlines while servers are killed at random: each has its effect once, none too early, none never."""

import asyncio
from multiprocessing.connection import Connection
from random import Random

from callcenter.domain.policy import Policy
from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.faults.crowd import crowd
from tests.faults.processes import Server, servers
from tests.storage.asking import ask, count, orders, press, starts

CALLS = 300
KILLS = 5
SHORT = Policy(
    wave_seconds=(0, 1, 2, 3, 3600),
    offer_seconds=2,
    delivery_seconds=1,
    breach_seconds=2,
    repeat_seconds=3600,
    max_open_offers=1000,
)

ENDED_TWICE = """
SELECT count(*) FROM (
    SELECT body ->> 'offer' FROM facts WHERE kind IN ('offer_expired', 'offer_withdrawn', 'offer_declined')
    GROUP BY 1 HAVING count(*) > 1) twice
"""
ENDED_EARLY = """
SELECT count(*) FROM facts f JOIN offers o ON o.id = (f.body ->> 'offer')::uuid
WHERE f.kind = 'offer_expired' AND f.at < o.expires_at
"""
FORGOTTEN = """
SELECT count(*) FROM offers o JOIN calls c ON c.id = o.call
WHERE o.state IN ('open', 'delivered') AND (c.due_at IS NULL OR c.due_at > o.expires_at + interval '1 second')
"""
MARKED_EARLY = """
SELECT count(*) FROM facts f JOIN calls c ON c.id = f.call
WHERE f.kind = 'call_breached' AND f.at < c.received_at + interval '2 seconds'
"""
UNFINISHED = """
SELECT count(*) FROM calls c
WHERE NOT breach OR body ->> 'unanswered_at' IS NULL
   OR NOT EXISTS (SELECT FROM offers o WHERE o.call = c.id AND o.state = 'expired')
"""


async def knock(committer: Committer, pipe: Connection) -> None:
    """Look at due calls, a few at a time, as long as life lasts."""
    pipe.send("ready")
    while True:
        await committer.knock(16)
        await asyncio.sleep(0.01)


async def _kill_at_random(knocking: list[Server], database: Database, chance: Random) -> None:
    """One server or another dies again and again, and a new one takes its place."""
    for place in range(KILLS):
        await asyncio.sleep(chance.uniform(0.3, 0.9))
        chance.choice([server for server in knocking if server.is_alive]).kill()
        newcomer = Server(database, knock, name=f"newcomer {place}")
        knocking.append(newcomer)
        await newcomer.says()


async def _look_until_done(committer: Committer, district: Database) -> None:
    while await count(district, UNFINISHED):
        await committer.knock()


async def test_each_deadline_has_its_effect_once_whoever_dies(committer: Committer, district: Database) -> None:
    """300 calls that nobody answers: every offer ends once, every call sounds once and is marked once."""
    units = await crowd(district, CALLS)
    await ask(committer, orders(SHORT))
    for who in ("C101", "C102", "C201"):
        await ask(committer, starts(who))

    with servers(district, knock, knock) as knocking:
        for server in knocking:
            await server.says()
        await asyncio.gather(*(ask(committer, press(unit)) for unit in units))
        await _kill_at_random(knocking, district, Random(13))
    await _look_until_done(committer, district)

    async with district.reading() as connection:
        once = await connection.fetch(
            "SELECT kind, count(*) AS facts, count(DISTINCT call) AS calls FROM facts "
            "WHERE kind IN ('call_raised', 'call_breached', 'call_unanswered') GROUP BY kind ORDER BY kind"
        )
    assert [tuple(row) for row in once] == [
        ("call_breached", CALLS, CALLS),
        ("call_raised", CALLS, CALLS),
        ("call_unanswered", CALLS, CALLS),
    ]
    for wrong in (ENDED_TWICE, ENDED_EARLY, MARKED_EARLY, FORGOTTEN):
        assert await count(district, wrong) == 0, wrong
    assert (await verifying.verify(district)).differences == []
