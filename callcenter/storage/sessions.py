"""Who a token belongs to, and the wrong passwords of late.

Tokens are kept as their SHA-256 only; a session ends by its own hour, by its owner, or with the account. All moments
are the database's.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec

from callcenter.domain.asker import Asker, SessionId, SessionKind
from callcenter.domain.ids import Role, UnitId

FAILURES_FORGOTTEN_AFTER = timedelta(minutes=15)
MOST_UNKNOWN_UNITS = 10_000

FIND_ASKERS = """
SELECT x.token_hash, x.id AS session, s.id, s.login, s.name, s.role, s.station
FROM sessions x JOIN staff s ON s.id = x.staff
WHERE x.token_hash = ANY($1::bytea[]) AND x.ended_at IS NULL AND x.expires_at > clock_timestamp()
  AND s.disabled_at IS NULL
"""

FIND_UNITS = "SELECT token_hash, unit FROM unit_tokens WHERE token_hash = ANY($1::bytea[]) AND retired_at IS NULL"

FIND_LIVE = """
SELECT x.id FROM sessions x JOIN staff s ON s.id = x.staff
WHERE x.id = ANY($1::uuid[]) AND x.ended_at IS NULL AND x.expires_at > clock_timestamp() AND s.disabled_at IS NULL
"""

BEGIN = """
INSERT INTO sessions (token_hash, id, staff, kind, expires_at)
VALUES ($1, $2, $3, $4, clock_timestamp() + $5::interval) RETURNING expires_at
"""

END = "UPDATE sessions SET ended_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL"

FIND_ACCOUNT = """
SELECT s.id, s.login, s.name, s.role, s.station, s.password_hash, s.disabled_at IS NULL AS is_open,
       f.failures, extract(epoch FROM clock_timestamp() - f.last_at)::float8 AS since_last_seconds
FROM (SELECT $1::text AS login) AS asked
LEFT JOIN staff s ON s.login = asked.login
LEFT JOIN sign_in_failures f
       ON f.login = asked.login AND f.address = $2 AND f.last_at > clock_timestamp() - $3::interval
"""

FIND_DECOY = "SELECT password_hash FROM staff ORDER BY id LIMIT 1"

COUNT_FAILURE = """
INSERT INTO sign_in_failures AS f (login, address, failures, last_at) VALUES ($1, $2, 1, clock_timestamp())
ON CONFLICT (login, address) DO UPDATE SET last_at = clock_timestamp(),
    failures = CASE WHEN f.last_at > clock_timestamp() - $3::interval THEN f.failures + 1 ELSE 1 END
"""

FORGET_OLD_FAILURES = """
DELETE FROM sign_in_failures WHERE (login, address) IN (
    SELECT login, address FROM sign_in_failures WHERE last_at <= clock_timestamp() - $1::interval
    LIMIT 100 FOR UPDATE SKIP LOCKED)
"""

FORGET_FAILURES = "DELETE FROM sign_in_failures WHERE login = $1 AND address = $2"

COUNT_STRANGERS = """
INSERT INTO unknown_units AS u (token_hash, address, tries, first_at, last_at)
SELECT t.token_hash, t.address, t.tries, clock_timestamp(), clock_timestamp()
FROM unnest($1::bytea[], $2::text[], $3::bigint[]) AS t(token_hash, address, tries)
WHERE (SELECT count(*) FROM unknown_units) < $4
   OR EXISTS (SELECT FROM unknown_units k WHERE k.token_hash = t.token_hash)
ORDER BY t.token_hash
ON CONFLICT (token_hash) DO UPDATE
    SET tries = u.tries + excluded.tries, address = excluded.address, last_at = excluded.last_at
"""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What a sign-in must know about a login: its owner if there is one, and how often it went wrong from here."""

    asker: Asker | None
    password_hash: str | None
    failures: int
    since_last_seconds: float


class Stranger(msgspec.Struct, frozen=True):
    """A unit that nobody registered, and how often it tried since it was last written down."""

    token_hash: bytes
    address: str
    tries: int


async def find_askers(connection: asyncpg.Connection, token_hashes: Collection[bytes]) -> dict[bytes, Asker]:
    """The owners of these tokens; those of ended, expired and disabled sessions are left out."""
    rows = await connection.fetch(FIND_ASKERS, list(token_hashes))
    return {row["token_hash"]: _asker(row, row["session"]) for row in rows}


async def find_units(connection: asyncpg.Connection, token_hashes: Collection[bytes]) -> dict[bytes, UnitId]:
    """The units these tokens belong to; retired tokens are left out."""
    return {row["token_hash"]: row["unit"] for row in await connection.fetch(FIND_UNITS, list(token_hashes))}


async def find_live(connection: asyncpg.Connection, sessions: Collection[SessionId]) -> set[SessionId]:
    """Those of `sessions` that still speak for somebody."""
    rows = await connection.fetch(FIND_LIVE, [UUID(session) for session in sessions])
    return {SessionId(str(row["id"])) for row in rows}


async def begin(
    connection: asyncpg.Connection, asker: Asker, *, token_hash: bytes, kind: SessionKind, lasts: timedelta
) -> datetime:
    """Open `asker.session`; when it will end."""
    session = UUID(asker.session)
    ends: datetime = await connection.fetchval(BEGIN, token_hash, session, asker.id, kind.value, lasts)
    return ends


async def end(connection: asyncpg.Connection, session: SessionId) -> None:
    """Close a session now; closing it twice is harmless."""
    await connection.execute(END, UUID(session))


async def find_account(connection: asyncpg.Connection, login: str, address: str) -> Account:
    """What is known of `login`, asked for from `address`; an account that is disabled looks like none."""
    row = await connection.fetchrow(FIND_ACCOUNT, login, address, FAILURES_FORGOTTEN_AFTER)
    is_known = row["id"] is not None and row["is_open"]
    return Account(
        asker=_asker(row, uuid4()) if is_known else None,
        password_hash=row["password_hash"] or await connection.fetchval(FIND_DECOY),
        failures=row["failures"] or 0,
        since_last_seconds=row["since_last_seconds"] or 0.0,
    )


async def count_failure(connection: asyncpg.Connection, login: str, address: str) -> None:
    """One more wrong password for `login` from `address`; old ones are forgotten on the way."""
    await connection.execute(COUNT_FAILURE, login, address, FAILURES_FORGOTTEN_AFTER)
    await connection.execute(FORGET_OLD_FAILURES, FAILURES_FORGOTTEN_AFTER)


async def forget_failures(connection: asyncpg.Connection, login: str, address: str) -> None:
    """The right password clears the slate of this address."""
    await connection.execute(FORGET_FAILURES, login, address)


async def count_strangers(connection: asyncpg.Connection, strangers: Collection[Stranger]) -> None:
    """Write down tries of unknown units; a flood of invented tokens stops at a full page."""
    hashes, addresses = [s.token_hash for s in strangers], [s.address for s in strangers]
    await connection.execute(COUNT_STRANGERS, hashes, addresses, [s.tries for s in strangers], MOST_UNKNOWN_UNITS)


def _asker(row: asyncpg.Record, session: UUID) -> Asker:
    return Asker(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        station=row["station"],
        session=SessionId(str(session)),
    )
