"""The whole front door on the small district, where everybody has a password."""

from collections.abc import AsyncIterator, Iterator

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx import AsyncClient
from pydantic import SecretStr

from callcenter.app import create
from callcenter.settings import Settings
from callcenter.storage.database import Database
from tests.api.front_door import FRIEND, PASSWORD, change, visitor
from tests.api.reading import open_to_readers
from tests.journeys.centre import Centre, open_centre
from tests.journeys.people import Town


@pytest.fixture
async def app(district: Database, database_url: str) -> AsyncIterator[FastAPI]:
    """The whole front door on the small district, where everybody has the same password."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    await change(district, "UPDATE staff SET password_hash = $1", quick.hash(PASSWORD))
    app = create(Settings(database_url=SecretStr(database_url), allowed_origins=frozenset({FRIEND})))
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """Somebody with a browser."""
    async with visitor(app) as client:
        yield client


@pytest.fixture
async def reader(district: Database, database_url: str) -> AsyncIterator[AsyncClient]:
    """Somebody who asks for reports on the small district."""
    async with open_to_readers(district, database_url) as client:
        yield client


@pytest.fixture(scope="session")
def centre(server_url: str) -> Iterator[Centre]:
    """A running centre with real sockets, shared by the tests that leave it at rest."""
    with open_centre(server_url) as centre:
        yield centre


@pytest.fixture
def town(centre: Centre) -> Iterator[Town]:
    """Everybody of the small district, at rest again afterwards."""
    town = Town(centre)
    yield town
    town.goes_to_rest()
