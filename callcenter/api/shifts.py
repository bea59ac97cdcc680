"""My shift: see it, start it, say whether this phone can ring, end it; and the calls I took."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from callcenter.api import openapi
from callcenter.api.calls import as_json
from callcenter.api.deps import TheDoors, requires
from callcenter.api.problems import problems
from callcenter.api.schemas import Moment, ShiftBody
from callcenter.domain.access import GOES
from callcenter.domain.asker import Asker
from callcenter.domain.my_day import MyCalls, MyShift
from callcenter.flow import responding, reviewing

router = APIRouter(prefix="/api/v1/me", tags=["shifts"], responses=problems(401, 403, 404, 409, 422, 503))
OnShift = Annotated[Asker, Depends(requires(*GOES))]


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status_code=status, media_type="application/json")


@router.get("/shift", responses=openapi.answers(MyShift))
async def read_shift(doors: TheDoors, asker: OnShift) -> Response:
    """My shift as it is, and what is planned for now and the next seven days."""
    return as_json(await reviewing.review_shift(doors.database, asker.id))


@router.post("/shift", status_code=201, responses=openapi.answers(openapi.ShiftAnswer, 201))
async def start_shift(doors: TheDoors, asker: OnShift, body: ShiftBody) -> Response:
    """Start my shift; without a planned one it is allowed and marked."""
    answer = await responding.start_shift(doors.committer, asker.id, asker.role, can_ring=body.can_ring)
    return _json(answer, 201)


@router.patch("/shift", responses=openapi.answers(openapi.ShiftAnswer))
async def change_shift(doors: TheDoors, asker: OnShift, body: ShiftBody) -> Response:
    """This phone can ring, or cannot: routing prefers those who hear it."""
    return _json(await responding.change_shift(doors.committer, asker.id, asker.role, can_ring=body.can_ring))


@router.delete("/shift", responses=openapi.answers(openapi.ShiftAnswer))
async def end_shift(doors: TheDoors, asker: OnShift) -> Response:
    """End my shift, unless a call is still in my hands."""
    return _json(await responding.end_shift(doors.committer, asker.id, asker.role))


@router.get("/calls", responses=openapi.answers(MyCalls))
async def read_my_calls(doors: TheDoors, asker: OnShift, since: Moment | None = None) -> Response:
    """The calls I took since then (today's, unless said otherwise) and those in my hands; nothing of the residents."""
    return as_json(await reviewing.review_calls(doors.database, asker.id, since=since, now=doors.now()))
