"""People look things up: where the district's homes and stations lie, and who it is that telephones."""

from callcenter.domain.ids import StationId
from callcenter.domain.lookup import DistrictMap, ResidentList, best_first, terms_of
from callcenter.domain.picture import Viewer
from callcenter.storage import lookup
from callcenter.storage.database import Database


async def district_map(database: Database, viewer: Viewer, *, name: str, tile_url: str | None) -> DistrictMap:
    """The district for a map; where people live is for the boards alone."""
    ground = await lookup.read_ground(database, with_homes=viewer.sees_everything)
    return DistrictMap(name=name, stations=ground.stations, units=ground.units, homes=ground.homes, tile_url=tile_url)


async def find_residents(database: Database, search: str, *, station: StationId | None, limit: int) -> ResidentList:
    """The residents that every word of `search` fits, the best match first; without a word the first by id."""
    terms = terms_of(search)
    found = await lookup.find_residents(database, terms, station=station, limit=None if terms else limit)
    return ResidentList(residents=best_first(found, terms)[:limit])
