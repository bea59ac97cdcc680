"""The OpenAPI document is true: schemathesis asks every door for what it promises, and for what it must refuse.

Nothing may answer 5xx, nothing in a way that is not written there, and nothing malformed may be taken for good.
`CALLCENTER_SCHEMATHESIS_EXAMPLES` asks for more than the few examples of an ordinary run.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.centre import unit_token
from tests.journeys.people import Town

EXAMPLES = os.environ.get("CALLCENTER_SCHEMATHESIS_EXAMPLES", "4")

# `wait` would hold each request for half a minute. Signing out would end the token that everything else is asked with.
SETTINGS = """
seed = 1
warnings = false
continue-on-failure = true
request-timeout = 15

[auth.openapi]
token = {{ bearer = "{person}" }}
unit = {{ bearer = "{unit}" }}

[dictionaries]
calls = {{ values = ["{call}"] }}

[parameters]
"query.wait" = 0
"path.call_id" = {{ dictionary = "calls", probability = 0.7 }}

[[operations]]
include-path = "/api/v1/sessions/current"
enabled = false
{exceptions}
"""

# A document may be well formed and contradict itself; a press must name its button; a cursor must be one of ours.
BEYOND_THE_SCHEMA = """
[[operations]]
include-operation-id = [{operations}]
checks.positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 409, 422, 503]
"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", ["A1", "D1", "C101"])
def test_every_door_answers_as_it_is_described(town: Town, tmp_path: Path, who: str) -> None:
    """Whatever comes in, from whoever."""
    person = town.person(who)
    call = town.resident("101").presses()
    if who.startswith("C"):
        person.starts_shift()
        person.opens_screen().shows(call)
    settings = SETTINGS.format(
        person=person.token, unit=unit_token("U102"), call=call, exceptions=""
    )
    (tmp_path / "schemathesis.toml").write_text(settings)

    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(tmp_path / "schemathesis.toml"), "run"]
    options = ["--checks", "all", "--max-examples", EXAMPLES, "--phases", "examples,coverage,fuzzing"]
    told = subprocess.run(
        [*command, f"{town.centre.url}/openapi.json", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stdout + told.stderr
