"""The equipment watched: what a signal tells about its unit, which messages are missing, who has fallen silent.

A unit is only ever a task for its station, never a siren; when many units of one station are in the same trouble it is
one task for the area, and a press from among them still rises alone.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.commands import RaiseTask
from callcenter.domain.ids import (
    Button,
    Fault,
    PagerId,
    ReportedFault,
    ResidentId,
    SignalKind,
    StationId,
    UnitId,
)
from callcenter.domain.policy import Policy

REMEMBERED_GAPS = 50


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """One message of a unit; `at` is the device's own clock, as text, evidence and nothing more."""

    boot: str
    n: int
    kind: SignalKind
    button: Button | None = None
    pager: str | None = None
    at: str | None = None
    battery_percent: int | None = None
    pager_battery_percent: int | None = None
    mains: bool | None = None
    signal_dbm: int | None = None
    faults: tuple[ReportedFault, ...] | None = None
    badge: str | None = None


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A home unit as the centre knows it; `missing` are ranges of `n` of this boot that have not reached us."""

    id: UnitId
    station: StationId | None = None
    resident: ResidentId | None = None
    pager: PagerId | None = None
    boot: str | None = None
    last_n: int = 0
    missing: tuple[tuple[int, int], ...] = ()
    last_heard_at: datetime | None = None
    silent_since: datetime | None = None
    faults: frozenset[Fault] = frozenset()


def hear(unit: Unit, signal: Signal, policy: Policy, now: datetime) -> tuple[Unit, tuple[f.OtherBody, ...]]:
    """The unit after one new signal, and what that changed; a plain heartbeat changes nothing worth a fact."""
    counted, bodies = _count(unit, signal)
    told = list(bodies)
    if unit.silent_since is not None:
        told.append(f.UnitRestored(unit=unit.id))
    present, absent = reported_faults(signal, policy)
    new = sorted(present - unit.faults)
    told += [f.UnitFault(unit=unit.id, fault=fault, resident=unit.resident) for fault in new]
    told += [f.UnitFaultCleared(unit=unit.id, fault=fault) for fault in sorted(absent & unit.faults)]
    heard = replace(counted, last_heard_at=now, silent_since=None, faults=frozenset((unit.faults | present) - absent))
    return heard, tuple(told)


def _count(unit: Unit, signal: Signal) -> tuple[Unit, tuple[f.OtherBody, ...]]:
    if signal.boot != unit.boot:
        return replace(unit, boot=signal.boot, last_n=signal.n, missing=()), ()
    if signal.n <= unit.last_n:
        return replace(unit, missing=_without(unit.missing, signal.n)), ()
    if signal.n == unit.last_n + 1:
        return replace(unit, last_n=signal.n), ()
    gap = (unit.last_n + 1, signal.n - 1)
    missing = (*unit.missing, gap)[-REMEMBERED_GAPS:]
    fact = f.SignalsMissing(unit=unit.id, boot=signal.boot, first=gap[0], last=gap[1])
    return replace(unit, last_n=signal.n, missing=missing), (fact,)


def _without(missing: tuple[tuple[int, int], ...], n: int) -> tuple[tuple[int, int], ...]:
    left: list[tuple[int, int]] = []
    for first, last in missing:
        if first <= n <= last:
            left += [(a, b) for a, b in ((first, n - 1), (n + 1, last)) if a <= b]
        else:
            left.append((first, last))
    return tuple(left)


def reported_faults(signal: Signal, policy: Policy) -> tuple[set[Fault], set[Fault]]:
    """The troubles this signal says are there, and those it says are over; what it is silent about stays as it was."""
    present: set[Fault] = set()
    absent: set[Fault] = set()
    for percent, fault in (
        (signal.battery_percent, Fault.BATTERY_LOW),
        (signal.pager_battery_percent, Fault.PAGER_BATTERY_LOW),
    ):
        if percent is not None and 0 <= percent <= 100:  # noqa: PLR2004 - a percentage; anything else is no reading
            (present if percent <= policy.battery_low_percent else absent).add(fault)
    if signal.mains is not None:
        (absent if signal.mains else present).add(Fault.MAINS_LOST)
    for word in signal.faults or ():
        match word:
            case ReportedFault.MAINS_RESTORED:
                absent.add(Fault.MAINS_LOST)
            case ReportedFault.RADIO_RESTORED:
                absent.add(Fault.RADIO_LOST)
            case _:
                present.add(Fault(word.value))
    if signal.faults is not None and ReportedFault.TAMPER not in signal.faults:
        absent.add(Fault.TAMPER)
    return present, absent - present


def device_time(text: str | None) -> datetime | None:
    """The device's clock as a moment; None when it says nothing that could be one."""
    try:
        told = datetime.fromisoformat(text or "")
        return told.astimezone(UTC) if told.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def is_clock_suspect(signal: Signal, received_at: datetime, policy: Policy) -> bool:
    """True when the device's clock is absent of sense or far from ours; the signal counts all the same."""
    if signal.at is None:
        return False
    told = device_time(signal.at)
    return told is None or abs((received_at - told).total_seconds()) > policy.clock_suspect_seconds


def silent_after(policy: Policy) -> timedelta:
    """How long a unit may be quiet before it counts as silent."""
    return timedelta(seconds=policy.heartbeat_seconds * policy.silent_after_missed)


def tasks_for_silence(units: list[Unit], policy: Policy) -> list[tuple[Unit | None, RaiseTask]]:
    """One task per silent unit, or one for a station where many fell silent together."""
    per_station = Counter(unit.station for unit in units)
    areas = {station for station, count in per_station.items() if count >= policy.area_incident_units}
    tasks: list[tuple[Unit | None, RaiseTask]] = [
        (None, RaiseTask(actor=f.SYSTEM, resident=None, station=station, reason="area_silent"))
        for station in sorted(areas, key=str)
    ]
    tasks += [
        (unit, RaiseTask(actor=f.SYSTEM, resident=unit.resident, station=unit.station, reason="unit_silent"))
        for unit in units
        if unit.station not in areas
    ]
    return tasks


def task_for_fault(unit: Unit, fault: Fault, *, in_trouble: int, policy: Policy) -> tuple[Unit | None, RaiseTask]:
    """A task for a new trouble, for the unit or its area; `in_trouble` units of the station have the same one now."""
    if in_trouble >= policy.area_incident_units:
        return None, RaiseTask(actor=f.SYSTEM, resident=None, station=unit.station, reason=f"area_{fault}")
    return unit, RaiseTask(actor=f.SYSTEM, resident=unit.resident, station=unit.station, reason=f"unit_{fault}")
