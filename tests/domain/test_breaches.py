"""What counts as a promise that was not kept."""

from callcenter.domain.breaches import BreachReason, Limits, limits, reasons
from callcenter.domain.ids import LateStep
from callcenter.domain.policy import Target, Targets


def test_an_answer_has_until_the_last_target_and_an_emergency_until_the_first() -> None:
    """By default three minutes, and the district's circle of fifteen."""
    assert limits(Targets()) == Limits(answer_seconds=180, arrival_seconds=900)


def test_the_order_of_the_answer_targets_does_not_matter() -> None:
    """A policy may name the long one first; what it names first for arrivals is the circle."""
    shuffled = Targets(
        answer=(Target(within_seconds=180, share=0.9), Target(within_seconds=60, share=0.5)),
        arrival=(Target(within_seconds=1200, share=0.9), Target(within_seconds=600, share=0.5)),
    )

    assert limits(shuffled) == Limits(answer_seconds=180, arrival_seconds=1200)


def test_where_nothing_is_promised_nothing_is_broken() -> None:
    """No target, no limit."""
    assert limits(Targets(answer=(), arrival=())) == Limits(answer_seconds=None, arrival_seconds=None)


def test_every_reason_is_told_once_in_the_order_of_the_alphabet() -> None:
    """Two caregivers were late to arrive: that is one reason."""
    steps = (LateStep.RESOLUTION, LateStep.ARRIVAL, LateStep.DEPARTURE, LateStep.ARRIVAL)

    found = reasons(steps, is_unanswered=True, is_over_answer=True, is_over_arrival=True)

    assert found == tuple(sorted(BreachReason))


def test_a_call_that_kept_everything_has_no_reason() -> None:
    """It is in no list."""
    assert reasons((), is_unanswered=False, is_over_answer=False, is_over_arrival=False) == ()
