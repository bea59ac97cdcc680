"""The account at the end must be able to say no."""

from simulators.reconcile import account, journalled
from tests.simulators.builders import a_fact, a_press

ONE, TWO, THREE = a_press(1), a_press(2), a_press(3)


def test_a_press_that_was_promised_and_is_not_in_the_feed_is_lost() -> None:
    sums = account([ONE, TWO], [ONE, TWO], [a_fact(1, "call_raised", press=ONE)])

    assert sums.lost == 1
    assert sums.lost_presses == (TWO,)
    assert not sums.kept


def test_a_press_that_made_two_calls_is_duplicated() -> None:
    facts = [a_fact(1, "call_raised", press=ONE), a_fact(2, "call_raised", press=ONE, call="call-2")]

    sums = account([ONE], [ONE], facts)

    assert sums.duplicated == 1
    assert not sums.kept


def test_a_press_counted_twice_on_one_call_is_duplicated_too() -> None:
    facts = [a_fact(1, "call_raised", press=ONE), a_fact(2, "call_repeated", press=ONE)]

    assert account([ONE], [ONE], facts).duplicated == 1


def test_a_press_without_an_answer_is_unknown_whether_it_arrived_or_not() -> None:
    sums = account([ONE, TWO], [], [a_fact(1, "call_raised", press=ONE)])

    assert (sums.unknown, sums.lost) == (2, 0)
    assert sums.kept


def test_a_number_missing_in_the_feed_is_a_broken_promise() -> None:
    sums = account([ONE], [ONE], [a_fact(7, "call_raised", press=ONE), a_fact(9, "call_noted")])

    assert sums.feed_holes == 1
    assert not sums.kept


def test_presses_of_other_runs_are_passed_over() -> None:
    facts = [a_fact(1, "call_raised", press=THREE), a_fact(2, "call_raised", press=THREE)]

    sums = account([], [], facts)

    assert (sums.raised, sums.duplicated) == (0, 0)


def test_calls_raised_joined_and_resolved_are_counted() -> None:
    facts = [
        a_fact(1, "call_raised", press=ONE),
        a_fact(2, "call_repeated", press=TWO),
        a_fact(3, "call_resolved"),
        a_fact(4, "call_resolved", call="of another day"),
    ]

    sums = account([ONE, TWO], [ONE, TWO], facts)

    assert (sums.raised, sums.joined, sums.resolved) == (1, 1, 1)
    assert sums.kept


def test_the_journal_alone_tells_what_was_made_and_what_was_promised() -> None:
    lines = [
        {"who": "U1", "what": "made", "boot": "boot", "n": 1},
        {"who": "U1", "what": "made", "boot": "boot", "n": 2},
        {"who": "U1", "what": "unknown", "boot": "boot", "n": 2},
        {"who": "U1", "what": "acknowledged", "boot": "boot", "n": 1},
    ]

    assert journalled(lines) == ({ONE, TWO}, {ONE})
