"""Which calls owe an explanation, by what the tables and the facts say of them."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec

from callcenter.domain import commands as c
from callcenter.domain.breaches import Breach, BreachReason
from callcenter.domain.policy import Policy, Targets
from callcenter.domain.report import EVERYTHING, Filters, Question
from callcenter.flow import reporting
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.storage.asking import ask, asks, orders, press_at, starts
from tests.storage.morning import HASTE
from tests.written_calls import RECEIVED, Written, write

ANSWER, ARRIVAL = BreachReason.ANSWER_OVER_TARGET, BreachReason.ARRIVAL_OVER_TARGET


async def november(database: Database, *, filters: Filters = EVERYTHING) -> list[Breach]:
    """November's breaches, the newest first."""
    question = Question(since="2026-11-01", until="2026-12-01", filters=filters)
    return list((await reporting.breaches(database, question, cursor=None, limit=200)).breaches)


async def test_an_answer_is_over_target_beyond_the_largest_of_them(district: Database) -> None:
    """180 s keep the last answer target, a moment more does not."""
    await write(
        district,
        Written(kind="assistance", first_human_at=180, resolved_at=200),
        Written(kind="assistance", first_human_at=180.000001, resolved_at=200, station="S2"),
    )

    found = await november(district)

    assert [(one.station, one.answer_seconds, one.reasons) for one in found] == [("S2", 181, (ANSWER,))]


async def test_an_emergency_is_over_target_when_help_came_after_the_circle_of_minutes(district: Database) -> None:
    """900 s are inside, a moment more is not; and for other calls there is no such promise."""
    await write(
        district,
        Written(first_human_at=1, first_arrived_at=900, resolved_at=999),
        Written(first_human_at=1, first_arrived_at=900.1, resolved_at=999, station="S2"),
        Written(first_human_at=1, first_arrived_at=5000, resolved_at=5000, kind="assistance"),
    )

    found = await november(district)

    assert [(one.station, one.response_seconds, one.reasons) for one in found] == [("S2", 901, (ARRIVAL,))]


async def test_an_open_call_breaks_a_limit_as_soon_as_it_is_older(district: Database) -> None:
    """One waits for four minutes, one for two, one was answered at once and waits for its visit."""
    now = datetime.now(UTC)
    await write(
        district,
        Written(received_at=now - timedelta(seconds=240), station="S1"),
        Written(received_at=now - timedelta(seconds=120), station="S2"),
        Written(received_at=now - timedelta(seconds=1000), station="S3", first_human_at=2),
    )

    found = (await reporting.breaches(district, Question(), cursor=None, limit=10)).breaches

    assert [(one.station, one.answer_seconds, one.response_seconds, one.reasons) for one in found] == [
        ("S1", None, None, (ANSWER,)),
        ("S3", 2, None, (ARRIVAL,)),
    ]


async def test_a_call_closed_without_any_human_broke_the_promise_of_an_answer(district: Database) -> None:
    """However quickly it was closed. That nobody went there is no late arrival."""
    await write(district, Written(resolved_at=10, outcome="helped"))

    assert [one.reasons for one in await november(district)] == [(ANSWER,)]


async def test_technical_calls_and_tests_break_no_promise(district: Database) -> None:
    """They count in no report, so they stand in no list."""
    await write(
        district,
        Written(kind="technical", breach=True),
        Written(first_human_at=500, resolved_at=600, outcome="test", breach=True),
    )

    assert await november(district) == []


async def test_a_policy_without_targets_leaves_what_was_marked_at_the_time(district: Database) -> None:
    """Nothing was promised but the limit that marked the call."""
    written = msgspec.json.encode(Policy(targets=Targets(answer=(), arrival=()))).decode()
    async with district.transaction() as connection:
        await connection.execute("INSERT INTO policies (version, document, made_by) VALUES (7, $1, 'A1')", written)
    await write(
        district,
        Written(first_human_at=9000, resolved_at=9999),
        Written(resolved_at=9999, station="S2"),
        Written(first_human_at=9000, resolved_at=9999, station="S3", breach=True),
    )

    found = await november(district)

    assert [(one.station, one.reasons) for one in found] == [("S3", (BreachReason.UNANSWERED,))]


async def test_lateness_is_listed_after_the_call_has_gone_to_somebody_else(
    committer: Committer, district: Database
) -> None:
    """C101 accepts and does not set out; a dispatcher sends C102, and the call itself is late no more."""
    await ask(committer, orders(HASTE))
    await ask(committer, starts("C101"))
    call = await press_at(committer, "U101")
    await committer.knock()
    await ask(committer, asks("C101", call, c.Accept))
    await asyncio.sleep(1.05)
    await committer.knock()
    await ask(committer, starts("C102"))
    await ask(committer, asks("D1", call, c.Assign, caregiver="C102"))

    found = (await reporting.breaches(district, Question(), cursor=None, limit=10)).breaches

    assert [(one.call, one.caregiver, one.caregiver_name, one.station_name, one.reasons) for one in found] == [
        (call, "C102", "甲C102", "毛胜寺", (BreachReason.LATE_DEPARTURE,))
    ]


async def test_pages_follow_each_other_without_a_gap_or_a_repetition(district: Database) -> None:
    """Also where calls came in at the same moment; the total is that of all pages."""
    moments = [RECEIVED, RECEIVED, RECEIVED, RECEIVED + timedelta(seconds=1), RECEIVED - timedelta(days=1)]
    await write(district, *(Written(received_at=at, first_human_at=999, resolved_at=999) for at in moments))
    question = Question(since="2026-11-01", until="2026-12-01")

    first = await reporting.breaches(district, question, cursor=None, limit=2)
    second = await reporting.breaches(district, question, cursor=first.next, limit=2)
    third = await reporting.breaches(district, question, cursor=second.next, limit=2)

    pages = (first, second, third)
    assert [(page.total, len(page.breaches)) for page in pages] == [(5, 2), (5, 2), (5, 1)]
    assert [one.call for page in pages for one in page.breaches] == [one.call for one in await november(district)]
    assert third.next is None


async def test_a_last_page_that_is_full_says_that_it_is_the_last(district: Database) -> None:
    """Nobody turns to an empty page."""
    await write(district, *(Written(first_human_at=999, resolved_at=999) for _ in range(2)))

    page = await reporting.breaches(district, Question(since="2026-11-01", until="2026-12-01"), cursor=None, limit=2)

    assert (len(page.breaches), page.next) == (2, None)
