"""The beginning of watching: a picture of now, and the last changes, so that a screen may go on where it was."""

import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.evolution import evolve
from callcenter.domain.ids import CallId
from callcenter.domain.picture import Change, Picture, UnitInTrouble
from callcenter.domain.policy import Policy
from callcenter.domain.screens import on_screen
from callcenter.storage import pictures
from callcenter.storage.database import Database
from callcenter.storage.feed import Numbered

REMEMBERED_AT_START = 2_000


async def begin(database: Database) -> tuple[Picture, list[Change]]:
    """The picture at the feed's head, and what the last facts before it changed."""
    picture = await pictures.read_picture(database)
    first = max(0, picture.seq - REMEMBERED_AT_START)
    recent = await pictures.read_recent(database, after=first, until=picture.seq)
    told = {one.fact.stamp.call for one in recent}
    calls = {call.id: call for call in picture.calls.values() if call.id not in told}
    changes: list[Change] = []
    for one in recent:
        call = one.fact.stamp.call
        before = calls.get(call) if call else None
        after = picture.timed(evolve(before, one.fact)) if call else None
        if call and after:
            calls[call] = after
        if one.seq > first:
            change = _change(one, before=before, after=after, picture=picture)
            is_policy = isinstance(one.fact.body, f.PolicyChanged)
            changes.append(replace(change, retimed=_open(calls)) if is_policy else change)
    return picture, changes


def _open(calls: dict[CallId, Call]) -> tuple[Call, ...]:
    return tuple(call for call in calls.values() if call.is_open)


def _change(one: Numbered, *, before: Call | None, after: Call | None, picture: Picture) -> Change:
    """People and units are told as they are at the end: whoever catches up hears the whole row."""
    people = {call.accepted_by for call in (before, after) if call}
    unit, policy = None, None
    match one.fact.body:
        case f.ShiftStarted() | f.ShiftChanged() | f.ShiftEnded() | f.PhoneSilent() | f.PhoneRestored() as body:
            people = {body.caregiver}
        case f.UnitSilent() | f.UnitRestored() | f.UnitFault() | f.UnitFaultCleared() as body:
            unit = picture.units.get(body.unit) or UnitInTrouble(id=body.unit, station=one.fact.stamp.station)
        case f.PolicyChanged(document=document):
            policy = on_screen(msgspec.convert(document, Policy))
        case _:
            pass
    staff = tuple(picture.staff[who] for who in people if who in picture.staff)
    return Change(
        seq=one.seq,
        fact=one.fact,
        body=one.body,
        before=before,
        after=after,
        home=picture.home_of(after.resident) if after else None,
        staff=staff,
        unit=unit,
        policy=policy,
    )
