"""Who is asked next, as a table: one row, one situation, and the people who must be asked in that order.

The home has a named `primary` and `backup`, belongs to the station `here` and has the neighbours `next`, `second` and
`third`, nearest first. Rows say `after` how many seconds the question is put and what has happened until then.
"""

from typing import NamedTuple

import pytest

from callcenter.domain.call import Call
from callcenter.domain.ids import CallKind, Role, StationId
from callcenter.domain.policy import Policy
from callcenter.domain.roster import Home, Person
from callcenter.domain.routing import next_step
from tests.domain.building import (
    a_call,
    a_home,
    a_person,
    a_roster,
    accepted,
    at,
    declined,
    delivered,
    escalated,
    expired,
    offered,
    released,
    withdrawn,
)


class Row(NamedTuple):
    """One situation; `asked` names the people in order, empty for nobody."""

    story: str
    people: tuple[Person, ...]
    asked: str
    wave: int = 1
    skipped: tuple[int, ...] = ()
    call: Call = a_call()
    after: float = 0
    home: Home = a_home()
    policy: Policy = Policy()


def from_station(station: str, metres: float) -> Person:
    return a_person(f"from_{station}", metres, station=StationId(station))


def off_duty(name: str) -> Person:
    return a_person(name, 1, is_on_duty=False)


def asked_first(*names: str, kind: CallKind = CallKind.EMERGENCY, then: str = "") -> Call:
    """A call whose first wave went to these people and reached their screens; all `then` in the same way, or not."""
    ends = {"declined": declined, "expired": expired, "": None}[then]
    seen = [(seconds, body(name)) for seconds, body in ((0, offered), (1, delivered)) for name in names]
    return a_call(*seen, *((2, ends(name)) for name in names if ends), kind=kind)


ASSISTANCE, EMERGENCY, TECHNICAL = CallKind.ASSISTANCE, CallKind.EMERGENCY, CallKind.TECHNICAL
NOBODY_NAMED = a_home(primary=None, backup=None)
PRIMARY, BACKUP = a_person("primary", 900), a_person("backup", 800)
NEAR, MIDDLE, FAR = a_person("near", 100), a_person("middle", 200), a_person("far", 300)
NEXT, SECOND, THIRD = from_station("next", 2000), from_station("second", 3000), from_station("third", 4000)
ELSEWHERE = from_station("elsewhere", 9000)
SUPERVISOR = a_person("supervisor", 20_000, role=Role.SUPERVISOR)
DISPATCHER = a_person("dispatcher", 1, role=Role.DISPATCHER)
STATION = (FAR, MIDDLE, NEAR, BACKUP, PRIMARY)
EVERYBODY = (*STATION, ELSEWHERE, THIRD, SECOND, NEXT, SUPERVISOR, DISPATCHER)
THREE = asked_first("primary", "backup", "near")

FIRST_WAVE = [
    Row("primary and backup are asked first, then the nearest", EVERYBODY, "primary backup near"),
    Row("an assistance call goes the same way", EVERYBODY, "primary backup near", call=a_call(kind=ASSISTANCE)),
    Row("the primary alone is asked when nobody else is there", (PRIMARY,), "primary"),
    Row("the backup alone is asked when nobody else is there", (BACKUP,), "backup"),
    Row("without the primary two of the nearest join the backup", (BACKUP, FAR, NEAR, MIDDLE), "backup near middle"),
    Row("without the backup two of the nearest join the primary", (PRIMARY, FAR, NEAR, MIDDLE), "primary near middle"),
    Row("without both the three nearest are asked", (FAR, a_person("last", 999), NEAR, MIDDLE), "near middle far"),
    Row("a primary off duty is not asked", (off_duty("primary"), BACKUP, NEAR), "backup near"),
    Row("a backup off duty is not asked", (PRIMARY, off_duty("backup"), NEAR), "primary near"),
    Row("a neighbour of the home off duty is not asked", (PRIMARY, off_duty("near"), FAR), "primary far"),
    Row("a primary from another station is asked all the same",
        (a_person("primary", 9000, station=StationId("other")), NEAR), "primary near"),
    Row("the primary on another emergency is left in peace",
        (a_person("primary", busy_with=EMERGENCY), BACKUP, NEAR, FAR), "backup near far"),
    Row("the primary on an assistance call is asked for an emergency",
        (a_person("primary", busy_with=ASSISTANCE), BACKUP, NEAR), "primary backup near"),
    Row("a primary whose phone cannot ring is still asked first",
        (a_person("primary", can_ring=False), NEAR), "primary near"),
    Row("a primary whose phone is silent is still asked first",
        (a_person("primary", silent_since=at(-60)), NEAR), "primary near"),
    Row("a primary with three open offers is passed over", (a_person("primary", open_offers=3), BACKUP), "backup"),
    Row("somebody who comes on duty fills the first wave", STATION[2:], "near",
        call=asked_first("primary", "backup"), after=10),
    Row("an offer withdrawn from a busy person goes to the next nearest",
        (PRIMARY, BACKUP, a_person("near", 100, busy_with=EMERGENCY), MIDDLE, FAR), "middle",
        call=a_call(*((0, offered(who)) for who in ("primary", "backup", "near")), (3, withdrawn("near"))), after=3),
    Row("somebody free again gets the withdrawn offer back", (PRIMARY, BACKUP, NEAR, MIDDLE), "near",
        call=a_call(*((0, offered(who)) for who in ("primary", "backup", "near")), (3, withdrawn("near"))), after=4),
    Row("one who declines is not replaced while others may answer", STATION, "",
        call=a_call(*((0, offered(who)) for who in ("primary", "backup", "near")), (3, declined("near"))), after=4),
    Row("one whose offer ran out is not replaced while others may answer", STATION, "",
        call=a_call(*((0, offered(who)) for who in ("primary", "backup", "near")), (3, expired("near"))), after=4),
]  # fmt: skip

WHO_GOES_FIRST = [
    Row("the nearest is asked first", (FAR, NEAR, MIDDLE), "near middle far", home=NOBODY_NAMED),
    Row("at equal distance who had fewer calls this shift", (
        a_person("busier", calls_this_shift=2), a_person("calmer", calls_this_shift=1)), "calmer busier"),
    Row("at equal calls who has been idle longest", (
        a_person("just back", idle_since=at(-60)), a_person("rested", idle_since=at(-6000))), "rested just back"),
    Row("who has not had a call this shift is the most rested", (
        a_person("back", idle_since=at(-6000)), a_person("fresh", idle_since=None)), "fresh back"),
    Row("with all else equal by id", (a_person("b"), a_person("a"), a_person("c")), "a b c"),
    Row("distance weighs more than calls", (
        a_person("busier", 100, calls_this_shift=9), a_person("calmer", 101)), "busier calmer"),
    Row("a phone that cannot ring goes last", (a_person("mute", 1, can_ring=False), FAR), "far mute"),
    Row("a silent phone goes last, and is never left out", (a_person("silent", 1, silent_since=at(-60)), FAR),
        "far silent"),
    Row("a silent phone and one that cannot ring are alike", (
        a_person("silent", 2, silent_since=at(-60)), a_person("mute", 1, can_ring=False)), "mute silent"),
    Row("a place nobody knows goes last", (a_person("lost", None), FAR), "far lost"),
    Row("a known place with a mute phone goes after an unknown place", (
        a_person("mute", 1, can_ring=False), a_person("lost", None)), "lost mute"),
    Row("free people go before those on a lesser call", (
        a_person("helping", 1, busy_with=ASSISTANCE), FAR), "far helping"),
    Row("even a mute phone of a free person goes before somebody on a lesser call", (
        a_person("helping", 1, busy_with=ASSISTANCE), a_person("mute", can_ring=False)), "mute helping"),
    Row("a home without coordinates is served by calls and rest", (
        a_person("busier", 1, calls_this_shift=2), a_person("calmer", 9000)), "calmer busier",
        home=a_home(latitude=None)),
]  # fmt: skip

WHO_IS_LEFT_IN_PEACE = [
    Row("an emergency reaches people on an assistance call", (a_person("helping", busy_with=ASSISTANCE),), "helping"),
    Row("an emergency does not reach people on an emergency", (a_person("helping", busy_with=EMERGENCY), FAR), "far"),
    Row("an assistance call never reaches people on an emergency",
        (a_person("helping", busy_with=EMERGENCY), FAR), "far", call=a_call(kind=ASSISTANCE)),
    Row("an assistance call never reaches people on an assistance call",
        (a_person("helping", busy_with=ASSISTANCE), FAR), "far", call=a_call(kind=ASSISTANCE)),
    Row("an assistance call reaches people who mend a unit", (a_person("mending", busy_with=TECHNICAL),), "mending",
        call=a_call(kind=ASSISTANCE)),
    Row("two open offers leave room for a third", (a_person("near", open_offers=2),), "near"),
    Row("three open offers are enough", (a_person("near", 1, open_offers=3), FAR), "far"),
    Row("who declined is not asked again, not even by the next wave", EVERYBODY, "middle far from_next from_second",
        call=asked_first("primary", "backup", "near", then="declined"), wave=3, after=60),
    Row("who gave the call back is not asked again", STATION, "primary backup middle",
        call=a_call((0, offered("near")), (5, accepted("near")), (90, released("near"))), after=90),
    Row("who has an open offer is not asked twice", (NEAR,), "", call=asked_first("near"), after=10),
    Row("dispatchers are never asked", (DISPATCHER,), "", wave=5, call=a_call((0, escalated(4))), after=180),
]  # fmt: skip

LATER_WAVES = [
    Row("just before 30 s nothing changes", EVERYBODY, "", call=THREE, after=29.9),
    Row("at 30 s the whole station is asked", EVERYBODY, "middle far", wave=2, call=THREE, after=30),
    Row("just before 60 s only the station is asked", EVERYBODY, "middle far", wave=2, call=THREE, after=59.9),
    Row("at 60 s the two neighbour stations are asked", EVERYBODY, "middle far from_next from_second", wave=3,
        call=THREE, after=60),
    Row("at 120 s the whole district is asked", EVERYBODY, "middle far from_next from_second from_third from_elsewhere",
        wave=4, call=THREE, after=120),
    Row("just before 180 s no supervisor is asked", (SUPERVISOR,), "", wave=4,
        call=a_call((0, escalated(4))), after=179.9),
    Row("at 180 s supervisors are asked too", (SUPERVISOR, ELSEWHERE), "from_elsewhere supervisor", wave=5,
        call=a_call((0, escalated(4))), after=180),
    Row("after an hour the fifth wave goes on", (SUPERVISOR,), "supervisor", wave=5, call=a_call((180, escalated(5))),
        after=3600),
    Row("who let an offer run out is asked again", STATION, "near middle far backup primary", wave=3,
        call=asked_first("primary", "backup", "near", then="expired"), after=60),
    Row("a dispatcher's haste is kept", EVERYBODY, "near middle far backup primary from_next from_second", wave=3,
        call=a_call((5, escalated(3))), after=10),
    Row("a call found late starts with the wave it has missed", (NEAR, NEXT), "near from_next", wave=3, after=70),
    Row("after a release the waves start anew", STATION, "primary backup middle",
        call=a_call((0, offered("near")), (5, accepted("near")), (90, released("near"))), after=119.9),
    Row("30 s after a release the whole station is asked", STATION, "middle far backup primary", wave=2,
        call=a_call((0, offered("near")), (5, accepted("near")), (90, released("near"))), after=120),
]  # fmt: skip

EMPTY_WAVES = [
    Row("nobody on duty at all ends in the fourth wave at once", (), "", wave=4, skipped=(1, 2, 3)),
    Row("only supervisors on duty wait for the fifth wave", (SUPERVISOR,), "", wave=4, skipped=(1, 2, 3)),
    Row("an empty station passes to its neighbours at once", (NEXT, SECOND, THIRD), "from_next from_second", wave=3,
        skipped=(1, 2)),
    Row("empty neighbours pass to the district at once", (THIRD, ELSEWHERE), "from_third from_elsewhere", wave=4,
        skipped=(1, 2, 3)),
    Row("neighbours count in the order of the home", EVERYBODY[5:], "from_next from_third", wave=3, skipped=(1, 2),
        home=a_home(neighbours=(StationId("third"), StationId("next"), StationId("second")))),
    Row("three refusals bring the whole station at once", STATION, "middle far", wave=2, skipped=(1,),
        call=asked_first("primary", "backup", "near", then="declined"), after=3),
    Row("a station that refuses whole brings the neighbours at once", (*STATION[2:], NEXT), "from_next", wave=3,
        skipped=(1, 2), call=asked_first("primary", "backup", "near", then="declined"), after=3),
    Row("everybody buried in offers ends in the fourth wave at once", (a_person("near", open_offers=3),), "", wave=4,
        skipped=(1, 2, 3)),
    Row("a home nobody knows reaches the whole district", (ELSEWHERE, NEAR), "from_elsewhere near", wave=4,
        skipped=(1, 2, 3), home=Home()),
    Row("a home of no station still reaches its primary", (ELSEWHERE, PRIMARY), "primary",
        home=a_home(station=None, neighbours=())),
]  # fmt: skip

UNDELIVERED = [
    Row("before 5 s an offer may still be on its way", STATION, "", after=4.9,
        call=a_call(*((0, offered(who)) for who in ("primary", "backup", "near")))),
    Row("offers on no screen after 5 s bring the next wave early", STATION, "middle far", wave=2, after=5,
        call=a_call(*((0, offered(who)) for who in ("primary", "backup", "near")))),
    Row("one screen that shows it is enough to wait", STATION, "", after=5,
        call=a_call(*((0, offered(who)) for who in ("primary", "backup", "near")), (2, delivered("backup")))),
    Row("with nobody else near by the unseen call goes on to the neighbours", (NEAR, NEXT), "from_next", wave=3,
        skipped=(2,), after=5, call=a_call((0, offered("near")))),
    Row("with nobody else at all the unseen call sounds at once", (NEAR,), "", wave=4, skipped=(2, 3), after=5,
        call=a_call((0, offered("near")))),
    Row("the last asking wave has none to hurry to", (NEAR,), "", wave=4, after=60,
        call=a_call((0, offered("near", wave=4)))),
]  # fmt: skip

OTHER_POLICIES = [
    Row("a first wave of one", STATION, "primary", policy=Policy(first_wave_size=1)),
    Row("a first wave of five", STATION, "primary backup near middle far", policy=Policy(first_wave_size=5)),
    Row("one neighbour station", EVERYBODY[5:], "from_next", wave=3, skipped=(1, 2),
        policy=Policy(neighbour_stations=1)),
    Row("three neighbour stations", EVERYBODY[5:], "from_next from_second from_third", wave=3, skipped=(1, 2),
        policy=Policy(neighbour_stations=3)),
    Row("one open offer each", (a_person("near", 1, open_offers=1), FAR), "far", policy=Policy(max_open_offers=1)),
    Row("ten open offers each", (a_person("near", 1, open_offers=9),), "near", policy=Policy(max_open_offers=10)),
    Row("faster waves", EVERYBODY, "middle far", wave=2, call=THREE, after=10,
        policy=Policy(wave_seconds=(0, 10, 20, 30, 40))),
    Row("slower waves", EVERYBODY, "", call=THREE, after=299, policy=Policy(wave_seconds=(0, 300, 600, 900, 1200))),
    Row("two seconds for a delivery", STATION, "middle far", wave=2, after=2, policy=Policy(delivery_seconds=2),
        call=a_call(*((0, offered(who)) for who in ("primary", "backup", "near")))),
]  # fmt: skip

ROWS = [
    *FIRST_WAVE, *WHO_GOES_FIRST, *WHO_IS_LEFT_IN_PEACE, *LATER_WAVES, *EMPTY_WAVES, *UNDELIVERED, *OTHER_POLICIES
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row.story for row in ROWS])
def test_right_people_are_asked_in_the_right_order(row: Row) -> None:
    """The wave, the waves passed over and the people are those of the row."""
    step = next_step(row.call, row.home, a_roster(*row.people), row.policy, at(row.after))

    assert (step.wave, step.skipped, " ".join(person.id for person in step.picks)) == (row.wave, row.skipped, row.asked)


@pytest.mark.parametrize("row", ROWS, ids=[row.story for row in ROWS])
def test_order_in_which_people_are_listed_does_not_matter(row: Row) -> None:
    """The same people in another order are asked in the same order."""
    step = next_step(row.call, row.home, a_roster(*reversed(row.people)), row.policy, at(row.after))

    assert " ".join(person.id for person in step.picks) == row.asked
