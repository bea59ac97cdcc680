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
hooks = "tests.api.fresh_keys"
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

# A document may be well formed and contradict itself, a press must name its button, a cursor must be one of ours.
[[operations]]
include-path = [
    "/api/v1/calls",
    "/api/v1/calls/{{call_id}}/note",
    "/api/v1/calls/{{call_id}}/resolve",
    "/api/v1/policies",
    "/api/v1/reports/breaches",
    "/api/v1/reports/distribution",
    "/api/v1/reports/heat-map",
    "/api/v1/reports/response-times",
    "/api/v1/signals",
]
checks.positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 406, 409, 422, 503]
"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("who", "phases"), [("A1", "examples,coverage,fuzzing"), ("D1", "examples,fuzzing"), ("C101", "examples,fuzzing")]
)
def test_every_door_answers_as_it_is_described(town: Town, tmp_path: Path, who: str, phases: str) -> None:
    """Whatever comes in, from whoever; one of them tries every boundary of every field."""
    person = town.person(who)
    call = town.resident("101").presses()
    if who.startswith("C"):
        person.starts_shift()
        person.opens_screen().shows(call)
    settings = SETTINGS.format(person=person.token, unit=unit_token("U102"), call=call)
    (tmp_path / "schemathesis.toml").write_text(settings)

    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(tmp_path / "schemathesis.toml"), "run"]
    options = ["--checks", "all", "--max-examples", EXAMPLES, "--phases", phases]
    told = subprocess.run(
        [*command, f"{town.centre.url}/openapi.json", *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stdout + told.stderr
