"""The response-time report at the door: who may have it, in which form, and what it refuses."""

import csv
from collections.abc import AsyncIterator
from io import StringIO

import msgspec
import pytest
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from callcenter.app import create
from callcenter.clock import new_id
from callcenter.domain.report import By
from callcenter.flow.gate import token_hash
from callcenter.flow.reporting import response_times
from callcenter.settings import Settings
from callcenter.storage.database import Database
from tests.written_calls import Written, write

PATH = "/api/v1/reports/response-times"
NOVEMBER = {"from": "2026-11-01", "to": "2026-12-01"}
SIGN_IN = """
INSERT INTO sessions (token_hash, id, staff, kind, expires_at) VALUES ($1, $2, $3, 'program', now() + interval '1 hour')
"""


@pytest.fixture
async def client(district: Database, database_url: str) -> AsyncIterator[AsyncClient]:
    """The whole front door on the small district; everybody's token is their id, the first home's is its unit's."""
    async with district.transaction() as connection:
        await connection.executemany(SIGN_IN, [(token_hash(who), new_id(), who) for who in ("D1", "V1", "A1", "C101")])
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


async def write_two_calls(database: Database) -> None:
    """In S1 an emergency with help at the door after ten minutes, in S2 a call settled by telephone."""
    await write(
        database,
        Written(
            accepted_by="C101",
            arrived_by="C101",
            pressed_at=-1,
            first_human_at=12.34,
            accepted_at=12.34,
            first_arrived_at=600,
            resolved_at=900,
            outcome="helped",
        ),
        Written(kind="assistance", station="S2", first_human_at=90, resolved_at=95, outcome="false_alarm"),
    )


async def test_a_supervisor_reads_the_month_station_by_station(client: AsyncClient, district: Database) -> None:
    """Names, numbers of calls, percentiles, targets and what was left out."""
    await write_two_calls(district)

    answer = await client.get(PATH, params={**NOVEMBER, "by": "station"}, headers=signed_in("V1"))

    told = answer.json()
    assert (answer.status_code, told["from"], told["to"]) == (200, "2026-10-31T16:00:00Z", "2026-11-30T16:00:00Z")
    assert [(row["key"], row["name"], row["n"]) for row in told["rows"]] == [("S1", "毛胜寺", 1), ("S2", "新海桥", 1)]
    assert told["rows"][0]["answer"]["p50"] == {"value": 12.4, "low": None, "high": None}
    assert told["rows"][1]["response"]["excluded"] == [{"reason": "resolved_without_visit", "calls": 1}]
    assert told["targets"]["answer"][0] == {"within_seconds": 60, "share": 0.975}
    assert set(told["definitions"]) == {"answer", "travel", "response", "resolution", "alarm_delay"}


async def test_every_target_prints_its_share_its_interval_and_what_it_proves(
    client: AsyncClient, district: Database
) -> None:
    """One of two calls was answered within the minute; that proves nothing yet."""
    await write_two_calls(district)

    answer = await client.get(PATH, params=NOVEMBER, headers=signed_in("V1"))

    attained = answer.json()["total"]["attainment"]
    minute, circle = attained["answer"][0], attained["arrival"][0]
    assert (minute["n"], minute["met"], minute["missed"], minute["share"]) == (2, 1, 1, 0.5)
    assert (round(minute["low"], 3), round(minute["high"], 3)) == (0.095, 0.905)
    assert (minute["reached"], minute["verdict"]) == (False, "not_met")
    assert (circle["within_seconds"], circle["n"], circle["met"], circle["verdict"]) == (900, 1, 1, "too_few_to_tell")
    assert circle["excluded"] == [{"reason": "not_emergency", "calls": 1}]


async def test_a_press_just_made_is_in_the_report_as_an_open_call(client: AsyncClient) -> None:
    """Without any period asked for, the last thirty days count, this second included."""
    press = {"boot": "9f3a01c2", "n": 1, "kind": "press", "button": "emergency"}
    pressed = await client.post("/api/v1/signals", json=press, headers=signed_in("U101"))

    answer = await client.get(PATH, headers=signed_in("V1"))

    total = answer.json()["total"]
    assert pressed.status_code == 200
    assert (total["n"], total["open"], total["answer"]["open"]) == (1, 1, 1)
    assert total["alarm_delay"]["excluded"] == [{"reason": "no_device_time", "calls": 1}]


async def test_the_door_and_the_command_line_say_the_same(client: AsyncClient, district: Database) -> None:
    """What the door describes is the report itself, word for word, but for the moment it was made."""
    await write_two_calls(district)

    asked = await client.get(PATH, params={**NOVEMBER, "by": "station"}, headers=signed_in("V1"))
    made = await response_times(district, since="2026-11-01", until="2026-12-01", by=By.STATION)

    told, printed = asked.json(), msgspec.json.decode(msgspec.json.encode(made))
    assert {**told, "generated_at": ""} == {**printed, "generated_at": ""}


async def test_the_sheet_is_a_file_with_a_row_for_each_group_and_the_total(
    client: AsyncClient, district: Database
) -> None:
    """What a supervisor opens in a spreadsheet."""
    await write_two_calls(district)

    question = {**NOVEMBER, "by": "caregiver", "format": "csv"}
    answer = await client.get(PATH, params=question, headers=signed_in("A1"))

    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="response-times-by-caregiver-20261101T0000-20261201T0000.csv"'
    )
    assert [(row["caregiver"], row["name"], row["n"]) for row in rows] == [
        ("C101", "甲C101", "1"),
        ("", "no caregiver", "1"),
        ("TOTAL", "TOTAL", "2"),
    ]


@pytest.mark.parametrize(("who", "status"), [("V1", 200), ("A1", 200), ("D1", 200), ("C101", 403)])
async def test_caregivers_do_not_read_the_report(client: AsyncClient, who: str, status: int) -> None:
    """Supervisors, administrators and dispatchers do."""
    answer = await client.get(PATH, headers=signed_in(who))

    assert answer.status_code == status
    assert answer.json().get("code") == (None if status == 200 else "role_not_allowed")


async def test_a_stranger_is_asked_to_sign_in(client: AsyncClient) -> None:
    """Before anything is read."""
    answer = await client.get(PATH)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
async def test_a_form_that_is_not_written_yet_is_refused_plainly(client: AsyncClient, form: str) -> None:
    """Not an empty file."""
    answer = await client.get(PATH, params={"format": form}, headers=signed_in("V1"))

    assert (answer.status_code, answer.json()["code"]) == (406, "format_unavailable")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"from": "2026-12-01", "to": "2026-11-01"}, "period_invalid"),
        ({"from": "2026-11-01T00:00:00"}, "period_invalid"),
        ({"from": "last week"}, "period_invalid"),
        ({"from": "x" * 65}, "malformed"),
        ({"by": "mood"}, "malformed"),
        ({"format": "docx"}, "malformed"),
        ({"since": "2026-11-01"}, "malformed"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    client: AsyncClient, question: dict[str, str], code: str
) -> None:
    """A word nobody knows is not silently ignored: the answer would be to another question."""
    answer = await client.get(PATH, params=question, headers=signed_in("V1"))

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_the_description_names_every_figure(client: AsyncClient) -> None:
    """A program can be written against the report without seeing one."""
    described = (await client.get("/openapi.json")).json()

    answers = described["paths"][PATH]["get"]["responses"]
    assert set(answers["200"]["content"]) == {"application/json", "text/csv"}
    assert {"401", "403", "406", "422", "503"} <= set(answers)
    assert {"from", "to", "total", "rows"} <= set(described["components"]["schemas"]["ResponseTimes"]["required"])
