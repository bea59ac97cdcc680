"""The policy as it is kept: every version, the newest in force; read together with the database's present moment."""

from datetime import datetime

import asyncpg
import msgspec
from msgspec.structs import replace

from callcenter.domain.facts import Actor
from callcenter.domain.policy import Policy
from callcenter.storage.database import Database

_policy_decoder = msgspec.json.Decoder(Policy)

READ_MOMENT = """
SELECT clock_timestamp() AS now, p.version, CASE WHEN p.version = $1 THEN NULL ELSE p.document END AS document,
       (SELECT seq FROM feed_heads WHERE feed = 1) AS head
FROM (SELECT 1) one LEFT JOIN (SELECT version, document FROM policies ORDER BY version DESC LIMIT 1) p ON true
"""


class PolicyInForce:
    """The newest policy, read again only when its version has changed."""

    def __init__(self) -> None:
        self.policy = Policy()

    async def moment(self, connection: asyncpg.Connection) -> tuple[datetime, int]:
        """The database's time and the feed's head now; refreshes `policy`. Call it after every lock is held."""
        row = await connection.fetchrow(READ_MOMENT, self.policy.version or None)
        if row["document"] is not None:
            self.policy = replace(_policy_decoder.decode(row["document"]), version=row["version"])
        return row["now"], row["head"]


async def read_policy(database: Database) -> Policy:
    """The newest policy, for whoever only reads."""
    async with database.reading() as connection:
        row = await connection.fetchrow("SELECT document FROM policies ORDER BY version DESC LIMIT 1")
    return _policy_decoder.decode(row["document"]) if row else Policy()


async def write_policy(connection: asyncpg.Connection, policy: Policy, actor: Actor) -> None:
    """Put another policy into force; two at once collide on the version."""
    await connection.execute(
        "INSERT INTO policies (version, document, made_by) VALUES ($1, $2, $3)",
        policy.version,
        msgspec.json.encode(policy).decode(),
        actor.id,
    )
