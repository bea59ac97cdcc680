"""Secrets that are shown when they are asked for, and only after it was written down who asked."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from callcenter.api import openapi
from callcenter.api.calls import as_json
from callcenter.api.deps import TheDoors, requires
from callcenter.api.problems import problems
from callcenter.api.schemas import RevealBody
from callcenter.domain.access import GOES
from callcenter.domain.asker import Asker
from callcenter.domain.ids import CallId
from callcenter.flow import revealing
from callcenter.flow.revealing import KeySafeCode

router = APIRouter(
    prefix="/api/v1/calls/{call_id}/reveals", tags=["calls"], responses=problems(401, 403, 404, 409, 422, 503)
)


@router.post("", status_code=201, responses=openapi.answers(KeySafeCode, 201))
async def reveal(
    doors: TheDoors, asker: Annotated[Asker, Depends(requires(*GOES))], call_id: UUID, body: RevealBody
) -> Response:
    """The code of the key safe, for whoever holds the call at this moment."""
    del body
    code = await revealing.reveal_key_safe_code(doors.database, CallId(call_id), asker.viewer, reveal=doors.new_id())
    answer = as_json(code)
    answer.status_code = 201
    return answer
