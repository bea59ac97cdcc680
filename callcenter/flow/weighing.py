"""A dispatcher weighs whom to send: everybody who could go, as routing would prefer them."""

from callcenter.domain.candidates import CandidateList, weigh
from callcenter.domain.errors import NotFound
from callcenter.domain.ids import CallId
from callcenter.storage.candidates import read_choice
from callcenter.storage.database import Database


async def weigh_candidates(database: Database, call: CallId) -> CandidateList:
    """Who could go to this call; raises `NotFound` (call_unknown)."""
    choice = await read_choice(database, call)
    if choice is None:
        raise NotFound("call_unknown", "there is no such call", call=call)
    return weigh(choice.call, choice.home, choice.roster, choice.names)
