"""A cookie travels by itself, so what comes with one must come from a page of ours."""

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from starlette.requests import HTTPConnection

from callcenter.api.deps import shown_token
from callcenter.domain.errors import Forbidden
from tests.api.front_door import FRIEND, HERS, OWN


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


async def test_a_foreign_page_cannot_ask_for_the_code_of_a_key_safe(client: AsyncClient) -> None:
    """Asking is written down in somebody's name."""
    await client.post("/api/v1/sessions", json=HERS)
    path = "/api/v1/calls/00000000-0000-4000-8000-000000000000/reveals"

    foreign = await client.post(path, json={"field": "key_safe_code"}, headers={"Origin": "http://evil.example"})
    own = await client.post(path, json={"field": "key_safe_code"}, headers={"Origin": OWN})

    assert (foreign.status_code, foreign.json()["code"]) == (403, "origin_not_allowed")
    assert (own.status_code, own.json()["code"]) == (404, "call_unknown")


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
