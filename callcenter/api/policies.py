"""The policy: read it, try another document, put it into force."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from callcenter.api import openapi
from callcenter.api.calls import as_json
from callcenter.api.deps import SignedIn, TheDoors, requires
from callcenter.api.problems import problems
from callcenter.domain import policy
from callcenter.domain.asker import Asker
from callcenter.domain.facts import Actor
from callcenter.domain.ids import Role
from callcenter.flow import responding

router = APIRouter(prefix="/api/v1/policies", tags=["policies"], responses=problems(401, 403, 404, 409, 422, 503))
DOCUMENT = {"required": True, "content": {"application/json": {"schema": openapi.reference(policy.Policy)}}}


@router.get("/current", responses=openapi.answers(policy.Policy))
async def read_policy(doors: TheDoors, asker: SignedIn) -> Response:
    """The document in force; version 0 is the one that comes with the program."""
    del asker
    return as_json(await responding.policy_in_force(doors.database))


@router.post(
    "",
    status_code=201,
    responses=openapi.answers(policy.Policy, 200, 201),
    openapi_extra={"requestBody": DOCUMENT},
)
async def change_policy(
    doors: TheDoors,
    asker: Annotated[Asker, Depends(requires(Role.ADMINISTRATOR))],
    request: Request,
    *,
    dry_run: bool = False,
) -> Response:
    """A whole document becomes the next version; `dry_run` only checks it."""
    checked = policy.read(await request.body())
    if dry_run:
        return as_json(checked)
    answer = await responding.change_policy(doors.committer, checked, Actor(role=asker.role, id=asker.id))
    return Response(answer, status_code=201, media_type="application/json")
