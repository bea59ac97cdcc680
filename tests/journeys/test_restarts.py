"""The service goes away, politely or not; no call does."""

from uuid import uuid4

from tests.journeys.people import Town


def test_a_service_killed_in_the_middle_goes_on_where_it_was(town: Town) -> None:
    """The timers are in the database: the next wave is asked, and the screens resume without a gap."""
    town.follows(wave_seconds=[0, 4, 5, 6, 7], offer_seconds=60, delivery_seconds=30)
    caregiver, board = town.person("C101"), town.person("D1").opens_screen()
    caregiver.starts_shift()
    town.person("C201").starts_shift()
    phone = caregiver.opens_screen()
    call = town.resident("101").presses()
    phone.hears("offer_made", call=call, caregiver="C101")

    town.centre.is_killed()
    town.centre.start()

    phone.resumes()
    board.resumes()
    assert (phone.welcome["mode"], board.welcome["mode"]) == ("resume", "resume")
    board.hears("offer_made", call=call, caregiver="C201")
    assert caregiver.does("accept", call)["accepted_by"] == "C101"
    phone.hears("call_accepted", call=call)
    assert town.centre.verify().returncode == 0


def test_a_press_repeated_after_the_service_was_killed_is_the_same_press(town: Town) -> None:
    """The unit never saw the answer and says it again: one call, and the first answer."""
    home = town.resident("102")
    message = {"boot": uuid4().hex, "n": 1, "kind": "press", "button": "emergency"}
    first = home.sends(message).json()

    town.centre.is_killed()
    town.centre.start()
    again = home.sends(message).json()

    assert again == {**first, "duplicate": True}
    assert len(town.centre.rows("SELECT FROM calls WHERE resident = 'R102' AND state <> 'resolved'")) == 1


def test_screens_are_told_of_a_restart_before_it_happens(town: Town) -> None:
    """They come back by themselves, not all in the same moment."""
    board = town.person("D1").opens_screen()

    town.centre.is_restarted()

    assert board.hears_goodbye()["retry_in"] == [0, 5000]
    assert board.is_closed() == 1012
    assert board.resumes().welcome["mode"] == "resume"
