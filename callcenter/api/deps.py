"""What every door needs to know: what lies behind it, and who stands in front.

People show a token: programs in `Authorization: Bearer`, browsers in a cookie. A cookie travels by itself, so whoever
comes with one and wants to change something, or to listen, must also come from a page of ours (Origin).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends
from fastapi.security import APIKeyCookie, HTTPBearer
from starlette.requests import HTTPConnection

from callcenter.domain.asker import Asker
from callcenter.domain.errors import Forbidden, Unauthenticated
from callcenter.domain.ids import Role
from callcenter.flow import Committer, Database
from callcenter.flow.gate import Gate
from callcenter.flow.signing_in import SigningIn
from callcenter.live.hub import Hub

__all__ = ["Asker", "Doors", "SignedIn", "TheDoors", "get_doors", "requires", "signed_in"]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE = "session"
SECURE_COOKIE = "__Host-session"

bearer = HTTPBearer(scheme_name="token", description="From POST /api/v1/tokens.", auto_error=False)
cookie = APIKeyCookie(
    name=COOKIE,
    scheme_name="session",
    description=f"Set by POST /api/v1/sessions; over https its name is {SECURE_COOKIE}.",
    auto_error=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What the doors lead to; built once by `app`."""

    database: Database
    committer: Committer
    hub: Hub
    gate: Gate
    signing_in: SigningIn
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    readiness: Callable[[], dict[str, Any]]
    district_name: str
    tile_url: str | None = None
    allowed_origins: frozenset[str] = frozenset()


def get_doors(connection: HTTPConnection) -> Doors:
    """The doors of the application that answers."""
    return cast("Doors", connection.app.state.doors)


def is_secure(connection: HTTPConnection) -> bool:
    """True when nobody on the way can read along."""
    return connection.url.scheme in {"https", "wss"}


def cookie_name(connection: HTTPConnection) -> str:
    """The cookie to set and to believe; over https only one that no neighbouring host can plant."""
    return SECURE_COOKIE if is_secure(connection) else COOKIE


def shown_token(connection: HTTPConnection) -> str:
    """The token that comes with the request; raises `Unauthenticated` when there is none."""
    header = connection.headers.get("authorization")
    if header is not None:
        scheme, _, token = header.partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            return token.strip()
        raise Unauthenticated("not_signed_in", "the Authorization header must be `Bearer` and a token")
    token = connection.cookies.get(cookie_name(connection), "")
    if not token:
        raise Unauthenticated("not_signed_in", "sign in first")
    if connection.scope["type"] == "websocket" or connection.scope["method"] not in SAFE_METHODS:
        refuse_strange_origin(connection)
    return token


def refuse_strange_origin(connection: HTTPConnection) -> None:
    """Raise `Forbidden` (origin_not_allowed) unless a page of ours, or of an allowed host, sent this."""
    origin = connection.headers.get("origin")
    scheme = "https" if is_secure(connection) else "http"
    own = f"{scheme}://{connection.headers.get('host', '')}".lower()
    if origin is None or not (origin.lower() == own or origin in get_doors(connection).allowed_origins):
        raise Forbidden("origin_not_allowed", "this page may not act for the person who is signed in")


async def signed_in(
    connection: HTTPConnection,
    _bearer: Annotated[object, Depends(bearer)] = None,
    _cookie: Annotated[object, Depends(cookie)] = None,
) -> Asker:
    """The person who asks, over HTTP or a WebSocket; raises `Unauthenticated` or `Forbidden`."""
    token = shown_token(connection)
    return await get_doors(connection).gate.asker_of(token)


def requires(*roles: Role) -> Callable[[Asker], Awaitable[Asker]]:
    """A dependency: the person who asks, if they have one of these roles; else `Forbidden` (role_not_allowed)."""

    async def with_role(asker: Annotated[Asker, Depends(signed_in)]) -> Asker:
        if asker.role not in roles:
            raise Forbidden("role_not_allowed", f"a {asker.role} may not do this")
        return asker

    return with_role


TheDoors = Annotated[Doors, Depends(get_doors)]
SignedIn = Annotated[Asker, Depends(signed_in)]
