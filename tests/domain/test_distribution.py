"""The distribution: every call is in one bin, and the bins up to a target are those who kept it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.domain.distribution import Distribution, TimedSpan, distribution
from callcenter.domain.policy import Policy, Target, Targets
from callcenter.domain.report import By, Excluded, Reason, Span
from callcenter.domain.response_time import report
from callcenter.domain.tally import Count, Fate, Tally
from tests.domain.counted import lasts, never, recorded, took, without

ODD = Policy(targets=Targets(answer=(Target(within_seconds=25, share=0.5),), arrival=()))


def ends(made: Distribution) -> list[int | None]:
    """Where the bins end."""
    return [one.to_seconds for one in made.bins]


def filled(made: Distribution) -> list[tuple[int, int | None, int, int]]:
    """The bins in which there is something."""
    return [(one.from_seconds, one.to_seconds, one.ended, one.open) for one in made.bins if one.ended or one.open]


def up_to(made: Distribution, seconds: int) -> tuple[int, int]:
    """How many calls ended in the bins up to there, and how many are open in them."""
    below = [one for one in made.bins if one.to_seconds is not None and one.to_seconds <= seconds]
    return sum(one.ended for one in below), sum(one.open for one in below)


def test_an_answer_is_spread_over_seconds_and_a_visit_over_minutes() -> None:
    """Without a gap, from nothing to no end."""
    answer, travel = distribution(recorded(), Span.ANSWER), distribution(recorded(), Span.TRAVEL)

    assert ends(answer) == [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, None]
    assert ends(travel) == [120, 240, 360, 480, 600, 720, 900, 1200, 1800, 2700, 3600, 5400, 7200, None]
    assert [one.from_seconds for one in answer.bins] == [0, *ends(answer)[:-1]]


@pytest.mark.parametrize(
    ("tenths", "place"),
    [
        (0, (0, 5)),
        (50, (0, 5)),
        (51, (5, 10)),
        (600, (45, 60)),
        (610, (60, 90)),
        (6000, (300, 600)),
        (6010, (600, None)),
    ],
)
def test_who_kept_a_limit_is_below_it(tenths: int, place: tuple[int, int | None]) -> None:
    """Sixty seconds are inside the minute, a moment more is outside."""
    assert filled(distribution(recorded(took(tenths)), Span.ANSWER)) == [(*place, 1, 0)]


def test_an_open_call_stands_at_its_age_and_one_without_a_human_nowhere() -> None:
    """The first may still be answered; for the second it is too late, and both are among the n."""
    made = distribution(recorded(took(70, calls=3), lasts(80), never()), Span.ANSWER)

    assert filled(made) == [(5, 10, 3, 1)]
    assert (made.n, made.open, made.never) == (5, 1, 1)


def test_calls_without_such_a_span_are_told_beside_those_that_count_nowhere() -> None:
    """How many, and why."""
    counts = (Count(None, None, 3, 0, 0), Count(None, Reason.TEST, 2, 0, 0))
    spans = (took(70, span=Span.TRAVEL), without(Reason.NOT_ACCEPTED, span=Span.TRAVEL, calls=2))

    made = distribution(recorded(*spans, counts=counts), Span.TRAVEL)

    assert (made.n, made.excluded) == (1, (Excluded(Reason.TEST, 2), Excluded(Reason.NOT_ACCEPTED, 2)))


def test_a_target_of_the_policy_is_the_end_of_a_bin() -> None:
    """Whatever it is; and only the spans that something is promised of have targets."""
    of_answers = distribution(recorded(took(250), took(251), policy=ODD), Span.ANSWER)
    of_travel = distribution(recorded(policy=ODD), Span.TRAVEL)

    assert filled(of_answers) == [(20, 25, 1, 0), (25, 30, 1, 0)]
    assert (of_answers.targets, of_travel.targets) == (ODD.targets.answer, ())


@settings(max_examples=80)
@given(
    st.lists(
        st.builds(
            Tally,
            st.none(),
            st.just(Span.ANSWER),
            st.just(True),
            st.sampled_from([*Fate, Reason.NEGATIVE]),
            st.integers(0, 20_000),
            st.integers(1, 9),
        ),
        max_size=12,
    )
)
def test_the_bins_up_to_a_target_are_the_calls_that_met_it(tallies: list[Tally]) -> None:
    """And the open ones in them are those that may still meet it."""
    counted = recorded(*tallies)
    made, answer = distribution(counted, Span.ANSWER), report(counted, By.STATION).total.answer
    promised = report(counted, By.STATION).total.attainment.answer

    assert [up_to(made, target.within_seconds) for target in promised] == [
        (target.met, target.undecided) for target in promised
    ]
    assert sum(one.ended + one.open for one in made.bins) + made.never == made.n == answer.n


@pytest.mark.parametrize("span", [Span.ANSWER, Span.TRAVEL, Span.RESPONSE, Span.RESOLUTION])
def test_a_distribution_of_no_calls_is_empty_not_an_error(span: TimedSpan) -> None:
    """Every bin is there, so that charts of two periods can be laid side by side."""
    made = distribution(recorded(), span)

    assert (made.n, made.open, made.never, filled(made)) == (0, 0, 0, [])
