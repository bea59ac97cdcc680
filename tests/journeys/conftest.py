"""One running centre for the journeys, and a town that is at rest again after each."""

from collections.abc import Iterator

import pytest

from tests.journeys.centre import Centre, open_centre
from tests.journeys.people import Town


@pytest.fixture(scope="session")
def centre(server_url: str) -> Iterator[Centre]:
    """A running centre that the journeys share."""
    with open_centre(server_url) as centre:
        yield centre


@pytest.fixture
def town(centre: Centre) -> Iterator[Town]:
    """Everybody who lives and works in the small district."""
    town = Town(centre)
    yield town
    town.goes_to_rest()
