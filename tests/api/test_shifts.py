"""My shift at the door: start it, say whether the phone rings, end it."""

from tests.journeys.people import Town


def test_a_shift_is_started_changed_and_ended(town: Town) -> None:
    """Each answer is the shift as it is now; without a plan it is marked."""
    caregiver = town.person("C101")

    started = caregiver.asks("POST", "/me/shift", json={"can_ring": True})
    muted = caregiver.asks("PATCH", "/me/shift", json={"can_ring": False})
    ended = caregiver.asks("DELETE", "/me/shift")

    assert [answer.status_code for answer in (started, muted, ended)] == [201, 200, 200]
    shifts = [answer.json()["shift"] for answer in (started, muted, ended)]
    assert [(shift["is_on_duty"], shift["can_ring"]) for shift in shifts] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert shifts[0]["is_planned"] is False
    assert started.json()["seq"] < muted.json()["seq"] < ended.json()["seq"]


def test_a_shift_is_not_started_twice(town: Town) -> None:
    """And the second answer says since when it runs."""
    caregiver = town.person("C101")
    caregiver.starts_shift()

    answer = caregiver.asks("POST", "/me/shift", json={"can_ring": True})

    assert (answer.status_code, answer.json()["code"]) == (409, "already_on_duty")
    assert answer.json()["started_at"]


def test_a_shift_that_was_not_started_cannot_be_changed_or_ended(town: Town) -> None:
    """There is none."""
    for method in ("PATCH", "DELETE"):
        answer = town.person("C101").asks(method, "/me/shift", json={"can_ring": True})

        assert (answer.status_code, answer.json()["code"]) == (409, "not_on_duty")


def test_nobody_goes_home_with_a_call_in_hand(town: Town) -> None:
    """Finish it, or give it back."""
    caregiver = town.person("C101")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    call = town.resident("101").presses()
    phone.hears("offer_made", call=call)
    caregiver.does("accept", call)

    answer = caregiver.asks("DELETE", "/me/shift")

    assert (answer.status_code, answer.json()["code"]) == (409, "has_active_call")
    assert answer.json()["active_call"] == call


def test_the_desk_has_no_shift_of_this_kind(town: Town) -> None:
    """Only those who may be sent."""
    for who in ("D1", "A1"):
        answer = town.person(who).asks("POST", "/me/shift", json={"can_ring": True})

        assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")


def test_a_shift_needs_to_know_whether_the_phone_rings(town: Town) -> None:
    """Nothing is assumed about that."""
    for body in ({}, {"can_ring": "yes"}, {"can_ring": True, "mood": "good"}):
        answer = town.person("C101").asks("POST", "/me/shift", json=body)

        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
