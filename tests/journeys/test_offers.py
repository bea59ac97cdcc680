"""The call looks for somebody: who is asked, who is first, and what happens when nobody comes."""

from concurrent.futures import ThreadPoolExecutor

from tests.journeys.people import Town

SHORT_WAVES = {"wave_seconds": [0, 1, 2, 3, 4], "offer_seconds": 30, "delivery_seconds": 20, "breach_seconds": 5}


def test_of_two_who_say_yes_the_second_is_told_who_was_first(town: Town) -> None:
    """One goes; the other hears it from the answer and from the screen."""
    rivals = {who: town.person(who) for who in ("C101", "C103")}
    for rival in rivals.values():
        rival.starts_shift()
    phones = {who: rival.opens_screen() for who, rival in rivals.items()}
    call = town.resident("101").presses()
    for who, phone in phones.items():
        phone.hears("offer_made", call=call, caregiver=who)

    with ThreadPoolExecutor() as at_once:
        answers = dict(zip(rivals, at_once.map(lambda one: one.tries("accept", call), rivals.values()), strict=True))

    (winner,) = [who for who, answer in answers.items() if answer.status_code == 200]
    (loser,) = set(rivals) - {winner}
    refusal = answers[loser].json()
    assert (answers[loser].status_code, refusal["code"]) == (409, "already_accepted")
    assert refusal["accepted_by"] == winner
    withdrawal = phones[loser].hears("offer_withdrawn", call=call, caregiver=loser)
    assert (withdrawal["reason"], withdrawal["accepted_by"]) == ("accepted", winner)


def test_a_call_that_nobody_takes_goes_wider_until_the_boards_sound(town: Town) -> None:
    """Station, neighbours, supervisors; the desk hears first that it is unanswered, then that it is a breach."""
    town.follows(**SHORT_WAVES)
    board = town.person("D1").opens_screen()
    for who in ("C101", "C201", "V1"):
        town.person(who).starts_shift()

    call = town.resident("101").presses()

    waves = {who: board.hears("offer_made", call=call, caregiver=who)["wave"] for who in ("C101", "C201", "V1")}
    assert waves == {"C101": 1, "C201": 3, "V1": 5}
    board.hears("call_unanswered", call=call)
    board.hears("call_breached", call=call)
    timeline = town.person("D1").facts_of(call)
    assert timeline.index("call_unanswered") < timeline.index("call_breached")
    assert town.person("D1").reads(call)["call"]["breach"] is True


def test_with_nobody_on_duty_the_boards_sound_at_once(town: Town) -> None:
    """All waves are empty, so none is waited for."""
    board = town.person("D1").opens_screen()

    call = town.resident("101").presses()

    board.hears("call_unanswered", call=call)
    skipped = board_fact(town, call, "call_escalated")["skipped"]
    assert skipped == [1, 2, 3]


def test_an_offer_that_reaches_no_screen_is_not_waited_for(town: Town) -> None:
    """The next wave would start after a minute; an unconfirmed offer brings it forward."""
    town.follows(delivery_seconds=1, first_wave_size=1)
    town.person("C101").starts_shift()
    town.person("C101").opens_screen(confirms=False)
    town.person("C102").starts_shift()
    phone = town.person("C102").opens_screen()

    call = town.resident("101").presses()

    assert phone.hears("offer_made", call=call, caregiver="C102")["wave"] == 2
    assert board_fact(town, call, "call_escalated")["reason"] == "undelivered"


def test_when_everybody_asked_says_no_the_next_are_asked_at_once(town: Town) -> None:
    """A wave that is wholly declined has nothing left to wait for."""
    for who in ("C101", "C201"):
        town.person(who).starts_shift()
    phone, neighbour = town.person("C101").opens_screen(), town.person("C201").opens_screen()
    call = town.resident("101").presses()
    phone.hears("offer_made", call=call, caregiver="C101")

    town.person("C101").does("decline", call, reason="already at a door")

    neighbour.hears("offer_made", call=call, caregiver="C201")


def test_whoever_starts_a_shift_is_given_the_call_that_waits(town: Town) -> None:
    """Nobody was on duty when it rose; the first to come on duty hears of it."""
    call = town.resident("101").presses()
    town.person("D1").opens_screen().shows(call, wave=4)

    phone = town.person("C102").opens_screen()
    town.person("C102").starts_shift()

    phone.hears("offer_made", call=call, caregiver="C102")


def board_fact(town: Town, call: str, kind: str) -> dict[str, object]:
    """The call's first fact of this kind."""
    return next(fact for fact in town.person("D1").reads(call)["facts"] if fact["kind"] == kind)
