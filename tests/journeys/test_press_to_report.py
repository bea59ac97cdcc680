"""The main job: a press at home becomes help at the door, and the minutes are on record."""

from datetime import UTC, datetime

from tests.journeys.people import Town


def test_a_press_becomes_help_at_the_door_and_is_in_the_report(town: Town) -> None:
    """The whole walk over the wire; then the books agree."""
    began_at = datetime.now(UTC).isoformat()
    caregiver, board = town.person("C101"), town.person("D1").opens_screen()
    caregiver.starts_shift()
    phone = caregiver.opens_screen()

    call = town.resident("101").presses("emergency")
    phone.hears("offer_made", call=call, caregiver="C101")
    board.hears("offer_delivered", call=call)
    caregiver.does("accept", call)
    caregiver.does("depart", call)
    caregiver.does("arrive", call)
    caregiver.does("resolve", call, outcome="helped")

    for kind in ("call_raised", "call_accepted", "caregiver_arrived", "call_resolved"):
        board.hears(kind, call=call)
    report = town.person("V1").asks("GET", "/reports/response-times", params={"from": began_at}).json()
    assert (report["total"]["n"], report["total"]["response"]["open"]) == (1, 0)
    assert town.centre.verify().returncode == 0
