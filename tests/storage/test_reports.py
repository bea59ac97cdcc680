"""What the calls table says about response times: which moments are compared, and why a call has none."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from callcenter.domain.errors import Malformed
from callcenter.domain.policy import Policy, Target, Targets
from callcenter.domain.report import By, Question, Reason, Span
from callcenter.domain.tally import Count, Fate, Recorded
from callcenter.storage import reports
from callcenter.storage.database import Database
from tests.written_calls import Written, write


async def november(database: Database, *, by: By = By.STATION) -> Recorded:
    """November's calls, as the reports read them."""
    return await reports.recorded(database, Question(since="2026-11-01", until="2026-12-01"), by=by)


def spans(recorded: Recorded, span: Span) -> Counter[tuple[Fate | Reason, int]]:
    """How often each fate and duration of a span occurs."""
    found: Counter[tuple[Fate | Reason, int]] = Counter()
    for tally in recorded.tallies:
        if tally.span is span:
            found[tally.fate, tally.tenths] += tally.calls
    return found


async def test_each_span_runs_between_its_own_two_moments(district: Database) -> None:
    """Pressed 2 s before receipt, answered at 10 s, accepted at 20 s, there at 50 s, done at 100 s."""
    await write(
        district,
        Written(
            pressed_at=-2, first_human_at=10, accepted_at=20, first_arrived_at=50, resolved_at=100, outcome="helped"
        ),
    )

    recorded = await november(district)

    assert {tally.span: (tally.fate, tally.tenths) for tally in recorded.tallies} == {
        Span.ALARM_DELAY: (Fate.ENDED, 20),
        Span.ANSWER: (Fate.ENDED, 100),
        Span.TRAVEL: (Fate.ENDED, 300),
        Span.RESPONSE: (Fate.ENDED, 500),
        Span.RESOLUTION: (Fate.ENDED, 1000),
    }


async def test_durations_are_rounded_up_never_down(district: Database) -> None:
    """To the tenth below a minute, to the second above: a microsecond past the minute has missed it."""
    seconds = (0, 0.3, 7.41, 59.999999, 60, 60.000001, 179.2)
    await write(district, *(Written(first_human_at=at, resolved_at=200) for at in seconds))

    found = spans(await november(district), Span.ANSWER)

    assert sorted(tenths for _, tenths in found.elements()) == [0, 3, 75, 600, 600, 610, 1800]


async def test_calls_that_took_equally_long_travel_as_one_row(district: Database) -> None:
    """A million calls must not become a million rows."""
    await write(district, *(Written(first_human_at=10, resolved_at=100) for _ in range(5)))

    answers = [tally for tally in (await november(district)).tallies if tally.span is Span.ANSWER]

    assert [(tally.tenths, tally.calls) for tally in answers] == [(100, 5)]


async def test_an_open_call_counts_at_its_age_by_the_databases_clock(district: Database) -> None:
    """Nobody has answered, so the wait is at least as long as the call is old, in whole seconds."""
    async with district.reading() as connection:
        received_at = await connection.fetchval("SELECT now() - interval '100.7 seconds'")
    await write(district, Written(received_at=received_at))

    recorded = await reports.recorded(district, Question(), by=By.STATION)

    age = int((recorded.asked.generated_at - received_at).total_seconds()) * 10
    assert age >= 1000
    assert spans(recorded, Span.ANSWER) == {(Fate.OPEN, age): 1}
    assert spans(recorded, Span.RESPONSE) == {(Fate.OPEN, age): 1}
    assert spans(recorded, Span.RESOLUTION) == {(Fate.OPEN, age): 1}


async def test_a_call_that_is_years_old_and_open_still_fits(district: Database) -> None:
    """An age in tenths of a second outgrows a small integer after seven years."""
    await write(district, Written(received_at=datetime(1990, 1, 1, tzinfo=UTC)))

    recorded = await reports.recorded(district, Question(since="1989-01-01", until="2026-01-01"), by=By.STATION)

    assert next(tally.tenths for tally in recorded.tallies if tally.span is Span.ANSWER) > 2**31


async def test_a_call_settled_by_telephone_has_no_response_time(district: Database) -> None:
    """It is no open wait either: it leaves with its reason, and its answer counts."""
    await write(district, Written(first_human_at=10, resolved_at=100, outcome="false_alarm"))

    recorded = await november(district)

    assert spans(recorded, Span.RESPONSE) == {(Reason.RESOLVED_WITHOUT_VISIT, 0): 1}
    assert spans(recorded, Span.TRAVEL) == {(Reason.RESOLVED_WITHOUT_VISIT, 0): 1}
    assert spans(recorded, Span.ANSWER) == {(Fate.ENDED, 100): 1}


async def test_a_call_closed_without_any_human_was_never_answered(district: Database) -> None:
    """That should be impossible, and must not vanish if it happens."""
    await write(district, Written(resolved_at=100, outcome="helped"))

    assert spans(await november(district), Span.ANSWER) == {(Fate.NEVER, 0): 1}


async def test_travel_of_a_call_that_nobody_has_accepted_has_not_begun(district: Database) -> None:
    """A dispatcher has answered; nobody is on the way."""
    await write(district, Written(first_human_at=10))

    assert spans(await november(district), Span.TRAVEL) == {(Reason.NOT_ACCEPTED, 0): 1}


async def test_travel_is_not_measured_from_somebody_elses_acceptance(district: Database) -> None:
    """The first caregiver arrived at 50 s; the call was taken over at 80 s, or reopened and is nobody's."""
    await write(
        district,
        Written(first_human_at=20, accepted_at=80, first_arrived_at=50, resolved_at=100),
        Written(first_human_at=20, accepted_at=None, first_arrived_at=50),
    )

    recorded = await november(district)

    assert spans(recorded, Span.TRAVEL) == {(Reason.REASSIGNED, 0): 2}
    assert spans(recorded, Span.RESPONSE) == {(Fate.ENDED, 500): 2}


async def test_the_alarms_delay_needs_a_device_clock_that_can_be_believed(district: Database) -> None:
    """No clock, a suspect clock, and a clock that was ahead each leave with their reason."""
    await write(
        district,
        Written(resolved_at=9, pressed_at=None),
        Written(resolved_at=9, pressed_at=-4000, clock_suspect=True),
        Written(resolved_at=9, pressed_at=3),
        Written(resolved_at=9, pressed_at=-1.5),
    )

    assert spans(await november(district), Span.ALARM_DELAY) == {
        (Reason.NO_DEVICE_TIME, 0): 1,
        (Reason.DEVICE_CLOCK_SUSPECT, 0): 1,
        (Reason.NEGATIVE, 0): 1,
        (Fate.ENDED, 15): 1,
    }


async def test_a_clock_that_stepped_back_gives_no_duration(district: Database) -> None:
    """After a change of server an answer may seem to come before the call; it is not called quick."""
    await write(district, Written(first_human_at=-1, resolved_at=9))

    assert spans(await november(district), Span.ANSWER) == {(Reason.NEGATIVE, 0): 1}


async def test_technical_and_test_calls_are_counted_apart(district: Database) -> None:
    """They are nobody's wait; open ones and breaches are counted among the others."""
    await write(
        district,
        Written(kind="technical"),
        Written(resolved_at=9, outcome="test"),
        Written(kind="welfare", resolved_at=9, breach=True),
        Written(kind="assistance"),
    )

    recorded = await november(district)

    assert set(recorded.counts) == {
        Count("S1", None, 2, 1, 1),
        Count("S1", Reason.TECHNICAL, 1, 1, 0),
        Count("S1", Reason.TEST, 1, 0, 0),
    }
    assert spans(recorded, Span.RESOLUTION).total() == 2


async def test_a_period_takes_its_first_moment_and_leaves_its_last(district: Database) -> None:
    """Midnight at the end of November is December's."""
    midnight = datetime(2026, 10, 31, 16, tzinfo=UTC)
    ends = [midnight, midnight + timedelta(days=30)]
    just_outside = midnight - timedelta(microseconds=1)
    await write(district, *(Written(received_at=at, resolved_at=9) for at in (*ends, just_outside)))

    recorded = await november(district)

    assert [count.calls for count in recorded.counts] == [1]


@pytest.mark.parametrize(
    ("by", "key"),
    [
        (By.STATION, "S2"),
        (By.CAREGIVER, "C202"),
        (By.KIND, "welfare"),
        (By.HOUR, "23"),
        (By.WEEKDAY, "1"),
        (By.DAY, "2026-11-09"),
        (By.MONTH, "2026-11"),
    ],
)
async def test_a_call_stands_in_the_row_it_belongs_to(district: Database, by: By, key: str) -> None:
    """Half past three in the afternoon by UTC is half past eleven at night in Xining, a Monday."""
    await write(district, Written(kind="welfare", station="S2", accepted_by="C201", arrived_by="C202", resolved_at=9))

    recorded = await november(district, by=by)

    assert {count.key for count in recorded.counts} == {key}
    assert {tally.key for tally in recorded.tallies} == {key}


async def test_month_and_weekday_turn_at_the_districts_midnight(district: Database) -> None:
    """16:00 by UTC on the last of October, a Saturday, is Sunday and November in Xining."""
    await write(district, Written(received_at=datetime(2026, 10, 31, 16, tzinfo=UTC), resolved_at=9))

    months, days = await november(district, by=By.MONTH), await november(district, by=By.WEEKDAY)

    assert [count.key for count in months.counts] == ["2026-11"]
    assert [count.key for count in days.counts] == ["7"]


async def test_a_call_on_the_way_belongs_to_who_accepted_it_and_an_unclaimed_one_to_nobody(district: Database) -> None:
    """So that a caregiver's row shows open calls too."""
    await write(district, Written(accepted_by="C101", accepted_at=20, first_human_at=20), Written())

    recorded = await november(district, by=By.CAREGIVER)

    assert {count.key for count in recorded.counts} == {"C101", None}
    assert recorded.names["C101"] == "甲C101"


async def test_the_week_is_counted_by_weekday_and_hour_of_the_district(district: Database) -> None:
    """16:00 by UTC on a Saturday is midnight on Sunday in Xining; only answers are counted."""
    await write(district, Written(received_at=datetime(2026, 10, 31, 16, tzinfo=UTC), first_human_at=5))

    recorded = await reports.recorded_by_weekday_and_hour(district, Question(since="2026-11-01", until="2026-12-01"))

    assert [(tally.key, tally.span, tally.tenths) for tally in recorded.tallies] == [("7 00", Span.ANSWER, 50)]
    assert [count.key for count in recorded.counts] == ["7 00"]


async def test_the_report_follows_the_policy_in_force(district: Database) -> None:
    """The newest version's targets, or the defaults before anybody wrote one."""
    before = await november(district)
    policy = Policy(targets=Targets(answer=(Target(within_seconds=30, share=0.9),)))
    async with district.transaction() as connection:
        written = msgspec.json.encode(policy).decode()
        await connection.execute("INSERT INTO policies (version, document, made_by) VALUES (7, $1, 'A1')", written)

    after = await november(district)

    assert (before.asked.policy.version, before.asked.policy.targets) == (0, Targets())
    assert (after.asked.policy.version, after.asked.policy.targets) == (7, policy.targets)


async def test_a_period_upside_down_is_refused_before_anything_is_read(district: Database) -> None:
    """With the code that the door passes on."""
    with pytest.raises(Malformed) as refused:
        await reports.recorded(district, Question(since="2026-12-01", until="2026-11-01"), by=By.STATION)

    assert refused.value.code == "period_invalid"
