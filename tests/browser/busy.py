"""A busy hour, for the pictures of the screens: calls in every state, people at every station, a unit in trouble."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx

from callcenter.domain.ids import StationId, UnitId
from tests.browser.crowd import listening
from tests.browser.demo import Demo
from tests.browser.past import invent_past

STATIONS = tuple(StationId(f"S{number}") for number in range(1, 10))
ON_DUTY_PER_STATION = 3
SATISFACTIONS = (5, 4, 5, 3)


class Busy(NamedTuple):
    """The calls that stand on the board, by what is special about them."""

    asked: str
    travelling: str
    late: str
    on_scene: str


@contextmanager
def busy_hour(demo: Demo) -> Iterator[Busy]:
    """Put everybody in place, let the block look, and leave the calls to whoever brings the centre to rest."""
    crew = {station: [_caregiver(demo, station, place) for place in range(ON_DUTY_PER_STATION)] for station in STATIONS}
    with listening(demo.url, [_token(demo, login) for logins in crew.values() for login in logins]):
        for logins in crew.values():
            for login in logins:
                demo.asks(login, "POST", "/me/shift", json={"can_ring": True})
        _closed_calls(demo, crew)
        late = _walked(demo, StationId("S7"), crew, "accept", "depart", policy={"emergency": _impatient()})
        on_scene = _walked(demo, StationId("S4"), crew, "accept", "depart", "arrive", button="assistance")
        _signal(demo, demo.home(StationId("S4")).unit, "presence", badge=crew[StationId("S4")][0].upper())
        _walked(demo, StationId("S2"), crew, "accept", button="assistance")
        travelling = _walked(demo, StationId("S5"), crew, "accept", "depart")
        _signal(demo, demo.home(StationId("S5")).unit, "cancel")
        _signal(demo, demo.home(StationId("S9")).unit, "status", faults=["tamper"])
        asked = demo.presses(demo.home(StationId("S1")).unit)
        for _ in range(2):
            demo.presses(demo.home(StationId("S1")).unit)
        demo.presses(demo.home(StationId("S6")).unit)
        _wait_until(demo, asked)
        invent_past(demo)
        yield Busy(asked, travelling, late, on_scene)


def _caregiver(demo: Demo, station: StationId, place: int) -> str:
    return [one.login for one in demo.staff.values() if one.station == station][place]


def _token(demo: Demo, login: str) -> str:
    sign_in = {"login": login, "password": demo.staff[login].password}
    return str(demo.centre.http.post("/api/v1/tokens", json=sign_in).json()["token"])


def _signal(demo: Demo, unit: UnitId, kind: str, **fields: object) -> None:
    message = {"boot": secrets.token_hex(4), "n": 1, "kind": kind, **fields}
    headers = {"Authorization": f"Bearer {demo.units[unit].token}"}
    assert demo.centre.http.post("/api/v1/signals", json=message, headers=headers).status_code == httpx.codes.OK


def _impatient() -> dict[str, int]:
    return {"departure_seconds": 1, "arrival_seconds": 1, "resolution_seconds": 3600}


def _walked(
    demo: Demo,
    station: StationId,
    crew: dict[StationId, list[str]],
    *verbs: str,
    button: str = "emergency",
    policy: dict[str, object] | None = None,
    place: int = 0,
) -> str:
    """A call of this station that one of its people has taken so far."""
    if policy:
        demo.follows(**policy)
    call = demo.presses(demo.home(station, place).unit, button)
    login = _wait_until(demo, call, among=crew[station])
    for verb in verbs:
        demo.does(login, verb, call)
    if policy:
        _wait_late(demo, call)
        demo.follows()
    return call


def _closed_calls(demo: Demo, crew: dict[StationId, list[str]]) -> None:
    """What the day has brought already, so that the figures at the top have something to say."""
    for number, satisfaction in enumerate(SATISFACTIONS):
        station = STATIONS[number]
        call = _walked(demo, station, crew, "accept", "depart", "arrive", place=5 + number)
        login = demo.holder_of(call)
        assert login is not None, "somebody has taken it"
        demo.does(login, "resolve", call, outcome="helped", satisfaction=satisfaction)


def _wait_until(demo: Demo, call: str, among: list[str] | None = None) -> str:
    """Somebody has been asked; the first of them (of those named)."""
    while True:
        offers = demo.asks("d001", "GET", f"/calls/{call}").json()["call"]["offers"]
        asked = [offer["caregiver"].lower() for offer in offers if offer["state"] in {"open", "delivered"}]
        for login in asked:
            if among is None or login in among:
                return str(login)
        time.sleep(0.05)


def _wait_late(demo: Demo, call: str) -> None:
    while not demo.asks("d001", "GET", f"/calls/{call}").json()["call"]["late"]:
        time.sleep(0.1)
