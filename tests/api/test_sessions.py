"""Signing in and out at the door: cookies for browsers, tokens for programs."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from callcenter.storage.database import Database
from tests.api.front_door import HERS, OWN, change, visitor


async def test_a_caregiver_signs_in_with_a_browser_and_is_known_from_then_on(client: AsyncClient) -> None:
    """The cookie is out of reach of scripts and of other sites."""
    signed_in = await client.post("/api/v1/sessions", json=HERS)
    me = await client.get("/api/v1/me")

    cookie = signed_in.headers["set-cookie"].lower()
    assert (signed_in.status_code, me.status_code) == (201, 200)
    assert signed_in.json() == me.json()
    assert me.json() == {"id": "C101", "login": "c101", "name": "甲C101", "role": "caregiver", "station": "S1"}
    assert cookie.startswith("session=")
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "secure" not in cookie
    assert "domain" not in cookie


async def test_over_https_the_cookie_is_bound_to_this_host(app: FastAPI) -> None:
    """Its name lets the browser refuse one planted by a neighbour, and only that name is believed."""
    async with visitor(app, url="https://centre.test") as client:
        signed_in = await client.post("/api/v1/sessions", json=HERS)
        me = await client.get("/api/v1/me")
        token = signed_in.cookies["__Host-session"]
        client.cookies.clear()
        planted = await client.get("/api/v1/me", headers={"Cookie": f"session={token}"})

    assert me.status_code == 200
    assert "; secure" in signed_in.headers["set-cookie"].lower()
    assert planted.status_code == 401


async def test_a_program_signs_in_for_thirty_days(client: AsyncClient) -> None:
    """Its token goes in the Authorization header and sets no cookie."""
    answer = await client.post("/api/v1/tokens", json=HERS)
    token = answer.json()["token"]
    me = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})

    lasts = datetime.fromisoformat(answer.json()["expires_at"]) - datetime.now(UTC)
    assert (answer.status_code, me.json()["id"]) == (201, "C101")
    assert len(token) >= 43
    assert timedelta(days=29) < lasts <= timedelta(days=30, minutes=1)
    assert "set-cookie" not in answer.headers


async def test_every_sign_in_makes_another_token_and_none_is_kept_as_it_is(
    client: AsyncClient, district: Database
) -> None:
    """Who reads the table cannot sign in with what stands there."""
    tokens = [(await client.post("/api/v1/tokens", json=HERS)).json()["token"] for _ in range(2)]

    async with district.reading() as connection:
        kept = "".join(str(row) for row in await connection.fetch("SELECT * FROM sessions"))
    assert tokens[0] != tokens[1]
    assert not any(token in kept for token in tokens)


async def test_signing_out_ends_this_session_and_leaves_the_others(client: AsyncClient) -> None:
    """The phone stays signed in when the desk signs out."""
    phone = (await client.post("/api/v1/tokens", json=HERS)).json()["token"]
    desk = (await client.post("/api/v1/tokens", json=HERS)).json()["token"]

    out = await client.delete("/api/v1/sessions/current", headers={"Authorization": f"Bearer {desk}"})

    after = [
        (await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})).status_code
        for token in (phone, desk)
    ]
    assert (out.status_code, after) == (204, [200, 401])


async def test_signing_out_in_a_browser_takes_the_cookie_away(client: AsyncClient) -> None:
    """Nothing is left behind on a shared computer, and a copy of the cookie is worth nothing."""
    await client.post("/api/v1/sessions", json=HERS)
    copy = dict(client.cookies)

    out = await client.delete("/api/v1/sessions/current", headers={"Origin": OWN})

    with_copy = await client.get("/api/v1/me", headers={"Cookie": f"session={copy['session']}"})
    assert (out.status_code, dict(client.cookies), with_copy.status_code) == (204, {}, 401)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer not-a-token"},
        {"Authorization": "Basic YzEwMTpyaWdodC1ob3JzZQ=="},
        {"Authorization": b"Bearer \xff\xfe\x00"},
        {"Cookie": "session=not-a-token"},
        {"Cookie": "session="},
    ],
)
async def test_without_a_good_token_nobody_is_known(client: AsyncClient, headers: dict[str, str]) -> None:
    """The answer says how to come in, as a problem with a code."""
    answer = await client.get("/api/v1/me", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_session_past_its_hour_is_over(client: AsyncClient, district: Database) -> None:
    """However busy it was."""
    await client.post("/api/v1/sessions", json=HERS)
    await change(district, "UPDATE sessions SET expires_at = clock_timestamp()")

    assert (await client.get("/api/v1/me")).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "not json",
        '{"login": "c101"}',
        '{"login": "c101", "password": 12345678}',
        '{"login": ["c101"], "password": "x"}',
        '{"login": "c101", "password": "x", "remember": true}',
        '{"login": "", "password": "x"}',
        '{"login": "c101", "password": ""}',
        '{"login": "c1\\u000001", "password": "x"}',
        '{"login": "c101", "password": "\\ud800"}',
        '{"login": "' + "c" * 65 + '", "password": "x"}',
        b'{"login": "\xff", "password": "x"}',
    ],
)
async def test_a_request_that_makes_no_sense_is_refused_without_being_repeated(
    client: AsyncClient, body: str | bytes
) -> None:
    """The answer says where it is wrong and never what was sent: it might be a password."""
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/api/v1/sessions", content=body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert "12345678" not in answer.text
    assert "input" not in answer.json()
