"""Whom the desk could send to a call."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from callcenter.api import openapi
from callcenter.api.calls import as_json
from callcenter.api.deps import TheDoors, requires
from callcenter.api.problems import problems
from callcenter.domain.access import DESK
from callcenter.domain.asker import Asker
from callcenter.domain.candidates import CandidateList
from callcenter.domain.ids import CallId
from callcenter.flow import weighing

router = APIRouter(
    prefix="/api/v1/calls/{call_id}/candidates", tags=["calls"], responses=problems(401, 403, 404, 422, 503)
)


@router.get("", responses=openapi.answers(CandidateList))
async def list_candidates(
    doors: TheDoors, asker: Annotated[Asker, Depends(requires(*DESK))], call_id: UUID
) -> Response:
    """Everybody on duty as routing prefers them for this call, then the home station's people who are not."""
    del asker
    return as_json(await weighing.weigh_candidates(doors.database, CallId(call_id)))
