"""Somebody goes; and what happens when something more urgent, or nothing at all, comes of it."""

from tests.journeys.people import Town


def test_an_emergency_takes_the_caregiver_and_the_first_call_looks_for_another(town: Town) -> None:
    """Nobody is forgotten: the call that was handed back is offered again."""
    first, second = town.person("C101"), town.person("C102")
    first.starts_shift()
    phone, other, board = first.opens_screen(), second.opens_screen(), town.person("D1").opens_screen()
    shopping = town.resident("101").presses("assistance")
    phone.hears("offer_made", call=shopping)
    first.does("accept", shopping)

    fall = town.resident("102").presses("emergency")
    phone.hears("offer_made", call=fall, caregiver="C101")
    first.does("accept", fall)

    assert board.hears("call_released", call=shopping)["reason"] == "outranked"
    second.starts_shift()
    other.hears("offer_made", call=shopping, caregiver="C102")
    assert second.does("accept", shopping)["accepted_by"] == "C102"
    assert first.reads(fall)["call"]["accepted_by"] == "C101"


def test_a_caregiver_who_does_not_set_out_gets_a_second_one_beside_her(town: Town) -> None:
    """Accepted is not done: the boards hear it, another is asked, and may take over."""
    town.follows(emergency={"departure_seconds": 1, "arrival_seconds": 900, "resolution_seconds": 3600})
    first, second = town.person("C101"), town.person("C103")
    first.starts_shift()
    phone, board = first.opens_screen(), town.person("D1").opens_screen()
    call = town.resident("101").presses()
    phone.hears("offer_made", call=call)
    first.does("accept", call)
    second.starts_shift()
    other = second.opens_screen()

    assert board.hears("call_late", call=call)["step"] == "departure"
    other.hears("offer_made", call=call, caregiver="C103")

    assert second.does("accept", call)["accepted_by"] == "C103"
    assert phone.hears("call_accepted", caregiver="C103")["replaces"] == "C101"


def test_a_caregiver_gives_a_call_back_and_it_is_offered_to_another(town: Town) -> None:
    """With a reason, and not to the same one again."""
    first, second = town.person("C101"), town.person("C103")
    first.starts_shift()
    phone = first.opens_screen()
    call = town.resident("101").presses()
    phone.hears("offer_made", call=call)
    first.does("accept", call)
    second.starts_shift()
    other = second.opens_screen()

    first.does("release", call, reason="the bus is stuck")

    other.hears("offer_made", call=call, caregiver="C103")
    assert "C101" in town.person("D1").opens_screen().shows(call)["refused_by"]


def test_the_badge_at_the_home_unit_proves_the_arrival(town: Town) -> None:
    """Self-declared is one thing; the unit has seen the badge."""
    caregiver = town.person("C101")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    home = town.resident("101")
    call = home.presses()
    phone.hears("offer_made", call=call)
    caregiver.does("accept", call)
    caregiver.does("arrive", call)

    home.signals(kind="presence", badge="C101")

    assert phone.shows(call, arrival_proven=True)["state"] == "on_scene"


def test_the_home_hears_that_help_is_coming(town: Town) -> None:
    """The unit's next message is answered with who comes and in how many minutes."""
    caregiver = town.person("C101")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    home = town.resident("101")
    call = home.presses()
    phone.hears("offer_made", call=call)
    caregiver.does("accept", call)

    told = home.signals(kind="heartbeat").json()

    assert (told["call"]["id"], told["call"]["state"], told["next_heartbeat_seconds"]) == (call, "accepted", 5)
    assert told["call"]["caregiver"] == "甲C101"
    assert told["call"]["arriving_in_minutes"] >= 1
