"""How tests come to the front door: as visitors from an address, with a password that may be wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from callcenter.storage.database import Database

PASSWORD = "right-horse"
HERS = {"login": "c101", "password": PASSWORD}
WRONG = {"login": "c101", "password": "wrong-horse"}
OWN = "http://centre.test"
FRIEND = "https://board.example"


@asynccontextmanager
async def visitor(app: FastAPI, *, address: str = "192.0.2.1", url: str = OWN) -> AsyncIterator[AsyncClient]:
    """Somebody who comes from `address`."""
    async with AsyncClient(transport=ASGITransport(app, client=(address, 1234)), base_url=url) as client:
        yield client


async def change(database: Database, statement: str, *values: object) -> None:
    """Something happens behind the door."""
    async with database.transaction() as connection:
        await connection.execute(statement, *values)


async def guess(client: AsyncClient, times: int, login: str = "c101") -> list[Response]:
    """Wrong passwords, one after the other."""
    return [await client.post("/api/v1/tokens", json={**WRONG, "login": login}) for _ in range(times)]
