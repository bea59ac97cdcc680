"""The feed for auditors and other systems: every fact, in commit order, by page or by long poll."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from callcenter.api import openapi
from callcenter.api.calls import as_json
from callcenter.api.deps import TheDoors, requires
from callcenter.api.problems import problems
from callcenter.domain.asker import Asker
from callcenter.domain.ids import Role
from callcenter.flow import reading

router = APIRouter(prefix="/api/v1/feed", tags=["feed"], responses=problems(401, 403, 422, 503))
LARGEST_PAGE = 1_000
LONGEST_WAIT_SECONDS = 30
LOOK_AGAIN_SECONDS = 0.1


@router.get("", responses=openapi.answers(openapi.FeedPage))
async def read_feed(
    doors: TheDoors,
    asker: Annotated[Asker, Depends(requires(Role.SUPERVISOR, Role.ADMINISTRATOR))],
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 200,
    wait: Annotated[int, Query(ge=0, le=LONGEST_WAIT_SECONDS)] = 0,
) -> Response:
    """Facts after `after`; with `wait` the answer comes when there is one, or empty after so many seconds."""
    del asker
    loop = asyncio.get_running_loop()
    until = loop.time() + wait
    while True:
        if doors.hub.seq > after or loop.time() >= until:
            facts, last = await reading.read_feed(doors.database, after, limit)
            if facts or loop.time() >= until:
                return as_json({"facts": facts, "next": last})
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
