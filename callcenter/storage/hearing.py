"""What a signal does inside a batch: the unit moves on, a call opens or hears of it, the unit gets its answer."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain import press, supervision
from callcenter.domain.call import Call
from callcenter.domain.commands import Press
from callcenter.domain.ids import Button, Role, SignalKind, StaffId
from callcenter.domain.roster import Home
from callcenter.domain.supervision import Signal, Unit
from callcenter.storage.batch import Batch
from callcenter.storage.projections import Heard
from callcenter.storage.submissions import HearSignal, SignalAnswer

encode = msgspec.json.encode
PAGER_UNKNOWN = "pager_unknown"


def hear(batch: Batch, told: HearSignal, received_at: datetime) -> Heard:
    """Take one new signal of a locked unit into the batch."""
    signal = told.signal
    before = batch.units[told.unit]
    unit, bodies = supervision.hear(before, signal, batch.policy, batch.now)
    batch.units[unit.id] = unit
    batch.changed_units.add(unit.id)
    actor = f.Actor(role=Role.UNIT, id=unit.id)
    for body in bodies:
        batch.tell(body, station=unit.station, actor=actor)
        if isinstance(body, f.UnitFault):
            _raise_task_for(batch, unit, body)
    warning = PAGER_UNKNOWN if signal.pager is not None and signal.pager != unit.pager else None
    call = _on_call(batch, unit, signal, received_at=received_at, warning=warning)
    return Heard(
        unit=unit.id,
        signal=signal,
        message=told.message,
        received_at=received_at,
        pressed_at=supervision.device_time(signal.at),
        clock_suspect=supervision.is_clock_suspect(signal, received_at, batch.policy),
        call=call.id if call else None,
        answer=_answer(batch, unit, received_at, warning),
        place=len(batch.facts),
    )


def _on_call(batch: Batch, unit: Unit, signal: Signal, *, received_at: datetime, warning: str | None) -> Call | None:
    open_call = batch.open_call_of(unit.resident, unit.id)
    home = batch.calls[open_call.id].home if open_call else batch.homes[unit.id]
    context = batch.context(home)
    match signal.kind:
        case SignalKind.PRESS:
            decision = press.press(open_call, unit.id, _press(batch, signal, received_at, warning), context)
        case SignalKind.CANCEL if open_call is not None:
            decision = press.request_cancel(open_call, unit.id, signal.boot, signal.n, context, received_at)
        case SignalKind.PRESENCE if open_call is not None and signal.badge is not None:
            decision = press.prove_arrival(open_call, unit.id, StaffId(signal.badge), context)
        case _:
            return None
    batch.take(decision, home)
    return decision.call


def _press(batch: Batch, signal: Signal, received_at: datetime, warning: str | None) -> Press:
    return Press(
        boot=signal.boot,
        n=signal.n,
        button=signal.button or Button.EMERGENCY,
        pager=signal.pager,
        received_at=received_at,
        pressed_at=supervision.device_time(signal.at),
        clock_suspect=supervision.is_clock_suspect(signal, received_at, batch.policy),
        reason=warning,
    )


def _answer(batch: Batch, unit: Unit, received_at: datetime, warning: str | None) -> SignalAnswer:
    call = batch.units_call(unit)
    policy = batch.policy
    return SignalAnswer(
        received_at=received_at,
        duplicate=False,
        seq=batch.base,
        call=call,
        next_heartbeat_seconds=policy.heartbeat_open_call_seconds if call else policy.heartbeat_seconds,
        warning=warning,
    )


def answer_of(batch: Batch, heard: Heard) -> bytes:
    """The acknowledgement with its feed number; right only when the batch has been numbered."""
    return encode(replace(heard.answer, seq=batch.base + heard.place))


def repeated(first: str | bytes) -> bytes:
    """The first answer again, marked as a repeat."""
    return encode(replace(msgspec.json.decode(first, type=SignalAnswer), duplicate=True))


def _raise_task_for(batch: Batch, unit: Unit, body: f.UnitFault) -> None:
    alike = batch.in_trouble[unit.station, body.fault] = batch.in_trouble.get((unit.station, body.fault), 0) + 1
    one, task = supervision.task_for_fault(unit, body.fault, in_trouble=alike, policy=batch.policy)
    if batch.has_task(one, task):
        return
    home = batch.homes[unit.id] if one else Home(station=unit.station)
    batch.take(press.raise_task(task, one.id if one else None, batch.context(home)), home)
