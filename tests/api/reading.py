"""Those who read reports: everybody's token is their id, the first home's is its unit's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from callcenter.app import create
from callcenter.clock import new_id
from callcenter.flow.gate import token_hash
from callcenter.settings import Settings
from callcenter.storage.database import Database

READERS = ("D1", "V1", "A1", "C101")
SIGN_IN = """
INSERT INTO sessions (token_hash, id, staff, kind, expires_at) VALUES ($1, $2, $3, 'program', now() + interval '1 hour')
"""


@asynccontextmanager
async def open_to_readers(district: Database, database_url: str) -> AsyncIterator[AsyncClient]:
    """The whole front door on the small district."""
    async with district.transaction() as connection:
        await connection.executemany(SIGN_IN, [(token_hash(who), new_id(), who) for who in READERS])
        await connection.execute("INSERT INTO unit_tokens (token_hash, unit) VALUES ($1, 'U101')", token_hash("U101"))
    app = create(Settings(database_url=SecretStr(database_url)))
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://centre.test") as client,
    ):
        yield client


def signed_in(who: str) -> dict[str, str]:
    """The headers of a request by this person."""
    return {"Authorization": f"Bearer {who}"}
