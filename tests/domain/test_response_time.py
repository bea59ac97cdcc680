"""The report of response times: every call is accounted for, and no figure looks better than the calls were."""

from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.domain.policy import Policy
from callcenter.domain.report import By, Excluded, Group, Reason, Report, Span, SpanFigures
from callcenter.domain.response_time import report
from callcenter.domain.statistics import Verdict
from callcenter.domain.tally import Count, Fate, Tally
from tests.domain.counted import lasts, never, recorded, took, without

SIX_MINUTES, TEN_MINUTES = 3600, 6000


def of_calls(*tallies: Tally, counts: tuple[Count, ...] = (), by: By = By.STATION) -> Report:
    """The report on these tallies."""
    return report(recorded(*tallies, counts=counts), by)


def test_waiting_is_printed_in_seconds_with_the_number_of_calls() -> None:
    """Tenths of a second come in, seconds come out."""
    answer = of_calls(took(75, calls=3), took(421)).total.answer

    assert (answer.n, answer.open, answer.p50.value, answer.p99.value) == (4, 0, 7.5, 42.1)


def test_a_call_still_open_counts_at_its_age() -> None:
    """Leaving it out would report one quick call; it is one of two."""
    answer = of_calls(took(50), lasts(6000)).total.answer

    assert (answer.n, answer.open, answer.p50.value, answer.p90.value) == (2, 1, 5.0, None)


def test_an_open_call_past_the_limit_has_missed_it_and_a_young_one_is_undecided() -> None:
    """61 s have missed the minute; 59 s may still keep it."""
    minute, three_minutes = of_calls(lasts(610), lasts(590)).total.attainment.answer

    assert (minute.met, minute.missed, minute.undecided) == (0, 1, 1)
    assert (three_minutes.met, three_minutes.missed, three_minutes.undecided) == (0, 0, 2)


def test_exactly_a_minute_keeps_the_minute() -> None:
    """The limit belongs to those who kept it; a tenth more does not."""
    minute = of_calls(took(600), took(610)).total.attainment.answer[0]

    assert (minute.within_seconds, minute.met, minute.missed, minute.share) == (60, 1, 1, 0.5)


def test_a_call_closed_without_any_human_missed_every_answer_target() -> None:
    """It is not excluded and not undecided, however young it was."""
    answered = of_calls(never()).total.attainment.answer

    assert [(target.met, target.missed, target.undecided) for target in answered] == [(0, 1, 0), (0, 1, 0)]


def test_arrival_is_judged_for_emergencies_alone_and_says_how_many_calls_that_leaves_out() -> None:
    """Two other calls have a response time and no arrival target."""
    total = of_calls(
        took(SIX_MINUTES, span=Span.RESPONSE), took(TEN_MINUTES, span=Span.RESPONSE, calls=2, emergency=False)
    ).total

    assert total.response.n == 3
    assert total.attainment.arrival[0].n == 1
    assert total.attainment.arrival[0].excluded == (Excluded(Reason.NOT_EMERGENCY, 2),)


def test_a_call_settled_by_telephone_is_counted_as_left_out_of_the_arrivals() -> None:
    """Nobody went, so there is no minute to report; that is said, not hidden."""
    total = of_calls(
        took(SIX_MINUTES, span=Span.RESPONSE),
        without(Reason.RESOLVED_WITHOUT_VISIT, span=Span.RESPONSE, calls=4),
    ).total

    assert (total.response.n, total.response.excluded) == (1, (Excluded(Reason.RESOLVED_WITHOUT_VISIT, 4),))
    assert total.attainment.arrival[0].excluded == (Excluded(Reason.RESOLVED_WITHOUT_VISIT, 4),)


def test_one_stations_perfect_month_is_too_few_to_tell() -> None:
    """118 calls without a miss cannot prove 97.5 %, 119 can."""
    few, enough = (of_calls(took(75, calls=calls)).total.attainment.answer[0] for calls in (118, 119))

    assert (few.share, few.reached, few.verdict) == (1.0, True, Verdict.TOO_FEW_TO_TELL)
    assert enough.verdict is Verdict.MET


def test_technical_and_test_calls_are_left_out_and_listed() -> None:
    """They count in no figure, and nobody has to guess how many they were."""
    counts = (
        Count("S1", None, 5, 2, 1),
        Count("S1", Reason.TECHNICAL, 7, 7, 0),
        Count("S2", Reason.TEST, 2, 0, 0),
    )

    made = of_calls(counts=counts)

    assert (made.total.n, made.total.open, made.total.breaches) == (5, 2, 1)
    assert made.excluded == made.total.excluded == (Excluded(Reason.TECHNICAL, 7), Excluded(Reason.TEST, 2))
    assert [(row.key, row.n, row.excluded) for row in made.rows] == [
        ("S1", 5, (Excluded(Reason.TECHNICAL, 7),)),
        ("S2", 0, (Excluded(Reason.TEST, 2),)),
    ]


def test_a_period_without_calls_gives_an_empty_report_not_an_error() -> None:
    """No calls prove nothing, and no percentile is invented."""
    made = of_calls()

    assert (made.rows, made.total.n, made.total.answer.p50.value) == ((), 0, None)
    assert made.total.attainment.answer[0].share is None
    assert made.total.attainment.answer[0].verdict is Verdict.TOO_FEW_TO_TELL


def test_rows_carry_names_and_the_nameless_row_comes_last() -> None:
    """A call that belongs to no station is a row of its own."""
    made = of_calls(took(10, key=None), took(20, key="S2"), took(30, key="S1"))

    assert [(row.key, row.name) for row in made.rows] == [("S1", "小桥"), ("S2", "马坊东"), (None, "no station")]


def test_kinds_come_most_urgent_first() -> None:
    """Not by the alphabet."""
    made = of_calls(took(1, key="assistance"), took(1, key="welfare"), took(1, key="emergency"), by=By.KIND)

    assert [row.key for row in made.rows] == ["emergency", "assistance", "welfare"]


def test_hours_weekdays_and_days_are_named_for_people() -> None:
    """Monday is 1; the last hour of the day ends at 24:00."""
    hours = of_calls(took(1, key="23"), took(1, key="04"), by=By.HOUR)
    week = of_calls(took(1, key="7"), took(1, key="1"), by=By.WEEKDAY)
    days = of_calls(took(1, key="2026-11-10"), took(1, key="2026-11-09"), by=By.DAY)

    assert [row.name for row in hours.rows] == ["04:00–05:00", "23:00–24:00"]
    assert [row.name for row in week.rows] == ["Monday", "Sunday"]
    assert [row.name for row in days.rows] == ["2026-11-09", "2026-11-10"]


def test_the_report_says_which_policy_it_holds_the_calls_against() -> None:
    """Version and targets are the policy's in force."""
    made = of_calls()

    assert (made.policy_version, made.targets) == (3, Policy().targets)
    assert set(made.definitions) == set(Span)


TALLIES = st.builds(
    Tally,
    st.sampled_from(["S1", "S2", None]),
    st.sampled_from(Span),
    st.booleans(),
    st.sampled_from([*Fate, Reason.REASSIGNED, Reason.NEGATIVE]),
    st.integers(0, 100_000),
    st.integers(1, 9),
)


def accounted(group: Group, span: Span) -> int:
    """The calls that a span's figures count or list as left out."""
    figures: SpanFigures = getattr(group, span)
    return figures.n + sum(left.calls for left in figures.excluded)


@settings(max_examples=60)
@given(st.lists(TALLIES, max_size=12), st.sampled_from(Span))
def test_no_call_disappears_between_the_tables_and_the_report(tallies: list[Tally], span: Span) -> None:
    """Counted or left out with a reason: in the total, and in the rows together."""
    made = of_calls(*tallies)

    told = sum(tally.calls for tally in tallies if tally.span is span)
    assert accounted(made.total, span) == told
    assert sum(accounted(row, span) for row in made.rows) == told


@settings(max_examples=60)
@given(st.lists(TALLIES, max_size=12))
def test_every_response_is_judged_or_listed_among_the_arrivals_left_out(tallies: list[Tally]) -> None:
    """Met, missed, undecided and excluded add up to every call."""
    made = of_calls(*tallies)

    told = sum(tally.calls for tally in tallies if tally.span is Span.RESPONSE)
    arrival = made.total.attainment.arrival[0]
    assert arrival.met + arrival.missed + arrival.undecided == arrival.n
    assert arrival.n + sum(left.calls for left in arrival.excluded) == told
