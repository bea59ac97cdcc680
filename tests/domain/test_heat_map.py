"""The heat map: an hour shows what its calls prove, and an hour without calls shows nothing."""

from callcenter.domain.heat_map import HeatCell, heat_map
from callcenter.domain.policy import Policy, Target, Targets
from callcenter.domain.report import Excluded, Reason, Span
from callcenter.domain.tally import Count
from tests.domain.counted import lasts, never, recorded, took, without


def figures(cell: HeatCell) -> tuple[int, int, float | None, float | None]:
    """A cell's n, how many of them are open, and its two percentiles."""
    return cell.n, cell.open, cell.answer_p50.value, cell.answer_p90.value


def test_hours_come_in_the_order_of_the_week() -> None:
    """Monday is 1, and 09:00 comes before 10:00."""
    made = heat_map(recorded(took(10, key="7 00"), took(10, key="1 10"), took(10, key="1 09")))

    assert [(cell.weekday, cell.hour) for cell in made.cells] == [(1, 9), (1, 10), (7, 0)]


def test_a_cell_counts_open_calls_at_their_age() -> None:
    """One was answered in 5 s, one waits for ten minutes: the slower half is not known, and not forgotten."""
    (cell,) = heat_map(recorded(took(50, key="1 09"), lasts(6000, key="1 09"))).cells

    assert figures(cell) == (2, 1, 5.0, None)


def test_a_cell_holds_its_calls_against_the_first_answer_target() -> None:
    """A minute: one kept it, two missed it, one of them for good, and one may still keep it."""
    calls = (took(600, key="1 09"), took(610, key="1 09"), never(key="1 09"), lasts(590, key="1 09"))

    within = heat_map(recorded(*calls)).cells[0].within

    assert within is not None
    assert (within.within_seconds, within.met, within.missed, within.undecided) == (60, 1, 2, 1)
    assert within.share == 1 / 3
    assert (round(within.low, 3), round(within.high, 3)) == (0.061, 0.792)


def test_another_policy_is_another_target() -> None:
    """And where nothing is promised, nothing is held against it."""
    hurried = Policy(targets=Targets(answer=(Target(within_seconds=30, share=0.9),)))
    modest = Policy(targets=Targets(answer=()))

    found = [heat_map(recorded(took(400, key="1 09"), policy=policy)).cells[0].within for policy in (hurried, modest)]

    assert [within and (within.within_seconds, within.missed) for within in found] == [(30, 1), None]


def test_calls_left_out_are_told_and_make_no_cell() -> None:
    """A technical call, and an answer that seems to have come before its call."""
    counts = (Count("2 03", Reason.TECHNICAL, 4, 0, 0), Count("1 09", None, 2, 0, 0))
    spans = (took(50, key="1 09"), without(Reason.NEGATIVE, span=Span.ANSWER, key="1 10"))

    made = heat_map(recorded(*spans, counts=counts))

    assert [(cell.weekday, cell.hour, cell.n) for cell in made.cells] == [(1, 9, 1)]
    assert (made.n, made.excluded) == (1, (Excluded(Reason.TECHNICAL, 4), Excluded(Reason.NEGATIVE, 1)))
