"""Signing in and out at the door: cookies for browsers, tokens for programs, and no help for those who guess."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr
from starlette.requests import HTTPConnection

from callcenter.api.deps import shown_token
from callcenter.app import create
from callcenter.domain.errors import Forbidden
from callcenter.settings import Settings
from callcenter.storage import sessions
from callcenter.storage.database import Database

PASSWORD = "right-horse"
HERS = {"login": "c101", "password": PASSWORD}
WRONG = {"login": "c101", "password": "wrong-horse"}
OWN = "http://centre.test"
FRIEND = "https://board.example"


@pytest.fixture
async def app(district: Database, database_url: str) -> AsyncIterator[FastAPI]:
    """The whole front door on the small district, where C101 has a password."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    await change(district, "UPDATE staff SET password_hash = $1", quick.hash(PASSWORD))
    app = create(Settings(database_url=SecretStr(database_url), allowed_origins=frozenset({FRIEND})))
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """Somebody with a browser."""
    async with visitor(app) as client:
        yield client


@asynccontextmanager
async def visitor(app: FastAPI, *, address: str = "192.0.2.1", url: str = OWN) -> AsyncIterator[AsyncClient]:
    """Somebody who comes from `address`."""
    async with AsyncClient(transport=ASGITransport(app, client=(address, 1234)), base_url=url) as client:
        yield client


async def change(database: Database, statement: str, *values: object) -> None:
    """Something happens behind the door."""
    async with database.transaction() as connection:
        await connection.execute(statement, *values)


async def guess(client: AsyncClient, times: int, login: str = "c101") -> list[Response]:
    """Wrong passwords, one after the other."""
    return [await client.post("/api/v1/tokens", json={**WRONG, "login": login}) for _ in range(times)]


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


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (OWN, 204),
        (FRIEND, 204),
        (None, 403),
        ("null", 403),
        ("https://centre.test", 403),
        ("http://centre.test.evil.example", 403),
        ("http://evil.example", 403),
    ],
)
async def test_a_cookie_acts_only_for_pages_of_ours(client: AsyncClient, origin: str | None, status: int) -> None:
    """A page of somebody else cannot sign a caregiver out, or do anything in her name."""
    await client.post("/api/v1/sessions", json=HERS)

    answer = await client.delete("/api/v1/sessions/current", headers={"Origin": origin} if origin else {})

    assert answer.status_code == status
    assert status == 204 or answer.json()["code"] == "origin_not_allowed"


async def test_a_foreign_page_cannot_sign_its_reader_in_as_somebody_else(client: AsyncClient) -> None:
    """Signing in changes who acts from this browser, so it too must come from a page of ours."""
    answer = await client.post("/api/v1/sessions", json=HERS, headers={"Origin": "http://evil.example"})

    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")
    assert "set-cookie" not in answer.headers


async def test_a_program_needs_no_origin(client: AsyncClient) -> None:
    """A token in a header does not travel by itself."""
    token = (await client.post("/api/v1/tokens", json=HERS)).json()["token"]

    headers = {"Authorization": f"Bearer {token}", "Origin": "http://evil.example"}
    answer = await client.delete("/api/v1/sessions/current", headers=headers)

    assert answer.status_code == 204


@pytest.mark.parametrize("origin", [b"http://evil.example", b"https://centre.test", None])
async def test_a_foreign_page_cannot_listen_with_somebodys_cookie(app: FastAPI, origin: bytes | None) -> None:
    """A WebSocket is not held back by the browser, so the origin is looked at here."""
    headers = [(b"host", b"centre.test"), (b"cookie", b"session=anything")]
    headers += [(b"origin", origin)] if origin else []
    scope = {"type": "websocket", "scheme": "ws", "path": "/api/v1/live", "headers": headers, "app": app}

    with pytest.raises(Forbidden) as refusal:
        shown_token(HTTPConnection(scope))

    assert refusal.value.code == "origin_not_allowed"


async def test_our_own_page_may_listen_with_its_cookie(app: FastAPI) -> None:
    """The board's socket comes from the host that served the board."""
    headers = [(b"host", b"centre.test"), (b"cookie", b"session=hers"), (b"origin", b"http://centre.test")]
    scope = {"type": "websocket", "scheme": "ws", "path": "/api/v1/live", "headers": headers, "app": app}

    assert shown_token(HTTPConnection(scope)) == "hers"
