"""Those who guess passwords learn nothing and wait longer each time; caregivers are never locked out by them."""

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from callcenter.storage import sessions
from callcenter.storage.database import Database
from tests.api.front_door import HERS, WRONG, change, guess, visitor


async def test_an_unknown_login_and_a_wrong_password_get_the_same_answer(client: AsyncClient) -> None:
    """Nobody learns who works here."""
    wrong = await client.post("/api/v1/tokens", json=WRONG)
    unknown = await client.post("/api/v1/tokens", json={**WRONG, "login": "nobody"})

    assert (wrong.status_code, wrong.json()["code"]) == (401, "sign_in_failed")
    assert unknown.json() == wrong.json()
    assert unknown.headers.keys() == wrong.headers.keys()


@pytest.mark.usefixtures("app")
async def test_an_unknown_login_costs_a_look_at_a_password_too(district: Database) -> None:
    """There is always a hash to compare with, so that the time taken tells nothing."""
    async with district.reading() as connection:
        unknown = await sessions.find_account(connection, "nobody", "192.0.2.1")
        known = await sessions.find_account(connection, "c101", "192.0.2.1")

    assert (unknown.asker, unknown.password_hash) == (None, known.password_hash)


async def test_a_disabled_account_answers_like_a_wrong_password(client: AsyncClient, district: Database) -> None:
    """Even when the password is right."""
    await change(district, "UPDATE staff SET disabled_at = clock_timestamp() WHERE id = 'C101'")

    answer = await client.post("/api/v1/sessions", json=HERS)

    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_failed")


@pytest.mark.parametrize("login", ["c101", "nobody"])
async def test_after_five_failures_the_next_try_must_wait(client: AsyncClient, login: str) -> None:
    """Known and unknown logins alike; the right password is not even looked at."""
    answers = await guess(client, 5, login)
    refused = await client.post("/api/v1/sessions", json={**HERS, "login": login})

    assert [answer.status_code for answer in answers] == [401] * 5
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert refused.headers["retry-after"] == "1"


async def test_each_further_failure_makes_the_wait_longer_up_to_half_a_minute(
    client: AsyncClient, district: Database
) -> None:
    """1, 2, 4, 8, 16, 30, 30 seconds."""
    await guess(client, 5)
    waits = []
    for _ in range(7):
        waits.append((await client.post("/api/v1/tokens", json=HERS)).headers["retry-after"])
        await change(district, "UPDATE sign_in_failures SET last_at = last_at - interval '31 seconds'")
        await guess(client, 1)

    assert waits == ["1", "2", "4", "8", "16", "30", "30"]


async def test_who_guesses_elsewhere_cannot_lock_a_caregiver_out(app: FastAPI, client: AsyncClient) -> None:
    """Failures are counted for the login and the address together."""
    async with visitor(app, address="203.0.113.66") as stranger:
        await guess(stranger, 6)
        strangers_answer = await stranger.post("/api/v1/tokens", json=HERS)

    hers = await client.post("/api/v1/tokens", json=HERS)

    assert (strangers_answer.status_code, hers.status_code) == (429, 201)


async def test_the_right_password_clears_the_slate(client: AsyncClient) -> None:
    """Four slips of the thumb yesterday do not count today."""
    await guess(client, 4)
    await client.post("/api/v1/tokens", json=HERS)

    answers = await guess(client, 5)

    assert [answer.status_code for answer in answers] == [401] * 5


async def test_failures_of_a_quarter_of_an_hour_ago_are_forgotten(client: AsyncClient, district: Database) -> None:
    """And their rows do not pile up."""
    await guess(client, 6)
    await change(district, "UPDATE sign_in_failures SET last_at = last_at - interval '15 minutes'")

    signed_in = await client.post("/api/v1/tokens", json=HERS)
    await guess(client, 1, "somebody-else")

    async with district.reading() as connection:
        left = await connection.fetchval("SELECT count(*) FROM sign_in_failures")
    assert (signed_in.status_code, left) == (201, 1)
