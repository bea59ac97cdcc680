"""The units' door: whatever a unit says is kept, and whatever is not a signal is refused without harm."""

from uuid import uuid4

import pytest

from tests.journeys.people import Town

HEARTBEAT = {"boot": "b1", "n": 1, "kind": "heartbeat"}


def count(town: Town, table: str, **where: object) -> int:
    """How many rows there are with these values."""
    condition = " AND ".join(f"{name} = ${place}" for place, name in enumerate(where, start=1))
    return len(town.centre.rows(f"SELECT FROM {table} WHERE {condition}", *where.values()))


@pytest.mark.parametrize("kind", ["cancel", "heartbeat", "status", "test", "presence"])
def test_a_signal_needs_no_more_than_its_boot_its_number_and_its_kind(town: Town, kind: str) -> None:
    """Everything else is for those that know it."""
    answer = town.resident("101").signals(kind=kind)

    told = answer.json()
    assert answer.status_code == 200
    assert (told["duplicate"], told["call"], told["next_heartbeat_seconds"]) == (False, None, 60)
    assert set(told) == {"received_at", "duplicate", "seq", "call", "next_heartbeat_seconds"}


def test_a_press_is_answered_with_its_call_and_a_quicker_heartbeat(town: Town) -> None:
    """The unit can say at once that somebody has heard."""
    told = town.resident("101").signals(kind="press", button="emergency").json()

    assert told["call"]["state"] == "waiting"
    assert told["next_heartbeat_seconds"] == 5


def test_the_same_signal_again_gets_its_first_answer_and_opens_no_second_call(town: Town) -> None:
    """However often a unit repeats what it was not sure was heard."""
    home = town.resident("101")
    message = {"boot": uuid4().hex, "n": 7, "kind": "press", "button": "emergency"}
    before = count(town, "calls", resident="R101")
    first = home.sends(message).json()

    again = [home.sends(message).json() for _ in range(3)]

    assert again == 3 * [{**first, "duplicate": True}]
    assert count(town, "calls", resident="R101") == before + 1


def test_a_lost_message_is_seen_by_the_gap_it_leaves(town: Town) -> None:
    """Numbers 2 to 4 never came."""
    home = town.resident("102")
    boot = uuid4().hex
    home.sends({"boot": boot, "n": 1, "kind": "heartbeat"})

    home.sends({"boot": boot, "n": 5, "kind": "heartbeat"})

    (gap,) = town.centre.rows(
        "SELECT body ->> 'first' AS first, body ->> 'last' AS last FROM facts "
        "WHERE kind = 'signals_missing' AND body ->> 'boot' = $1",
        boot,
    )
    assert gap == {"first": "2", "last": "4"}


@pytest.mark.parametrize(
    "message",
    [
        {**HEARTBEAT, "colour": "red"},
        {**HEARTBEAT, "n": "1"},
        {**HEARTBEAT, "n": -1},
        {**HEARTBEAT, "n": 1.5},
        {**HEARTBEAT, "boot": 7},
        {**HEARTBEAT, "boot": ""},
        {**HEARTBEAT, "boot": "b" * 65},
        {**HEARTBEAT, "kind": "sneeze"},
        {**HEARTBEAT, "mains": "yes"},
        {**HEARTBEAT, "battery_percent": "83"},
        {**HEARTBEAT, "faults": ["gremlins"]},
        {**HEARTBEAT, "at": 1_763_777_704},
        {"n": 1, "kind": "heartbeat"},
        {"boot": "b1", "kind": "heartbeat"},
        {"boot": "b1", "n": 1},
        [],
        "press",
        None,
    ],
)
def test_what_is_not_a_signal_is_refused(town: Town, message: object) -> None:
    """With a code that a program can read, and nothing kept."""
    before = len(town.centre.rows("SELECT FROM signals"))

    answer = town.resident("101").sends(message)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(town.centre.rows("SELECT FROM signals")) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 4000,
        b'{"boot":"\xff","n":1,"kind":"press"}',
        b'{"boot":"b1","n":1,"kind":"press","at":"\\ud800"}',
    ],
)
def test_what_is_not_even_json_is_refused(town: Town, body: bytes) -> None:
    """Noise on the line is no reason to fall over."""
    answer = town.resident("101").sends_bytes(body)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_press_says_which_button(town: Town) -> None:
    """Nobody guesses whether it was the red one."""
    answer = town.resident("101").signals(kind="press")

    assert (answer.status_code, answer.json()["code"]) == (422, "button_required")


def test_a_signal_of_8_kib_is_read_and_a_longer_one_is_not(town: Town) -> None:
    """No honest unit has more to say."""
    message = b'{"boot":"b1","n":1,"kind":"heartbeat"}'

    fits = town.resident("101").sends_bytes(message.ljust(8 * 1024))
    too_long = town.resident("101").sends_bytes(message.ljust(8 * 1024 + 1))

    assert fits.status_code == 200
    assert (too_long.status_code, too_long.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("letter", [rb"\u0000", rb"\u202e", "é".encode()])
def test_odd_letters_in_a_readable_message_lose_no_press(town: Town, letter: bytes) -> None:
    """What a table cannot hold must not cost somebody the call."""
    boot = uuid4().hex.encode()

    answer = town.resident("104").sends_bytes(
        b'{"boot":"%b","n":1,"kind":"press","button":"emergency","at":"%b"}' % (boot, letter)
    )

    assert answer.status_code == 200
    assert answer.json()["call"]["state"] == "waiting"


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic dTpw"}])
def test_an_unknown_unit_is_not_heard(town: Town, header: dict[str, str]) -> None:
    """It has no token, or one that nobody gave it."""
    answer = town.centre.http.post("/api/v1/signals", json=HEARTBEAT, headers=header)

    assert (answer.status_code, answer.json()["code"]) == (401, "unit_unknown")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_person_cannot_speak_for_a_unit(town: Town) -> None:
    """An administrator's token opens other doors."""
    answer = town.person("A1").asks("POST", "/signals", json=HEARTBEAT)

    assert (answer.status_code, answer.json()["code"]) == (401, "unit_unknown")


@pytest.mark.parametrize(
    "at", ["1970-01-01T00:00:00+00:00", "9999-12-31T23:59:59-23:59", "yesterday", "", "2026-11-22"]
)
def test_a_unit_with_an_absurd_clock_is_heard_all_the_same(town: Town, at: str) -> None:
    """Its time is kept as evidence and marked; only our clock decides."""
    home = town.resident("103")
    boot = uuid4().hex

    answer = home.sends({"boot": boot, "n": 1, "kind": "press", "button": "emergency", "at": at})

    assert answer.status_code == 200
    assert answer.json()["call"]["state"] == "waiting"
    (kept,) = town.centre.rows("SELECT clock_suspect, message ->> 'at' AS at FROM signals WHERE boot = $1", boot)
    assert kept == {"clock_suspect": True, "at": at}


def test_a_press_of_an_unknown_pager_raises_a_call_and_says_so(town: Town) -> None:
    """Somebody pressed: that comes first, and the wrong pairing second."""
    answer = town.resident("101").signals(kind="press", button="emergency", pager="P9999")

    told = answer.json()
    assert answer.status_code == 200
    assert told["warning"] == "pager_unknown"
    assert told["call"]["state"] == "waiting"


def test_a_cancel_is_written_on_the_open_call(town: Town) -> None:
    """Shown, never obeyed."""
    home = town.resident("101")
    call = home.presses()

    told = home.signals(kind="cancel").json()

    assert told["call"]["state"] == "waiting"
    assert "cancel_requested" in town.person("D1").facts_of(call)


def test_presses_join_the_open_call_however_many(town: Town) -> None:
    """A flood collapses: never a second call, never 429."""
    home = town.resident("101")
    call = home.presses()

    calls = {home.presses() for _ in range(20)}

    assert calls == {call}
    assert town.person("D1").reads(call)["call"]["repeats"] == 20


def test_a_fault_becomes_work_for_the_station_and_no_siren(town: Town) -> None:
    """One technical call, however often the unit repeats it; nobody is paged."""
    town.person("C201").starts_shift()
    home = town.resident("201")
    board = town.person("D1").opens_screen()

    home.signals(kind="status", faults=["mains_lost"])
    fault = board.hears("unit_fault", unit="U201")
    home.signals(kind="status", faults=["mains_lost"])
    home.signals(kind="status", faults=["mains_restored"])
    board.hears("unit_fault_cleared", unit="U201")

    tasks = [call for call in board.calls.values() if call["unit"] == "U201"]
    assert fault["fault"] == "mains_lost"
    assert [(task["kind"], task["station"], task["offers"]) for task in tasks] == [("technical", "S2", [])]


def test_a_button_test_is_noted_and_raises_nothing(town: Town) -> None:
    """The weekly test."""
    home = town.resident("202")

    told = home.signals(kind="test", button="emergency").json()

    (unit,) = town.centre.rows("SELECT tested_at FROM units WHERE id = 'U202'")
    assert unit["tested_at"] is not None
    assert told["call"] is None


def test_somebody_elses_badge_proves_nothing(town: Town) -> None:
    """Only who holds the call can have arrived for it."""
    home = town.resident("101")
    call = home.presses()

    home.signals(kind="presence", badge="C102")

    assert town.person("D1").reads(call)["call"]["arrival_proven"] is False
