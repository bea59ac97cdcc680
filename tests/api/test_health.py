"""How the house tells that it is well, to whoever watches it."""

import pytest

from tests.journeys.people import Town


def test_a_living_process_says_so(town: Town) -> None:
    """Without a sign-in: a watchdog has none."""
    answer = town.centre.http.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_a_ready_process_shows_how_fresh_everything_is(town: Town) -> None:
    """Feed, sweep and every task."""
    answer = town.centre.http.get("/readyz")

    state = answer.json()
    assert (answer.status_code, state["status"]) == (200, "ready")
    assert state["database"] == {"embedded": False, "reachable": True}
    assert state["feed_age_seconds"] < 5
    assert state["sweep_age_seconds"] < 5
    assert {"commands", "feed", "due", "silence"} <= state["tasks"].keys()
    assert {task["last_error"] for task in state["tasks"].values()} == {None}


def test_figures_are_there_for_prometheus(town: Town) -> None:
    """In its own format, each fact counted by its kind."""
    town.person("C101").starts_shift()

    answer = town.centre.http.get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert '\ncallcenter_facts_total{kind="shift_started"}' in answer.text
    assert "\ncallcenter_feed_age_seconds 0." in answer.text


@pytest.mark.parametrize("path", ["/calls", "/policies/current", "/me", "/feed", "/reports/response-times"])
def test_everything_else_needs_a_sign_in(town: Town, path: str) -> None:
    """With a code that a program can read."""
    answer = town.centre.http.get(f"/api/v1{path}")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("PUT", "/api/v1/me/shift", 405)])
def test_a_wrong_address_is_told_like_every_problem(town: Town, method: str, path: str, status: int) -> None:
    """And a wrong method with all those that would have been right."""
    answer = town.centre.http.request(method, path)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["code"] in {"not_found", "method_not_allowed"}
    assert answer.headers.get("allow", "GET, POST, PATCH, DELETE") == "GET, POST, PATCH, DELETE"
