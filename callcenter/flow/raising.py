"""A press comes in: from a home unit, or from a dispatcher who heard it on the telephone."""

from callcenter.domain.commands import OpenByHand
from callcenter.domain.errors import Malformed, NotFound
from callcenter.domain.ids import SignalKind, UnitId
from callcenter.domain.supervision import Signal
from callcenter.storage import calls
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.submissions import HearSignal, Key, OpenCall
from callcenter.storage.submissions import SignalAnswer as SignalAnswer


async def hear_signal(committer: Committer, unit: UnitId, signal: Signal, *, message: bytes) -> bytes:
    """The acknowledgement of a signal, after it is on disk; a press without its button is `button_required`."""
    if signal.kind is SignalKind.PRESS and signal.button is None:
        raise Malformed("button_required", "a press says which button")
    return await committer.submit(HearSignal(unit=unit, signal=signal, message=message))


async def open_by_hand(committer: Committer, database: Database, command: OpenByHand, *, key: Key) -> bytes:
    """A dispatcher opens a call for a resident; the answer carries the call."""
    station = await calls.station_of(database, command.resident)
    if station is None:
        raise NotFound("resident_unknown", "there is no such resident", resident=command.resident)
    home = OpenByHand(
        actor=command.actor, resident=command.resident, station=station, kind=command.kind, note=command.note
    )
    return await committer.submit(OpenCall(command=home, key=key))
