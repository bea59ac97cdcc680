"""The equipment watched: gaps, late arrivals, new starts, silence, troubles there and over, areas."""

from datetime import UTC, datetime

import pytest

from callcenter.domain import facts as f
from callcenter.domain.ids import Fault, ReportedFault, ResidentId, SignalKind, StationId, UnitId
from callcenter.domain.policy import Policy
from callcenter.domain.supervision import (
    REMEMBERED_GAPS,
    Signal,
    Unit,
    device_time,
    hear,
    is_clock_suspect,
    reported_faults,
    silent_after,
    task_for_fault,
    tasks_for_silence,
)
from tests.domain.building import HERE, THE_UNIT, at

POLICY = Policy()


def a_unit(**changes: object) -> Unit:
    """A unit last heard at noon with its tenth message."""
    heard = {"boot": "b1", "last_n": 10, "last_heard_at": at(0)}
    return Unit(id=THE_UNIT, station=HERE, resident=ResidentId("resident"), **(heard | changes))  # type: ignore[arg-type]


def a_signal(n: int = 11, *, boot: str = "b1", kind: SignalKind = SignalKind.HEARTBEAT, **changes: object) -> Signal:
    """The next heartbeat of that unit."""
    return Signal(boot=boot, n=n, kind=kind, **changes)  # type: ignore[arg-type]


def heard(unit: Unit, *signals: Signal) -> tuple[Unit, list[f.OtherBody]]:
    """The unit after these signals, and everything they told."""
    told: list[f.OtherBody] = []
    for signal in signals:
        unit, bodies = hear(unit, signal, POLICY, at(60))
        told += bodies
    return unit, told


def test_plain_heartbeat_moves_only_the_moment_it_was_heard() -> None:
    """Nothing worth a fact."""
    unit, told = heard(a_unit(), a_signal(11))

    assert (unit, told) == (a_unit(last_n=11, last_heard_at=at(60)), [])


def test_jump_of_the_counter_names_the_messages_that_are_missing() -> None:
    """12 and 13 have not reached us."""
    unit, told = heard(a_unit(), a_signal(11), a_signal(14))

    assert told == [f.SignalsMissing(unit=THE_UNIT, boot="b1", first=12, last=13)]
    assert (unit.last_n, unit.missing) == (14, ((12, 13),))


@pytest.mark.parametrize(
    ("late", "left"),
    [
        (12, ((13, 16),)),
        (14, ((12, 13), (15, 16))),
        (16, ((12, 15),)),
        (10, ((12, 16),)),
        (17, ((12, 16),)),
    ],
    ids=["the first", "one in the middle", "the last", "one known already", "the newest again"],
)
def test_gap_shrinks_by_the_message_that_comes_late(late: int, left: tuple[tuple[int, int], ...]) -> None:
    """And nothing is told twice."""
    unit, told = heard(a_unit(last_n=17, missing=((12, 16),)), a_signal(late))

    assert (unit.missing, unit.last_n, told) == (left, 17, [])


def test_gap_of_one_message_is_closed_by_it() -> None:
    """Nothing is missing any more."""
    unit, _ = heard(a_unit(last_n=13, missing=((12, 12),)), a_signal(12))

    assert unit.missing == ()


def test_only_so_many_gaps_are_remembered() -> None:
    """The newest; a unit in a lift shaft must not fill a table."""
    signals = [a_signal(n) for n in range(12, 12 + 2 * (REMEMBERED_GAPS + 5), 2)]

    unit, told = heard(a_unit(), *signals)

    assert (len(told), len(unit.missing)) == (REMEMBERED_GAPS + 5, REMEMBERED_GAPS)
    assert unit.missing[-1] == (signals[-1].n - 1, signals[-1].n - 1)


def test_unit_that_starts_anew_counts_anew() -> None:
    """A smaller number after a new start is no gap, and old gaps are not looked for any more."""
    unit, told = heard(a_unit(missing=((3, 4),)), a_signal(1, boot="b2"), a_signal(2, boot="b2"))

    assert (unit.boot, unit.last_n, unit.missing, told) == ("b2", 2, (), [])


def test_first_message_ever_is_no_gap() -> None:
    """Nobody knows what was before it."""
    _, told = heard(Unit(id=THE_UNIT), a_signal(500))

    assert told == []


def test_silent_unit_that_is_heard_again_is_restored() -> None:
    """Once."""
    unit, told = heard(a_unit(silent_since=at(-600)), a_signal(11), a_signal(12))

    assert told == [f.UnitRestored(unit=THE_UNIT)]
    assert unit.silent_since is None


def test_unit_counts_as_silent_after_three_missed_heartbeats() -> None:
    """Three minutes by default, and by the policy's own figures otherwise."""
    assert silent_after(POLICY).total_seconds() == 180
    assert silent_after(Policy(heartbeat_seconds=20, silent_after_missed=5)).total_seconds() == 100


TROUBLES = [
    ("a low battery", {"battery_percent": 20}, {Fault.BATTERY_LOW}, set()),
    ("a battery that is well", {"battery_percent": 21}, set(), {Fault.BATTERY_LOW}),
    ("a low pager battery", {"pager_battery_percent": 3}, {Fault.PAGER_BATTERY_LOW}, set()),
    ("a pager battery that is well", {"pager_battery_percent": 100}, set(), {Fault.PAGER_BATTERY_LOW}),
    ("a reading of 255 per cent, which is none", {"battery_percent": 255}, set(), set()),
    ("a reading below nothing, which is none", {"pager_battery_percent": -1}, set(), set()),
    ("no mains", {"mains": False}, {Fault.MAINS_LOST}, set()),
    ("mains", {"mains": True}, set(), {Fault.MAINS_LOST}),
    ("mains lost, in words", {"faults": (ReportedFault.MAINS_LOST,)}, {Fault.MAINS_LOST}, {Fault.TAMPER}),
    ("mains restored, in words", {"faults": (ReportedFault.MAINS_RESTORED,)}, set(), {Fault.MAINS_LOST, Fault.TAMPER}),
    ("radio lost", {"faults": (ReportedFault.RADIO_LOST,)}, {Fault.RADIO_LOST}, {Fault.TAMPER}),
    ("radio restored", {"faults": (ReportedFault.RADIO_RESTORED,)}, set(), {Fault.RADIO_LOST, Fault.TAMPER}),
    ("an opened case", {"faults": (ReportedFault.TAMPER,)}, {Fault.TAMPER}, set()),
    ("no words of trouble at all", {"faults": ()}, set(), {Fault.TAMPER}),
    ("a word of trouble against a good reading, and the trouble counts",
     {"faults": (ReportedFault.BATTERY_LOW,), "battery_percent": 90}, {Fault.BATTERY_LOW}, {Fault.TAMPER}),
    ("nothing", {}, set(), set()),
]  # fmt: skip


@pytest.mark.parametrize(("said", "present", "absent"), [row[1:] for row in TROUBLES], ids=[row[0] for row in TROUBLES])
def test_signal_says(said: dict[str, object], present: set[Fault], absent: set[Fault]) -> None:
    """Which troubles are there, and which are over; about the others it says nothing."""
    assert reported_faults(a_signal(**said), POLICY) == (present, absent)  # type: ignore[arg-type]


def test_trouble_is_told_when_it_comes_and_when_it_goes() -> None:
    """And not in between, however often the unit repeats it."""
    low, well = (a_signal(n, battery_percent=percent) for n, percent in ((11, 15), (13, 80)))

    unit, told = heard(a_unit(), low, a_signal(12, battery_percent=14), well)

    assert told == [
        f.UnitFault(unit=THE_UNIT, fault=Fault.BATTERY_LOW, resident=ResidentId("resident")),
        f.UnitFaultCleared(unit=THE_UNIT, fault=Fault.BATTERY_LOW),
    ]
    assert unit.faults == frozenset()


def test_trouble_lasts_while_signals_say_nothing_about_it() -> None:
    """A plain heartbeat does not mend a battery."""
    unit, told = heard(a_unit(faults=frozenset({Fault.BATTERY_LOW})), a_signal(11))

    assert unit.faults == {Fault.BATTERY_LOW}
    assert told == []


def units(count: int, station: str) -> list[Unit]:
    """So many units of one station."""
    return [
        Unit(id=UnitId(f"{station}{n}"), station=StationId(station), resident=ResidentId(f"r{n}")) for n in range(count)
    ]


def test_each_silent_unit_is_one_task() -> None:
    """For its station, about its resident."""
    silent = units(9, "a")

    tasks = tasks_for_silence(silent, POLICY)

    assert [unit for unit, _ in tasks] == silent
    assert {(task.station, task.reason) for _, task in tasks} == {("a", "unit_silent")}
    assert [task.resident for _, task in tasks] == [unit.resident for unit in silent]


def test_many_silent_units_of_a_station_are_one_task_for_the_area() -> None:
    """Ten by default; units elsewhere keep their own."""
    tasks = tasks_for_silence([*units(10, "a"), *units(2, "b")], POLICY)

    assert [(task.station, task.reason, task.resident) for _, task in tasks] == [
        ("a", "area_silent", None),
        ("b", "unit_silent", "r0"),
        ("b", "unit_silent", "r1"),
    ]


@pytest.mark.parametrize("in_trouble", [1, 9])
def test_one_dark_flat_is_a_task_for_the_flat(in_trouble: int) -> None:
    """As long as few of its station are dark."""
    unit, task = task_for_fault(a_unit(), Fault.MAINS_LOST, in_trouble=in_trouble, policy=POLICY)

    assert unit == a_unit()
    assert (task.reason, task.resident, task.station) == ("unit_mains_lost", "resident", HERE)


def test_power_cut_is_a_task_for_the_area() -> None:
    """The tenth dark flat of a station is no matter of this flat."""
    unit, task = task_for_fault(a_unit(), Fault.MAINS_LOST, in_trouble=10, policy=POLICY)

    assert unit is None
    assert (task.reason, task.resident, task.station) == ("area_mains_lost", None, HERE)


CLOCKS = [
    ("says nothing", None, None, False),
    ("is right", "2026-11-22T12:00:00+08:00", at(0), False),
    ("is right in another zone", "2026-11-22T04:00:00Z", at(0), False),
    ("is five minutes fast", "2026-11-22T12:05:00+08:00", at(300), False),
    ("is more than five minutes fast", "2026-11-22T12:05:01+08:00", at(301), True),
    ("is a day slow", "2026-11-21T12:00:00+08:00", at(-86_400), True),
    ("was never set", "1970-01-01T00:00:00+00:00", datetime(1970, 1, 1, tzinfo=UTC), True),
    ("has no zone", "2026-11-22T12:00:00", None, True),
    ("talks nonsense", "half past ten", None, True),
    ("is empty", "", None, True),
    ("is before all time", "0001-01-01T00:00:00+08:00", None, True),
]


@pytest.mark.parametrize(("text", "told", "suspect"), [row[1:] for row in CLOCKS], ids=[row[0] for row in CLOCKS])
def test_signal_counts_though_its_clock(text: str | None, told: datetime | None, *, suspect: bool) -> None:
    """The moment is evidence if it is one, and flagged if it is far from ours; nothing is refused."""
    signal = a_signal(at=text)

    assert (device_time(text), is_clock_suspect(signal, at(0), POLICY)) == (told, suspect)
    assert heard(a_unit(), signal)[0].last_n == 11
