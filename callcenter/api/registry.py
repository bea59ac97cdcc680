"""The registry, for looking things up: the district on a map, and residents by whatever is known of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from callcenter.api import openapi
from callcenter.api.calls import as_json
from callcenter.api.deps import SignedIn, TheDoors, requires
from callcenter.api.problems import problems
from callcenter.api.schemas import Filter, Words
from callcenter.domain.access import DESK
from callcenter.domain.asker import Asker
from callcenter.domain.ids import StationId
from callcenter.domain.lookup import DistrictMap, ResidentList
from callcenter.flow import looking_up

router = APIRouter(prefix="/api/v1", tags=["registry"], responses=problems(401, 403, 422, 503))
LARGEST_LIST = 100


@router.get("/district", responses=openapi.answers(DistrictMap))
async def read_district(doors: TheDoors, asker: SignedIn) -> Response:
    """The district for a map; where people live is not told to caregivers."""
    found = await looking_up.district_map(
        doors.database, asker.viewer, name=doors.district_name, tile_url=doors.tile_url
    )
    return as_json(found)


@router.get("/residents", responses=openapi.answers(ResidentList))
async def find_residents(
    doors: TheDoors,
    asker: Annotated[Asker, Depends(requires(*DESK))],
    *,
    search: Annotated[Words, Query(description="name, pinyin, initials, telephone, address or id")] = "",
    station: Filter | None = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIST)] = 20,
) -> Response:
    """Residents that every word of the search fits, the best match first; also by the telephone of a contact."""
    del asker
    place = StationId(station) if station else None
    return as_json(await looking_up.find_residents(doors.database, search, station=place, limit=limit))
