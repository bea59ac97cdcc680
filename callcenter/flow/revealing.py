"""The holder of a call asks for the code of the key safe: written down who asked, then shown."""

from uuid import UUID

import msgspec

from callcenter.domain.errors import NotFound, Refused
from callcenter.domain.ids import CallId
from callcenter.domain.picture import Viewer
from callcenter.flow.reading import read_visible_call
from callcenter.storage import calls
from callcenter.storage.database import Database

FIELD = "key_safe_code"


class KeySafeCode(msgspec.Struct, frozen=True, kw_only=True):
    """The code of the key safe; null where there is none."""

    key_safe_code: str | None


async def reveal_key_safe_code(database: Database, call_id: CallId, viewer: Viewer, *, reveal: UUID) -> KeySafeCode:
    """The code, for whoever holds the call at this moment; raises `Refused` (not_holder) for everybody else."""
    call = await read_visible_call(database, call_id, viewer)
    if call.resident is None:
        raise NotFound("resident_unknown", "nobody knows whose home this is", call=call_id)
    if not await calls.record_reveal(database, reveal, staff=viewer.id, call=call_id, fields=[FIELD]):
        raise Refused("not_holder", "only who holds the call sees this", accepted_by=call.accepted_by)
    return KeySafeCode(key_safe_code=await calls.key_safe_code(database, call_id))
