"""How trouble is told at the doors: RFC 9457 problems with a stable `code`, from one table of errors.

Nothing of the request is echoed, and nothing of an unexpected error leaves the house or reaches the log but its place.
"""

import re
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from callcenter.api.problems import MEDIA_TYPE, describe_problems
from callcenter.domain import errors

log = structlog.get_logger()

STATUS: dict[type[errors.CallCenterError], HTTPStatus] = {
    errors.Refused: HTTPStatus.CONFLICT,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.Malformed: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.NotCommitted: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.CallCenterError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

CODES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "malformed",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal_error",
}


def status_of(error: errors.CallCenterError) -> HTTPStatus:
    """The status of the nearest class in the table."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, object] | None = None,
) -> Response:
    """An `application/problem+json` answer; `members` stand beside the standard ones and never replace them."""
    title = HTTPStatus(status).phrase
    body = {**(members or {}), "type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return Response(msgspec.json.encode(body, enc_hook=str), status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def problem_of(error: errors.CallCenterError) -> Response:
    """What the asker is told of one of our own errors."""
    headers = {}
    match error:
        case errors.Unauthenticated():
            headers["WWW-Authenticate"] = "Bearer"
        case errors.TooManyAttempts():
            headers["Retry-After"] = str(error.retry_after_seconds)
        case errors.NotCommitted():
            headers["Retry-After"] = "1"
    return problem(status_of(error), error.code, error.message, headers=headers, members=error.details)


async def _tell_error(connection: HTTPConnection, error: errors.CallCenterError) -> Response | None:
    answer = problem_of(error)
    if isinstance(connection, WebSocket):
        await connection.send_denial_response(answer)
        return None
    return answer


async def _tell_malformed(_: Request, error: RequestValidationError) -> Response:
    flaws = [{"loc": list(flaw["loc"]), "message": flaw["msg"]} for flaw in error.errors()]
    return problem(422, "malformed", "the request cannot be understood", members={"errors": flaws})


async def _tell_http(request: Request, error: HTTPException) -> Response:
    if error.status_code in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        return Response(status_code=error.status_code, headers=error.headers)
    # FastAPI says 400 for a body that is not JSON at all; to whoever sent it, that is malformed like the rest.
    unreadable = error.status_code == HTTPStatus.BAD_REQUEST
    status = HTTPStatus.UNPROCESSABLE_ENTITY if unreadable else HTTPStatus(error.status_code)
    code = CODES.get(status) or re.sub(r"\W+", "_", status.phrase.lower())
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return problem(status, code, str(error.detail), headers=headers)


def _methods(request: Request) -> list[str]:
    """Every method of this path; the router names only those of the first route it finds."""
    routes = request.app.routes
    return [
        method
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]


class LastResort:
    """Turns an error that nobody expected into a problem that says nothing of it, and logs where it arose."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def note_and_send(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, note_and_send)
        except Exception as error:
            # The message may quote a row with somebody's name in it, so only the place is logged.
            places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
            log.error("request failed", path=scope["path"], error=type(error).__name__, at=" > ".join(places))  # noqa: TRY400
            if begun:
                raise
            await problem(500, "internal_error", "this request cannot be carried out")(scope, receive, send)


def install(app: FastAPI) -> None:
    """Make every door of `app` tell trouble in this one way."""
    handlers: dict[type[Exception], Any] = {
        errors.CallCenterError: _tell_error,
        RequestValidationError: _tell_malformed,
        HTTPException: _tell_http,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
    app.add_middleware(LastResort)
    describe_problems(app)
