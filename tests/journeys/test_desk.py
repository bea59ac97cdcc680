"""The desk: dispatchers talk to the home, take over from each other, and send somebody."""

from uuid import uuid4

from tests.journeys.centre import wait_until
from tests.journeys.people import Town


def test_a_second_dispatcher_is_told_who_talks_and_may_take_over_openly(town: Town) -> None:
    """Never two at once without knowing, never silently."""
    first, second = town.person("D1"), town.person("D2")
    board = first.opens_screen()
    call = town.resident("101").presses()
    assert first.does("answer", call)["claim"]["dispatcher"] == "D1"

    refusal = second.tries("answer", call)
    taken = second.does("answer", call, take_over=True)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "already_answered")
    assert refusal.json()["answered_by"] == "D1"
    assert taken["claim"]["dispatcher"] == "D2"
    assert board.hears("call_answered", dispatcher="D2")["taken_from"] == "D1"


def test_a_claim_that_is_not_renewed_goes_stale_and_is_taken_with_one_click(town: Town) -> None:
    """Whoever closed the laptop does not keep the call."""
    town.follows(claim_seconds=1, claim_heartbeat_seconds=1)
    call = town.resident("101").presses()
    town.person("D1").does("answer", call)

    wait_until(lambda: town.person("D2").tries("answer", call).status_code == 200)

    assert town.person("D1").reads(call)["call"]["claim"]["dispatcher"] == "D2"


def test_a_held_call_rests_and_then_goes_on_by_itself(town: Town) -> None:
    """The offers are withdrawn, and made again when the hold ends."""
    caregiver, desk = town.person("C101"), town.person("D1")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    call = town.resident("101").presses()
    phone.hears("offer_made", call=call)

    held = desk.does("hold", call, seconds=1, reason="the daughter is on the line")

    assert held["held_until"] is not None
    assert phone.hears("offer_withdrawn", call=call)["reason"] == "held"
    phone.hears("call_escalated", call=call, reason="hold_ended")
    phone.hears("offer_made", call=call, caregiver="C101")


def test_a_dispatcher_opens_a_call_for_somebody_who_telephoned_and_sends_a_caregiver(town: Town) -> None:
    """No button was pressed; everything else is the same."""
    desk, caregiver = town.person("D1"), town.person("C201")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    wish = {"resident": "R101", "kind": "welfare", "note": "has not been seen today"}

    opened = desk.asks("POST", "/calls", json=wish, headers={"Idempotency-Key": str(uuid4())})
    call = opened.json()["call"]["id"]
    desk.does("assign", call, caregiver="C201")

    assert opened.status_code == 201
    assert phone.shows(call, accepted_by="C201")["state"] == "accepted"
    assert "call_noted" in desk.facts_of(call)


def test_a_cancel_from_the_home_is_shown_and_closes_nothing(town: Town) -> None:
    """Only a person closes a call, and only after contact."""
    desk, home = town.person("D1"), town.resident("101")
    board = desk.opens_screen()
    call = home.presses()

    home.signals(kind="cancel")

    board.hears("cancel_requested", call=call)
    assert board.shows(call)["state"] == "waiting"
    unseen = desk.tries("resolve", call, outcome="false_alarm", reason="cancelled at home")
    assert (unseen.status_code, unseen.json()["code"]) == (409, "contact_required")
    desk.does("answer", call)
    assert desk.does("resolve", call, outcome="false_alarm", reason="spoke to her")["state"] == "resolved"


def test_the_red_button_makes_an_open_assistance_call_an_emergency(town: Town) -> None:
    """The later press joins the call and raises it."""
    home = town.resident("101")
    board = town.person("D1").opens_screen()
    call = home.presses("assistance")

    again = home.presses("emergency")

    assert again == call
    assert board.shows(call, repeats=1)["kind"] == "emergency"


def test_a_call_that_was_closed_too_early_is_opened_again(town: Town) -> None:
    """It waits again, and is offered again."""
    desk, caregiver = town.person("D1"), town.person("C101")
    call = town.resident("101").presses()
    desk.does("answer", call)
    desk.does("resolve", call, outcome="helped")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()

    desk.does("reopen", call, reason="she called back")

    phone.hears("offer_made", call=call, caregiver="C101")
