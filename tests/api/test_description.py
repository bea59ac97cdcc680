"""`callcenter describe` says what the running service says of itself."""

import subprocess
import sys

import msgspec

from tests.journeys.centre import Centre


def test_the_command_describes_the_doors_that_the_service_has(centre: Centre) -> None:
    """The types of the screens are made from the one, and the screens meet the other."""
    told = subprocess.check_output([sys.executable, "-m", "callcenter", "describe"])

    assert msgspec.json.decode(told) == centre.http.get("/openapi.json").json()
