"""The other forms of the report at the door: heat map, distribution, breaches."""

import pytest
from httpx import URL, AsyncClient

from callcenter.storage.database import Database
from tests.api.reading import signed_in
from tests.written_calls import Written, write

HEAT_MAP, DISTRIBUTION, BREACHES = (f"/api/v1/reports/{form}" for form in ("heat-map", "distribution", "breaches"))
FORMS = (HEAT_MAP, f"{DISTRIBUTION}?span=answer", BREACHES)
NOVEMBER = {"from": "2026-11-01", "to": "2026-12-01"}
LATE = Written(accepted_by="C101", first_human_at=200, accepted_at=200, first_arrived_at=1000, resolved_at=1500)
QUICK = Written(kind="assistance", station="S2", first_human_at=12.34, resolved_at=95)


async def write_three_calls(database: Database) -> None:
    """One that waited for answer and visit, one settled by telephone in another station, and a test."""
    await write(database, LATE, QUICK, Written(first_human_at=1, resolved_at=2, outcome="test"))


async def test_the_heat_map_shows_the_hours_that_had_calls(reader: AsyncClient, district: Database) -> None:
    """Both came on a Monday between 23:00 and 24:00 in Xining; nothing else is in it."""
    await write_three_calls(district)

    answer = await reader.get(HEAT_MAP, params=NOVEMBER, headers=signed_in("V1"))

    told = answer.json()
    (cell,) = told["cells"]
    within = cell.pop("within")
    assert (told["from"], told["to"]) == ("2026-10-31T16:00:00Z", "2026-11-30T16:00:00Z")
    assert (told["n"], told["open"], told["excluded"]) == (2, 0, [{"reason": "test", "calls": 1}])
    assert cell == {
        "weekday": 1,
        "hour": 23,
        "n": 2,
        "open": 0,
        "answer_p50": {"value": 12.4, "low": None, "high": None},
        "answer_p90": {"value": 200.0, "low": 12.4, "high": None},
    }
    assert (within["within_seconds"], within["met"], within["missed"], within["share"]) == (60, 1, 1, 0.5)
    assert (round(within["low"], 3), round(within["high"], 3)) == (0.095, 0.905)


async def test_a_distribution_brings_bins_and_targets(reader: AsyncClient, district: Database) -> None:
    """One call in its bin for each duration, and the calls that have none beside them."""
    await write_three_calls(district)

    answer = await reader.get(DISTRIBUTION, params={**NOVEMBER, "span": "response"}, headers=signed_in("V1"))

    told = answer.json()
    assert (told["span"], told["n"], told["open"], told["never"]) == ("response", 1, 0, 0)
    assert [one for one in told["bins"] if one["ended"]] == [
        {"from_seconds": 900, "to_seconds": 1200, "ended": 1, "open": 0}
    ]
    assert told["bins"][-1] == {"from_seconds": 7200, "to_seconds": None, "ended": 0, "open": 0}
    assert told["targets"][0] == {"within_seconds": 900, "share": 0.9}
    assert told["excluded"] == [{"reason": "test", "calls": 1}, {"reason": "resolved_without_visit", "calls": 1}]


async def test_a_breach_names_the_call_and_every_reason(reader: AsyncClient, district: Database) -> None:
    """So that the page can lead to the call."""
    await write_three_calls(district)

    answer = await reader.get(BREACHES, params=NOVEMBER, headers=signed_in("V1"))

    told = answer.json()
    (breach,) = told["breaches"]
    assert (told["total"], told["next"]) == (1, None)
    assert breach["number"] == breach["call"]
    assert {name: breach[name] for name in ("kind", "station", "caregiver", "state", "received_at")} == {
        "kind": "emergency",
        "station": "S1",
        "caregiver": "C101",
        "state": "resolved",
        "received_at": "2026-11-09T15:30:00Z",
    }
    assert (breach["answer_seconds"], breach["response_seconds"]) == (200, 1000)
    assert breach["reasons"] == ["answer_over_target", "arrival_over_target"]


async def test_the_cursor_of_a_page_leads_to_the_next(reader: AsyncClient, district: Database) -> None:
    """As in the list of calls."""
    await write(district, LATE, LATE)

    question = {**NOVEMBER, "limit": "1"}
    first = (await reader.get(BREACHES, params=question, headers=signed_in("V1"))).json()
    last = (await reader.get(BREACHES, params={**question, "cursor": first["next"]}, headers=signed_in("V1"))).json()

    assert {one["call"] for one in first["breaches"]}.isdisjoint(one["call"] for one in last["breaches"])
    assert (first["total"], last["total"], last["next"]) == (2, 2, None)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(("who", "status"), [("V1", 200), ("A1", 200), ("D1", 200), ("C101", 403)])
async def test_caregivers_read_none_of_them(reader: AsyncClient, path: str, who: str, status: int) -> None:
    """Supervisors, administrators and dispatchers do."""
    answer = await reader.get(path, headers=signed_in(who))

    assert answer.status_code == status


@pytest.mark.parametrize("path", FORMS)
async def test_a_station_that_nobody_knows_has_no_calls(reader: AsyncClient, district: Database, path: str) -> None:
    """An empty answer, and no error."""
    await write_three_calls(district)

    url = URL(path).copy_merge_params({**NOVEMBER, "station": "S99"})
    answer = await reader.get(url, headers=signed_in("V1"))

    told = answer.json()
    assert (answer.status_code, told.get("n", told.get("total"))) == (200, 0)
    assert told["filters"] == {"station": "S99", "caregiver": None, "kind": None}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{HEAT_MAP}?kind=loud", "malformed"),
        (f"{HEAT_MAP}?by=hour", "malformed"),
        (f"{HEAT_MAP}?from=2026-12-01&to=2026-11-01", "period_invalid"),
        (DISTRIBUTION, "malformed"),
        (f"{DISTRIBUTION}?span=alarm_delay", "malformed"),
        (f"{BREACHES}?limit=0", "malformed"),
        (f"{BREACHES}?limit=201", "malformed"),
        (f"{BREACHES}?cursor=yesterday", "cursor_invalid"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(reader: AsyncClient, path: str, code: str) -> None:
    """Rather than answered as if it had been another."""
    answer = await reader.get(path, headers=signed_in("V1"))

    assert (answer.status_code, answer.json()["code"]) == (422, code)
