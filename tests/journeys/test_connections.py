"""Screens lose their connection, and nothing that happened in between."""

import time

from tests.journeys.people import Town


def test_a_screen_that_was_cut_off_hears_everything_it_missed(town: Town) -> None:
    """From the last number it knew: no event missing, none twice."""
    desk = town.person("D1")
    board = desk.opens_screen()
    before = town.resident("101").presses()
    board.shows(before, wave=4)
    left_at = board.seq
    board.drops()

    missed = town.resident("102").presses()
    desk.does("answer", missed)
    board.resumes()
    after = town.resident("103").presses()
    board.shows(missed)
    board.shows(after, wave=4)

    feed = town.person("V1").asks("GET", "/feed", params={"after": left_at}).json()["facts"]
    assert board.welcome["mode"] == "resume"
    assert board.events_since(left_at) == [fact["seq"] for fact in feed if fact["seq"] <= board.seq]


def test_a_phone_that_was_cut_off_finds_its_offer_when_it_is_back(town: Town) -> None:
    """The offer was made while nobody listened; it is heard, confirmed and accepted."""
    caregiver = town.person("C101")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    phone.drops()
    call = town.resident("101").presses()

    phone.resumes().hears("offer_made", call=call, caregiver="C101")
    caregiver.does("accept", call)

    phone.hears("offer_delivered", call=call)
    assert phone.shows(call, accepted_by="C101")["state"] == "accepted"


def test_the_boards_know_whether_somebody_has_looked_at_an_offer(town: Town) -> None:
    """Reached is not seen: a phone in a pocket has the offer, and nobody knows of it."""
    caregiver = town.person("C101")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    board = town.person("D1").opens_screen()
    call = town.resident("101").presses()
    offer = phone.hears("offer_made", call=call, caregiver="C101")["offer"]
    board.hears("offer_delivered", call=call)

    phone.says(type="seen", offer=offer)

    assert board.hears("offer_seen", call=call)["caregiver"] == "C101"
    assert board.calls[call]["offers"][0]["seen_at"]


def test_a_screen_from_another_database_starts_afresh(town: Town) -> None:
    """After a restore the numbers mean something else: a snapshot, never half of each."""
    call = town.resident("101").presses()
    board = town.person("D1").opens_screen()
    board.drops()

    board.calls.clear()
    board.resumes(epoch="another.1")

    assert board.welcome["mode"] == "snapshot"
    assert board.shows(call)["state"] == "waiting"


def test_a_screen_that_followed_shows_the_same_as_one_that_starts_now(town: Town) -> None:
    """Snapshot and events together are a fresh snapshot."""
    caregiver = town.person("C101")
    old = town.person("D1").opens_screen()
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    first, second = town.resident("101").presses(), town.resident("201").presses("assistance")
    phone.hears("offer_made", call=first)
    caregiver.does("accept", first)
    caregiver.does("depart", first)
    town.resident("201").presses("assistance")

    old.shows(first, state="travelling")
    old.shows(second, repeats=1, wave=4)
    fresh = town.person("D2").opens_screen()

    assert old.calls == fresh.calls


def test_a_caregiver_of_another_station_does_not_see_the_call(town: Town) -> None:
    """The desk sees it; a station that was not asked does not."""
    town.person("C101").starts_shift()
    stranger, board = town.person("C301").opens_screen(), town.person("D1").opens_screen()

    call = town.resident("101").presses()
    board.shows(call)
    late = town.person("C301").opens_screen()

    stranger.says(type="ping", sent=time.monotonic())
    stranger.hears_pong()
    assert call not in stranger.calls
    assert call not in late.calls
    assert stranger.kinds() == []
