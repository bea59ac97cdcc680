"""The ledger: facts get their numbers, their link in the hash chain, and their place on disk.

The head row is locked last of all rows, so whoever holds it is about to commit: numbers follow commit order and have no
gaps. One NOTIFY per transaction wakes the readers; it says nothing that a poll would not find.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import asyncpg
import msgspec

from callcenter.domain.facts import Fact, kind_of, to_json
from callcenter.domain.period import DISTRICT_TIME

FEED = 1
CHANNEL = "callcenter_feed"

TAKE_HEAD = """
UPDATE feed_heads SET seq = seq + $2, day = $3,
       last_number = CASE WHEN day = $3 THEN last_number ELSE 0 END + $4
WHERE feed = $1 RETURNING seq - $2 AS seq, hash, last_number - $4 AS last_number
"""

WRITE_FACTS = f"""
WITH written AS (
    INSERT INTO facts (feed, seq, at, kind, call, version, station, body, hash)
    SELECT $1, * FROM unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::uuid[], $6::integer[], $7::text[],
                             $8::json[], $9::bytea[])
), moved AS (
    UPDATE feed_heads SET hash = $10 WHERE feed = $1
)
SELECT pg_notify('{CHANNEL}', $11)
"""


class Head(msgspec.Struct, frozen=True):
    """The feed's end as locked: the last number given, its hash, and the last call number of the day."""

    seq: int
    hash: bytes
    day: str
    last_number: int


def link(before: bytes, seq: int, body: bytes) -> bytes:
    """The hash of fact `seq`: it covers its number, its text and the hash before it."""
    return sha256(b"%b%d\n%b" % (before, seq, body)).digest()


async def take_head(connection: asyncpg.Connection, *, facts: int, calls: int, now: datetime) -> Head:
    """Lock the head and reserve numbers for `facts` facts and `calls` new calls of the district's day."""
    day = now.astimezone(DISTRICT_TIME).strftime("%Y%m%d")
    row = await connection.fetchrow(TAKE_HEAD, FEED, facts, day, calls)
    return Head(row["seq"], row["hash"], day, row["last_number"])


async def write_facts(connection: asyncpg.Connection, head: Head, facts: Sequence[Fact]) -> None:
    """Write the facts behind `head`, in order, and wake the readers when this commits."""
    numbers = range(head.seq + 1, head.seq + 1 + len(facts))
    bodies = [to_json(fact) for fact in facts]
    hashes = []
    last = head.hash
    for seq, body in zip(numbers, bodies, strict=True):
        last = link(last, seq, body)
        hashes.append(last)
    stamps = [fact.stamp for fact in facts]
    await connection.execute(
        WRITE_FACTS,
        FEED,
        list(numbers),
        [stamp.at for stamp in stamps],
        [kind_of(fact.body) for fact in facts],
        [stamp.call for stamp in stamps],
        [stamp.version for stamp in stamps],
        [stamp.station for stamp in stamps],
        [body.decode() for body in bodies],
        hashes,
        last,
        str(head.seq + len(facts)),
    )
