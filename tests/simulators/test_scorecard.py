"""Figures carry their n, and nothing that was not checked is called kept."""

from dataclasses import replace

from simulators.board import Board
from simulators.ledger import Ledger
from simulators.reconcile import Account, account
from simulators.scorecard import Scorecard, percentile, spread, times_of, trouble_of
from tests.simulators.builders import a_fact, a_press


def a_scorecard(sums: Account | None) -> Scorecard:
    ledger = Ledger()
    return Scorecard(
        scenario="calm",
        seed=1,
        speed=1,
        rate=1,
        seconds=1,
        account=sums,
        trouble=trouble_of(ledger),
        n_holes=0,
        unreadable_frames=0,
        restarts=0,
        times=times_of(ledger),
    )


def nothing_lost() -> Account:
    return account([a_press(1)], [a_press(1)], [a_fact(1, "call_raised", press=a_press(1))])


def test_a_percentile_is_one_of_the_values_measured() -> None:
    values = [4.0, 1.0, 3.0, 2.0]

    assert (percentile(values, 0.5), percentile(values, 0.9), percentile(values, 0.25)) == (2.0, 4.0, 1.0)


def test_no_values_give_no_percentile() -> None:
    assert spread([]) == {"n": 0, "p50": None, "p90": None, "p99": None}


def test_a_run_without_loss_is_kept() -> None:
    assert a_scorecard(nothing_lost()).kept


def test_a_run_whose_feed_could_not_be_read_is_not_called_kept() -> None:
    assert not a_scorecard(None).kept


def test_a_hole_or_a_broken_frame_on_a_live_socket_breaks_the_promise() -> None:
    assert not replace(a_scorecard(nothing_lost()), n_holes=1).kept
    assert not replace(a_scorecard(nothing_lost()), unreadable_frames=1).kept


def test_the_board_counts_open_calls_by_state() -> None:
    board = Board()
    board.replace({"calls": {"a": {"kind": "emergency", "state": "waiting"}}, "staff": {"c1": {"role": "caregiver"}}})

    board.take({"kind": "call_raised", "call": "b", "call_kind": "assistance"})
    board.take({"kind": "call_accepted", "call": "a", "caregiver": "c1"})
    accepted = board.counts()
    board.take({"kind": "call_resolved", "call": "a"})

    assert accepted == {"waiting": 1, "accepted": 1}
    assert board.counts() == {"waiting": 1}
    assert board.staff["c1"]["call"] is None
