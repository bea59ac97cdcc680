"""My shift: start it, say whether this phone can ring, end it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from callcenter.api import openapi
from callcenter.api.deps import TheDoors, requires
from callcenter.api.problems import problems
from callcenter.api.schemas import ShiftBody
from callcenter.domain.asker import Asker
from callcenter.domain.ids import Role
from callcenter.flow import responding

router = APIRouter(prefix="/api/v1/me/shift", tags=["shifts"], responses=problems(401, 403, 404, 409, 422, 503))
OnShift = Annotated[Asker, Depends(requires(Role.CAREGIVER, Role.SUPERVISOR))]


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status_code=status, media_type="application/json")


@router.post("", status_code=201, responses=openapi.answers(openapi.ShiftAnswer, 201))
async def start_shift(doors: TheDoors, asker: OnShift, body: ShiftBody) -> Response:
    """Start my shift; without a planned one it is allowed and marked."""
    answer = await responding.start_shift(doors.committer, asker.id, asker.role, can_ring=body.can_ring)
    return _json(answer, 201)


@router.patch("", responses=openapi.answers(openapi.ShiftAnswer))
async def change_shift(doors: TheDoors, asker: OnShift, body: ShiftBody) -> Response:
    """This phone can ring, or cannot: routing prefers those who hear it."""
    return _json(await responding.change_shift(doors.committer, asker.id, asker.role, can_ring=body.can_ring))


@router.delete("", responses=openapi.answers(openapi.ShiftAnswer))
async def end_shift(doors: TheDoors, asker: OnShift) -> Response:
    """End my shift, unless a call is still in my hands."""
    return _json(await responding.end_shift(doors.committer, asker.id, asker.role))
