"""The response-time report at the door: who may have it, in which form, and what it refuses."""

import csv
from io import StringIO

import msgspec
import pytest
from httpx import AsyncClient

from callcenter.domain.report import By, Question
from callcenter.flow.reporting import response_times
from callcenter.storage.database import Database
from tests.api.reading import signed_in
from tests.written_calls import Written, write

PATH = "/api/v1/reports/response-times"
NOVEMBER = {"from": "2026-11-01", "to": "2026-12-01"}


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


async def test_a_supervisor_reads_the_month_station_by_station(reader: AsyncClient, district: Database) -> None:
    """Names, numbers of calls, percentiles, targets and what was left out."""
    await write_two_calls(district)

    answer = await reader.get(PATH, params={**NOVEMBER, "by": "station"}, headers=signed_in("V1"))

    told = answer.json()
    assert (answer.status_code, told["from"], told["to"]) == (200, "2026-10-31T16:00:00Z", "2026-11-30T16:00:00Z")
    assert [(row["key"], row["name"], row["n"]) for row in told["rows"]] == [("S1", "毛胜寺", 1), ("S2", "新海桥", 1)]
    assert told["rows"][0]["answer"]["p50"] == {"value": 12.4, "low": None, "high": None}
    assert told["rows"][1]["response"]["excluded"] == [{"reason": "resolved_without_visit", "calls": 1}]
    assert told["targets"]["answer"][0] == {"within_seconds": 60, "share": 0.975}
    assert set(told["definitions"]) == {"answer", "travel", "response", "resolution", "alarm_delay"}


async def test_every_target_prints_its_share_its_interval_and_what_it_proves(
    reader: AsyncClient, district: Database
) -> None:
    """One of two calls was answered within the minute; that proves nothing yet."""
    await write_two_calls(district)

    answer = await reader.get(PATH, params=NOVEMBER, headers=signed_in("V1"))

    attained = answer.json()["total"]["attainment"]
    minute, circle = attained["answer"][0], attained["arrival"][0]
    assert (minute["n"], minute["met"], minute["missed"], minute["share"]) == (2, 1, 1, 0.5)
    assert (round(minute["low"], 3), round(minute["high"], 3)) == (0.095, 0.905)
    assert (minute["reached"], minute["verdict"]) == (False, "not_met")
    assert (circle["within_seconds"], circle["n"], circle["met"], circle["verdict"]) == (900, 1, 1, "too_few_to_tell")
    assert circle["excluded"] == [{"reason": "not_emergency", "calls": 1}]


async def test_a_press_just_made_is_in_the_report_as_an_open_call(reader: AsyncClient) -> None:
    """Without any period asked for, the last thirty days count, this second included."""
    press = {"boot": "9f3a01c2", "n": 1, "kind": "press", "button": "emergency"}
    pressed = await reader.post("/api/v1/signals", json=press, headers=signed_in("U101"))

    answer = await reader.get(PATH, headers=signed_in("V1"))

    total = answer.json()["total"]
    assert pressed.status_code == 200
    assert (total["n"], total["open"], total["answer"]["open"]) == (1, 1, 1)
    assert total["alarm_delay"]["excluded"] == [{"reason": "no_device_time", "calls": 1}]


async def test_the_door_and_the_command_line_say_the_same(reader: AsyncClient, district: Database) -> None:
    """What the door describes is the report itself, word for word, but for the moment it was made."""
    await write_two_calls(district)

    asked = await reader.get(PATH, params={**NOVEMBER, "by": "station"}, headers=signed_in("V1"))
    made = await response_times(district, Question(since="2026-11-01", until="2026-12-01"), by=By.STATION)

    told, printed = asked.json(), msgspec.json.decode(msgspec.json.encode(made))
    assert {**told, "generated_at": ""} == {**printed, "generated_at": ""}


async def test_the_sheet_is_a_file_with_a_row_for_each_group_and_the_total(
    reader: AsyncClient, district: Database
) -> None:
    """What a supervisor opens in a spreadsheet."""
    await write_two_calls(district)

    question = {**NOVEMBER, "by": "caregiver", "format": "csv"}
    answer = await reader.get(PATH, params=question, headers=signed_in("A1"))

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


@pytest.mark.parametrize(
    ("filters", "n"),
    [
        ({"station": "S1"}, 1),
        ({"kind": "assistance"}, 1),
        ({"caregiver": "C101"}, 1),
        ({"station": "S2", "caregiver": "C101"}, 0),
        ({"station": "S99"}, 0),
        ({"caregiver": "nobody"}, 0),
    ],
)
async def test_a_filter_narrows_the_report_and_is_named_in_it(
    reader: AsyncClient, district: Database, filters: dict[str, str], n: int
) -> None:
    """What nobody knows has no calls; it is not an error."""
    await write_two_calls(district)

    answer = await reader.get(PATH, params={**NOVEMBER, **filters}, headers=signed_in("V1"))

    told = answer.json()
    assert (answer.status_code, told["total"]["n"], sum(row["n"] for row in told["rows"])) == (200, n, n)
    assert told["filters"] == {"station": None, "caregiver": None, "kind": None, **filters}


async def test_the_sheet_says_by_day_whose_calls_it_is_about(reader: AsyncClient, district: Database) -> None:
    """A sheet that is passed on must not be taken for the whole district's; 23:30 in Xining is still that day."""
    await write_two_calls(district)

    question = {**NOVEMBER, "by": "day", "station": "S1", "format": "csv"}
    answer = await reader.get(PATH, params=question, headers=signed_in("V1"))

    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert answer.headers["content-disposition"] == (
        'attachment; filename="response-times-by-day-S1-20261101T0000-20261201T0000.csv"'
    )
    assert [(row["day"], row["name"], row["n"], row["only station"], row["only kind"]) for row in rows] == [
        ("2026-11-09", "2026-11-09", "1", "S1", ""),
        ("TOTAL", "TOTAL", "1", "S1", ""),
    ]


@pytest.mark.parametrize(("who", "status"), [("V1", 200), ("A1", 200), ("D1", 200), ("C101", 403)])
async def test_caregivers_do_not_read_the_report(reader: AsyncClient, who: str, status: int) -> None:
    """Supervisors, administrators and dispatchers do."""
    answer = await reader.get(PATH, headers=signed_in(who))

    assert answer.status_code == status
    assert answer.json().get("code") == (None if status == 200 else "role_not_allowed")


async def test_a_stranger_is_asked_to_sign_in(reader: AsyncClient) -> None:
    """Before anything is read."""
    answer = await reader.get(PATH)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
async def test_a_form_that_is_not_written_yet_is_refused_plainly(reader: AsyncClient, form: str) -> None:
    """Not an empty file."""
    answer = await reader.get(PATH, params={"format": form}, headers=signed_in("V1"))

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
        ({"station": ""}, "malformed"),
        ({"station": "毛胜寺"}, "malformed"),
        ({"caregiver": "C101 C102"}, "malformed"),
        ({"kind": "loud"}, "malformed"),
        ({"format": "docx"}, "malformed"),
        ({"since": "2026-11-01"}, "malformed"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    reader: AsyncClient, question: dict[str, str], code: str
) -> None:
    """A word nobody knows is not silently ignored: the answer would be to another question."""
    answer = await reader.get(PATH, params=question, headers=signed_in("V1"))

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_the_description_names_every_figure(reader: AsyncClient) -> None:
    """A program can be written against the report without seeing one."""
    described = (await reader.get("/openapi.json")).json()

    answers = described["paths"][PATH]["get"]["responses"]
    assert set(answers["200"]["content"]) == {"application/json", "text/csv"}
    assert {"401", "403", "406", "422", "503"} <= set(answers)
    assert {"from", "to", "total", "rows"} <= set(described["components"]["schemas"]["ResponseTimes"]["required"])
