"""Signing in and out: browsers get a cookie that scripts cannot read, programs get a token; and who am I."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from callcenter.api import deps
from callcenter.api.deps import Asker, SignedIn, TheDoors
from callcenter.api.problems import SIGNED_IN_PROBLEMS, problems
from callcenter.domain.asker import SessionKind
from callcenter.domain.ids import Role, StaffId, StationId
from callcenter.flow.signing_in import Admission, Attempt

router = APIRouter(prefix="/api/v1", tags=["sessions"])

SIGNING_IN_PROBLEMS = problems(401, 403, 422, 429, 503)


class SignIn(BaseModel):
    """A login and its password."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    login: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]+$")]
    password: Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[^\x00]+$")]


class Me(BaseModel):
    """The person who is signed in."""

    id: StaffId
    login: str
    name: str
    role: Role
    station: StationId | None


class Token(BaseModel):
    """For `Authorization: Bearer`; shown this once."""

    token: str
    expires_at: datetime


@router.post("/sessions", status_code=201, responses=SIGNING_IN_PROBLEMS)
async def begin_session(sign_in: SignIn, request: Request, response: Response, doors: TheDoors) -> Me:
    """Sign in from a browser; the answer sets the cookie."""
    admission = await _admit(sign_in, request, doors, SessionKind.BROWSER)
    response.set_cookie(
        deps.cookie_name(request),
        admission.token,
        expires=admission.expires_at,
        secure=deps.is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return _me(admission.asker)


@router.post("/tokens", status_code=201, responses=SIGNING_IN_PROBLEMS)
async def begin_token(sign_in: SignIn, request: Request, response: Response, doors: TheDoors) -> Token:
    """Sign in a program."""
    admission = await _admit(sign_in, request, doors, SessionKind.PROGRAM)
    response.headers["Cache-Control"] = "no-store"
    return Token(token=admission.token, expires_at=admission.expires_at)


@router.delete("/sessions/current", status_code=204, responses=SIGNED_IN_PROBLEMS)
async def end_session(request: Request, response: Response, asker: SignedIn, doors: TheDoors) -> None:
    """Sign out: the session or token used for this request is over."""
    await doors.gate.end(asker.session, deps.shown_token(request))
    doors.hub.end_sessions({asker.session})
    response.delete_cookie(deps.cookie_name(request), secure=deps.is_secure(request), httponly=True, samesite="lax")


@router.get("/me", responses=SIGNED_IN_PROBLEMS)
async def who_am_i(asker: SignedIn) -> Me:
    """The person who asks."""
    return _me(asker)


async def _admit(sign_in: SignIn, request: Request, doors: TheDoors, kind: SessionKind) -> Admission:
    # A foreign page must not sign its reader in as somebody else; programs send no Origin.
    if "origin" in request.headers:
        deps.refuse_strange_origin(request)
    address = request.client.host if request.client else ""
    return await doors.signing_in.begin(Attempt(sign_in.login, sign_in.password, address), kind)


def _me(asker: Asker) -> Me:
    return Me(id=asker.id, login=asker.login, name=asker.name, role=asker.role, station=asker.station)
