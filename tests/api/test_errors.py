"""How trouble is told: one form, stable codes, and nothing that was better kept inside."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse
from structlog.testing import capture_logs

from callcenter.api.errors import STATUS, install, status_of
from callcenter.api.problems import problems
from callcenter.domain import errors
from callcenter.storage.database import DatabaseAway

CALL = UUID(int=7)

TROUBLE: dict[str, tuple[Exception, int, str]] = {
    "refused": (errors.Refused("call_closed", "closed"), 409, "call_closed"),
    "absent": (errors.NotFound("not_found", "no such call"), 404, "not_found"),
    "forbidden": (errors.Forbidden("role_not_allowed", "no"), 403, "role_not_allowed"),
    "senseless": (errors.Malformed("idempotency_key_reused", "no"), 422, "idempotency_key_reused"),
    "stranger": (errors.Unauthenticated("not_signed_in", "who?"), 401, "not_signed_in"),
    "guesser": (errors.TooManyAttempts(16), 429, "too_many_attempts"),
    "heavy": (errors.TooLarge("body_too_large", "no"), 413, "body_too_large"),
    "unwritten": (errors.NotCommitted(), 503, "not_committed"),
    "away": (DatabaseAway(), 503, "not_committed"),
    "own": (errors.CallCenterError("internal_error", "no"), 500, "internal_error"),
    "http": (HTTPException(406, "only json"), 406, "not_acceptable"),
    "unexpected": (ValueError("key (name)=(somebody) already exists"), 500, "internal_error"),
}


class Parcel(BaseModel):
    """Something with a form."""

    count: int


def raise_it(name: str) -> None:
    """The flow behind the door runs into trouble."""
    raise TROUBLE[name][0]


def spell() -> Iterator[bytes]:
    """An answer that breaks off in the middle."""
    yield b"half of it"
    raise ValueError


@pytest.fixture
def app() -> FastAPI:
    """A door behind which anything can go wrong."""
    app = FastAPI()
    app.get("/trouble/{name}", responses=problems(404, 409))(raise_it)

    @app.get("/details")
    def details() -> None:
        raise errors.Refused("already_accepted", "taken", accepted_by="C101", call=CALL, status="mine")

    @app.post("/parcels")
    def parcels(parcel: Parcel) -> Parcel:
        return parcel

    @app.get("/half")
    def half() -> StreamingResponse:
        return StreamingResponse(spell())

    install(app)
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """Somebody outside."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://centre.test") as client:
        yield client


def all_below(kind: type[errors.CallCenterError]) -> list[type[errors.CallCenterError]]:
    """An error and everything derived from it."""
    return [kind, *(one for below in kind.__subclasses__() for one in all_below(below))]


@pytest.mark.parametrize("name", TROUBLE)
async def test_every_trouble_has_its_status_and_its_code(client: AsyncClient, name: str) -> None:
    """As RFC 9457 wants it."""
    _, status, code = TROUBLE[name]

    answer = await client.get(f"/trouble/{name}")

    body = answer.json()
    assert (answer.status_code, body["status"], body["code"], body["type"]) == (status, status, code, "about:blank")
    assert body["title"]
    assert body["detail"]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [
        ("stranger", "www-authenticate", "Bearer"),
        ("guesser", "retry-after", "16"),
        ("unwritten", "retry-after", "1"),
        ("away", "retry-after", "1"),
    ],
)
async def test_the_answer_says_what_to_do_next(client: AsyncClient, name: str, header: str, value: str) -> None:
    """Sign in, or come again, and when."""
    answer = await client.get(f"/trouble/{name}")

    assert answer.headers[header] == value


async def test_a_refusal_brings_its_details_but_they_replace_nothing(client: AsyncClient) -> None:
    """Who has the call is part of `already_accepted`."""
    body = (await client.get("/details")).json()

    assert (body["accepted_by"], body["call"], body["status"]) == ("C101", str(CALL), 409)


@pytest.mark.parametrize("kind", all_below(errors.CallCenterError), ids=lambda kind: kind.__name__)
def test_no_error_of_the_house_is_without_a_status(kind: type[errors.CallCenterError]) -> None:
    """Only the base of all, and nothing derived from it unnoticed, is an internal error."""
    blank = kind.__new__(kind)

    assert (status_of(blank) == 500) == (kind is errors.CallCenterError)
    assert kind in STATUS or kind.__mro__[1] in STATUS


async def test_an_unexpected_error_tells_nothing_outside_and_no_names_in_the_log(client: AsyncClient) -> None:
    """The log has the path, the kind of error and the place; the message may hold somebody's name."""
    with capture_logs() as logs:
        answer = await client.get("/trouble/unexpected")

    assert "somebody" not in answer.text
    assert [(line["path"], line["error"]) for line in logs] == [("/trouble/unexpected", "ValueError")]
    assert "raise_it" in logs[0]["at"]
    assert "somebody" not in str(logs)


async def test_an_answer_that_breaks_off_is_not_patched_up(client: AsyncClient) -> None:
    """Half an answer followed by a problem would be a lie; the connection breaks instead."""
    with pytest.raises(ValueError, match=r"^$"):
        await client.get("/half")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not_found"), ("PUT", "/parcels", 405, "method_not_allowed")],
)
async def test_a_wrong_address_is_told_like_everything_else(
    client: AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    """And a wrong method keeps the list of right ones."""
    answer = await client.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (status == 405) == (answer.headers.get("allow") == "POST")


@pytest.mark.parametrize("body", ['{"count": "secret"}', "{}", "not json secret", b"\xff secret"])
async def test_a_malformed_request_is_told_where_and_never_repeated(client: AsyncClient, body: str | bytes) -> None:
    """What was sent may be a secret."""
    answer = await client.post("/parcels", content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert "secret" not in answer.text


async def test_a_missing_field_is_named(client: AsyncClient) -> None:
    """The front end can put the message beside the field."""
    answer = await client.post("/parcels", json={})

    assert answer.json()["errors"] == [{"loc": ["body", "count"], "message": "Field required"}]


async def test_the_description_knows_problems_and_no_other_form(client: AsyncClient) -> None:
    """A checker that follows the description never meets an answer it was not told of."""
    description: dict[str, Any] = (await client.get("/openapi.json")).json()

    told = description["paths"]["/trouble/{name}"]["get"]["responses"]
    malformed = description["paths"]["/parcels"]["post"]["responses"]["422"]["content"]
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert [told[status]["content"] for status in ("404", "409")] == [problem, problem]
    assert malformed == problem
    assert {"Problem", "Flaw"} <= description["components"]["schemas"].keys()
    assert "HTTPValidationError" not in str(description)
