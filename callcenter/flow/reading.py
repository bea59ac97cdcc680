"""People look at calls: what they may see of the call, and what of the resident behind it.

Address, telephone, medical and access notes belong to the desk and to whoever holds the call; each time they are shown
to a caregiver it is written down first. The code of the key safe is on no card: `revealing` shows it to the holder.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from callcenter.domain.call import Call
from callcenter.domain.errors import NotFound
from callcenter.domain.ids import CallId
from callcenter.domain.picture import Viewer
from callcenter.storage import calls
from callcenter.storage.calls import CallQuery as CallQuery
from callcenter.storage.database import Database

ALWAYS = ("id", "name", "sex", "birth_date", "station", "lives_alone", "risk_marks")
PRIVATE = ("phone", "address", "latitude", "longitude", "medical_notes", "access_notes", "contacts", "plan")
FOR_WHO_ACTS = ("has_key_safe", "primary_caregiver", "backup_caregiver")


async def find_calls(database: Database, query: CallQuery, viewer: Viewer) -> list[Call]:
    """A page of calls this viewer may see."""
    return await calls.find(database, query, viewer)


async def read_visible_call(database: Database, call_id: CallId, viewer: Viewer) -> Call:
    """The call; what a viewer may not see does not exist (`call_unknown`)."""
    call = await calls.read(database, call_id)
    if call is None or not _may_see(viewer, call):
        raise NotFound("call_unknown", "there is no such call", call=call_id)
    return call


async def read_call(
    database: Database, call_id: CallId, viewer: Viewer, *, new_id: Callable[[], UUID]
) -> dict[str, Any]:
    """The call, its facts, and as much of the resident's card as this viewer may see."""
    call = await read_visible_call(database, call_id, viewer)
    facts = await calls.timeline(database, call_id)
    card = await _card(database, call, viewer, new_id)
    return {"call": call, "facts": facts, "resident": card}


def _may_see(viewer: Viewer, call: Call) -> bool:
    return viewer.sees(call) or viewer.sees_station(call.station) or call.accepted_by == viewer.id


async def _card(database: Database, call: Call, viewer: Viewer, new_id: Callable[[], UUID]) -> dict[str, Any] | None:
    if call.resident is None:
        return None
    holds = call.is_open and call.accepted_by == viewer.id
    if holds and not await calls.record_reveal(database, new_id(), staff=viewer.id, call=call.id, fields=list(PRIVATE)):
        holds = False
    card = await calls.resident_card(database, call.resident, call.kind)
    if card is None:
        return None
    shown = (*PRIVATE, *FOR_WHO_ACTS) if holds or viewer.sees_everything else ()
    return {name: card[name] for name in (*ALWAYS, *shown)}


async def read_feed(database: Database, after: int, limit: int) -> tuple[list[msgspec.Raw], int]:
    """Facts in commit order after a number, and the number to go on from."""
    return await calls.facts_after(database, after, limit)
