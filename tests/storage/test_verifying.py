"""The check of the whole memory: silent when all is well, and exact when anything was touched."""

import asyncio
from collections.abc import AsyncIterator
from typing import get_args

import asyncpg
import pytest

from callcenter.domain import commands as c
from callcenter.domain import facts
from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.findings import Difference, Findings
from tests.storage.asking import as_owner, ask, asks, count, press, starts
from tests.storage.morning import Morning

EVERY_KIND = {body.__struct_config__.tag for body in get_args(facts.Body)}


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The owner of the tables, who may do what the application may not."""
    async with as_owner(database) as connection:
        yield connection


@pytest.fixture
async def few_calls(committer: Committer, district: Database) -> Database:
    """A district with three calls that were offered, and some twenty facts."""
    for who in ("C101", "C102", "C201"):
        await ask(committer, starts(who))
    for unit in ("U101", "U102", "U201"):
        await ask(committer, press(unit))
    await committer.knock()
    return district


async def _abouts(database: Database) -> set[str]:
    return {difference.about for difference in (await verifying.verify(database)).differences}


async def test_after_a_morning_with_every_kind_of_fact_all_tables_agree(
    committer: Committer, district: Database
) -> None:
    """Whatever can happen in a day, the projections are exactly what the facts say."""
    async for _ in Morning(committer, district).steps():
        pass

    findings = await verifying.verify(district)

    assert findings.differences == []
    assert (findings.facts, findings.calls) == (await count(district, "SELECT count(*) FROM facts"), 8)
    async with district.reading() as connection:
        kinds = await connection.fetch("SELECT DISTINCT kind FROM facts")
    assert {row["kind"] for row in kinds} == EVERY_KIND


async def test_the_check_runs_beside_the_work(committer: Committer, few_calls: Database) -> None:
    """Presses that come while the check reads neither wait for it nor confuse it."""
    told: list[tuple[int, int]] = []
    presses = asyncio.gather(*(ask(committer, press("U103", n)) for n in range(1, 30)))

    findings = await verifying.verify(few_calls, progress=lambda done, of: told.append((done, of)))

    await presses
    assert findings.differences == []
    assert told[-1][0] == told[-1][1] == findings.facts


async def test_a_changed_byte_is_named_by_its_number(few_calls: Database, owner: asyncpg.Connection) -> None:
    """Rewriting history, even one letter of it, points at the very fact."""
    await owner.execute("UPDATE facts SET body = replace(body::text, 'C201', 'C202')::json WHERE seq = 3")

    assert await _abouts(few_calls) == {"fact 3", "person C201", "person C202"}


async def test_a_changed_byte_that_nothing_else_shows_is_named_too(
    few_calls: Database, owner: asyncpg.Connection
) -> None:
    """The hash covers what no table repeats."""
    await owner.execute("UPDATE facts SET body = (body::text || ' ')::json WHERE seq = 2")

    assert await _abouts(few_calls) == {"fact 2"}


async def test_a_column_that_disagrees_with_its_text_is_named(few_calls: Database, owner: asyncpg.Connection) -> None:
    """The columns that lists are made from say what the text says."""
    await owner.execute("UPDATE facts SET at = at - interval '1 minute' WHERE seq = 5")

    assert await _abouts(few_calls) == {"fact 5"}


async def test_a_deleted_fact_is_named_by_its_number(few_calls: Database, owner: asyncpg.Connection) -> None:
    """A hole in the feed is found, and with it the call that can no longer be told."""
    call = await owner.fetchval("DELETE FROM facts WHERE seq = 4 RETURNING call")

    findings = await verifying.verify(few_calls)

    assert Difference("fact 4", "is missing") in findings.differences
    assert {difference.about for difference in findings.differences} == {"fact 4", f"call {call}", "press U101 boot1 1"}


async def test_deleted_facts_at_the_end_are_missed(few_calls: Database, owner: asyncpg.Connection) -> None:
    """The head remembers how far the feed went."""
    head = await owner.fetchval("SELECT seq FROM feed_heads")
    await owner.execute("DELETE FROM facts WHERE seq > $1", head - 2)

    assert f"facts {head - 1} to {head}" in await _abouts(few_calls)


async def test_two_facts_that_changed_places_are_both_named(few_calls: Database, owner: asyncpg.Connection) -> None:
    """The order is part of what is sworn to."""
    await owner.execute("UPDATE facts SET seq = CASE seq WHEN 1 THEN -1 ELSE 1 END WHERE seq IN (1, 3)")
    await owner.execute("UPDATE facts SET seq = 3 WHERE seq = -1")

    assert {"fact 1", "fact 3"} <= await _abouts(few_calls)


async def test_a_forged_head_is_named(few_calls: Database, owner: asyncpg.Connection) -> None:
    """The end of the chain is checked as well as its links."""
    await owner.execute("UPDATE feed_heads SET hash = decode(repeat('ab', 32), 'hex')")

    assert await _abouts(few_calls) == {"feed head"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE calls SET state = 'accepted', accepted_by = 'C102' WHERE unit = 'U102' RETURNING id",
        "UPDATE calls SET received_at = received_at + interval '5 minutes' WHERE unit = 'U102' RETURNING id",
        "UPDATE calls SET body = jsonb_set(body, '{repeats}', '3') WHERE unit = 'U102' RETURNING id",
        "UPDATE calls SET due_at = due_at + interval '1 hour' WHERE unit = 'U102' RETURNING id",
        "UPDATE calls SET seq = seq - 1 WHERE unit = 'U102' RETURNING id",
        "UPDATE calls SET breach = true WHERE unit = 'U102' RETURNING id",
    ],
)
async def test_a_call_that_was_changed_by_hand_is_named(
    few_calls: Database, owner: asyncpg.Connection, change: str
) -> None:
    """No minute of a call can be made shorter in the table without showing."""
    call = await owner.fetchval(change)

    assert await _abouts(few_calls) == {f"call {call}"}


async def test_a_call_that_vanished_is_named(few_calls: Database, owner: asyncpg.Connection) -> None:
    """A call without its row still stands in the feed."""
    call = await owner.fetchval("SELECT id FROM calls WHERE unit = 'U201'")
    await owner.execute("DELETE FROM offers WHERE call = $1", call)
    await owner.execute("DELETE FROM calls WHERE id = $1", call)

    assert await _abouts(few_calls) == {f"call {call}"}


async def test_offers_that_were_touched_are_named(few_calls: Database, owner: asyncpg.Connection) -> None:
    """Who was asked, and when, is on record."""
    first, second = [row["id"] for row in await owner.fetch("SELECT id FROM offers ORDER BY id LIMIT 2")]
    await owner.execute("DELETE FROM offers WHERE id = $1", first)
    await owner.execute("UPDATE offers SET delivered_at = made_at WHERE id = $1", second)

    assert await _abouts(few_calls) == {f"offer {first}", f"offer {second}"}


async def test_an_offer_of_long_ago_is_still_watched(
    committer: Committer, few_calls: Database, owner: asyncpg.Connection
) -> None:
    """Asked, held, and asked again: the first asking stays on record as exactly as the last."""
    call = await owner.fetchval("SELECT id FROM calls WHERE unit = 'U201'")
    await ask(committer, asks("D1", call, c.Hold, seconds=1))
    await asyncio.sleep(1.1)
    await committer.knock()
    before = await _abouts(few_calls)
    offer = await owner.fetchval("SELECT id FROM offers WHERE call = $1 ORDER BY made_at LIMIT 1", call)
    await owner.execute("UPDATE offers SET wave = 4 WHERE id = $1", offer)

    assert before == set()
    assert await count(few_calls, "SELECT count(*) FROM offers WHERE call = $1", call) == 2
    assert await _abouts(few_calls) == {f"offer {offer}"}


async def test_a_press_that_was_dropped_from_the_signals_is_named(
    few_calls: Database, owner: asyncpg.Connection
) -> None:
    """Every press of the facts was acknowledged to its unit."""
    await owner.execute("DELETE FROM signals WHERE unit = 'U101'")

    assert await _abouts(few_calls) == {"press U101 boot1 1"}


async def test_a_press_that_was_acknowledged_and_is_in_no_fact_is_named(
    few_calls: Database, owner: asyncpg.Connection
) -> None:
    """What the whole centre exists for: nothing acknowledged disappears."""
    await owner.execute(
        "INSERT INTO signals (unit, boot, n, kind, received_at, answer) VALUES ('U103', 'b', 9, 'press', now(), '{}')"
    )

    assert await _abouts(few_calls) == {"press U103 b 9"}


async def test_people_units_and_policies_that_no_fact_explains_are_named(
    few_calls: Database, owner: asyncpg.Connection
) -> None:
    """Nobody is put on duty, no phone silenced and no unit declared well behind the feed's back."""
    await owner.execute("UPDATE duties SET started_at = started_at - interval '8 hours' WHERE staff = 'C101'")
    await owner.execute("UPDATE duties SET is_on_duty = true WHERE staff = 'C301'")
    await owner.execute("UPDATE duties SET silent_since = now() WHERE staff = 'C201'")
    await owner.execute("UPDATE units SET faults = '{tamper}' WHERE id = 'U301'")
    await owner.execute("UPDATE units SET silent_since = now() WHERE id = 'U302'")
    await owner.execute("INSERT INTO policies (version, document, made_by) VALUES (1, '{}', 'A1')")

    assert await _abouts(few_calls) == {
        "person C101",
        "person C201",
        "person C301",
        "unit U301",
        "unit U302",
        "policy 1",
    }


async def test_the_findings_read_like_a_report(few_calls: Database, owner: asyncpg.Connection) -> None:
    """Each difference has its line, and the last line is the verdict."""
    before = verifying.render(await verifying.verify(few_calls)).splitlines()
    await owner.execute("UPDATE duties SET is_on_duty = true WHERE staff = 'C301'")
    after = verifying.render(await verifying.verify(few_calls)).splitlines()

    assert before[-1] == "Everything is as the facts say."
    assert after[0] == "person C301: is_on_duty is not what the facts say"
    assert after[-1] == "Differences: 1."


def test_a_ruined_memory_does_not_fill_the_screen() -> None:
    """After a thousand differences the rest is only counted."""
    findings = Findings()
    for seq in range(1_500):
        findings.differs(f"fact {seq}", "is missing")

    assert verifying.render(findings).splitlines()[-3:-1][0] == "… and 500 more"
    assert verifying.render(findings).splitlines()[-1] == "Differences: 1500."
