"""The policy at the door: read it, try another one, put it into force."""

import pytest

from tests.journeys.people import Town


def current(town: Town) -> dict[str, object]:
    """The document in force."""
    document: dict[str, object] = town.person("C101").asks("GET", "/policies/current").json()
    return document


def test_a_new_document_becomes_the_next_version(town: Town) -> None:
    """Whole: what it does not say has its ordinary value. Everybody can read it."""
    before = current(town)
    town.follows(max_open_offers=2, version=before["version"])

    after = current(town)

    assert after["version"] == int(str(before["version"])) + 1
    assert (after["max_open_offers"], after["offer_seconds"]) == (2, 60)


def test_a_dry_run_checks_and_changes_nothing(town: Town) -> None:
    """The document comes back as it would be."""
    before = current(town)

    answer = town.person("A1").asks("POST", "/policies", params={"dry_run": "true"}, json={"offer_seconds": 45})

    assert (answer.status_code, answer.json()["offer_seconds"]) == (200, 45)
    assert current(town) == before


def test_a_document_that_started_from_an_old_one_is_refused(town: Town) -> None:
    """Somebody else was first; nothing of theirs is undone by accident."""
    town.follows(max_open_offers=2)
    version = int(str(current(town)["version"]))
    town.follows(max_open_offers=4)

    answer = town.person("A1").asks("POST", "/policies", json={"version": version, "max_open_offers": 5})

    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")
    assert answer.json()["version"] == version + 1
    assert current(town)["max_open_offers"] == 4


@pytest.mark.parametrize(
    "document",
    [
        {"wave_seconds": [0, 30, 60, 120]},
        {"wave_seconds": [5, 30, 60, 120, 180]},
        {"wave_seconds": [0, 60, 30, 120, 180]},
        {"delivery_seconds": 60, "offer_seconds": 60},
        {"claim_seconds": 5},
        {"offer_seconds": "60"},
        {"offer_seconds": 0},
        {"offer_secnods": 60},
        {"emergency": {"departure_seconds": 300}},
        {"targets": {"answer": [{"within_seconds": 60, "share": 1.5}]}},
        [],
    ],
)
def test_a_document_that_makes_no_sense_is_refused(town: Town, document: object) -> None:
    """Whether by its form or because it contradicts itself; for a dry run just the same."""
    before = current(town)

    answers = [
        town.person("A1").asks("POST", "/policies", params={"dry_run": dry_run}, json=document)
        for dry_run in ("true", "false")
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == 2 * [(422, "policy_invalid")]
    assert current(town) == before


@pytest.mark.parametrize("body", [b"", b"{", b'{"offer_seconds":"\xff"}'])
def test_a_document_that_is_not_json_is_refused(town: Town, body: bytes) -> None:
    """Noise."""
    answer = town.person("A1").asks("POST", "/policies", content=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "policy_invalid")


@pytest.mark.parametrize("who", ["C101", "D1", "V1"])
def test_only_the_administrator_changes_the_policy(town: Town, who: str) -> None:
    """Not even as a trial."""
    for dry_run in ("true", "false"):
        answer = town.person(who).asks("POST", "/policies", params={"dry_run": dry_run}, json={})

        assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")
