"""The tables held against the facts: every projection must be what the facts say, no row more and none less."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.call import Call, Offer
from callcenter.domain.due import next_due
from callcenter.domain.evolution import evolve
from callcenter.domain.policy import Policy
from callcenter.storage.batch import AGAIN
from callcenter.storage.findings import Findings
from callcenter.storage.ledger import FEED
from callcenter.storage.projections import CALL_COLUMNS
from callcenter.storage.replaying import Reign, Standing, Told

PAGE = 500
BEFORE_ALL = UUID(int=0)
LONGEST_TRANSACTION = timedelta(minutes=1)

OFFER_COLUMNS = ("caregiver", "wave", "state", "made_at", "expires_at", "delivered_at", "ended_at")

READ_CALLS = "SELECT * FROM calls WHERE id > $1 ORDER BY id LIMIT $2"
READ_FACTS = (
    "SELECT call, seq, body::text AS body FROM facts WHERE feed = $2 AND call = ANY($1::uuid[]) "
    "ORDER BY call, version, seq"
)
READ_OFFERS = "SELECT * FROM offers WHERE call = ANY($1::uuid[])"

FACTS_WITHOUT_CALL = """
SELECT call, min(seq) AS first FROM facts
WHERE feed = $1 AND call IS NOT NULL AND NOT EXISTS (SELECT FROM calls WHERE id = facts.call) GROUP BY call
"""

TWICE_NUMBERED = "SELECT number FROM calls GROUP BY number HAVING count(*) > 1"

# As text: a fact that was tampered with need not hold a number where one belongs.
PRESSES = """
SELECT coalesce(s.unit, t.unit) AS unit, coalesce(s.boot, t.boot) AS boot, coalesce(s.n, t.n) AS n,
       t.facts, t.first, s.unit IS NOT NULL AS is_kept
FROM (SELECT unit, boot, n::text AS n, call FROM signals WHERE kind = 'press') s
FULL JOIN (
    SELECT body ->> 'unit' AS unit, body ->> 'boot' AS boot, body ->> 'n' AS n, count(*) AS facts, min(seq) AS first,
           min(call::text)::uuid AS call
    FROM facts WHERE feed = $1 AND kind IN ('call_raised', 'call_repeated') AND body ->> 'boot' IS NOT NULL
    GROUP BY 1, 2, 3
) t ON t.unit = s.unit AND t.boot = s.boot AND t.n = s.n
WHERE s.unit IS NULL OR t.unit IS NULL OR t.facts > 1 OR s.call IS DISTINCT FROM t.call
"""


async def compare_calls(connection: asyncpg.Connection, told: Told, findings: Findings) -> None:
    """Tell every call anew from its facts and hold its rows against that."""
    now = await connection.fetchval("SELECT clock_timestamp()")
    last = BEFORE_ALL
    while rows := await connection.fetch(READ_CALLS, last, PAGE):
        ids = [row["id"] for row in rows]
        facts = _by_call(await connection.fetch(READ_FACTS, ids, FEED))
        offers = _by_call(await connection.fetch(READ_OFFERS, ids))
        for row in rows:
            call, made = _told_anew(row["id"], facts[row["id"]], findings)
            if call is not None:
                _compare_call(row, call, facts[row["id"]][-1]["seq"], findings)
                _compare_offers(offers[row["id"]], made, call, findings)
                _check_due(row, call, _policies_around(told.reigns, call.updated_at), now, findings)
        last = ids[-1]
    for row in await connection.fetch(FACTS_WITHOUT_CALL, FEED):
        findings.differs(f"call {row['call']}", f"has facts, the first is {row['first']}, and no row")
    for row in await connection.fetch(TWICE_NUMBERED):
        findings.differs(f"call number {row['number']}", "was given twice")


def _by_call(rows: Iterable[asyncpg.Record]) -> defaultdict[UUID, list[asyncpg.Record]]:
    grouped: defaultdict[UUID, list[asyncpg.Record]] = defaultdict(list)
    for row in rows:
        grouped[row["call"]].append(row)
    return grouped


def _told_anew(
    call_id: UUID, rows: Sequence[asyncpg.Record], findings: Findings
) -> tuple[Call | None, dict[UUID, Offer]]:
    """The call by its facts, and every offer of it; a call itself remembers only the newest to each person."""
    call = None
    made: dict[UUID, Offer] = {}
    for row in rows:
        try:
            call = evolve(call, f.from_json(row["body"]))
        except (ValueError, AssertionError, msgspec.DecodeError):
            findings.differs(f"call {call_id}", f"fact {row['seq']} does not follow from the facts before it")
            return None, made
        made.update((offer.id, offer) for offer in call.offers)
    if call is None:
        findings.differs(f"call {call_id}", "has no facts")
    return call, made


def _compare_call(row: asyncpg.Record, call: Call, last_seq: int, findings: Findings) -> None:
    findings.calls += 1
    findings.open_calls += call.is_open
    about = f"call {row['id']}"
    for name in CALL_COLUMNS:
        if row[name] != getattr(call, name):
            findings.differs(about, f"column {name} is not what its facts say")
    if row["seq"] != last_seq:
        findings.differs(about, f"column seq is not its last fact, {last_seq}")
    try:
        kept = msgspec.json.decode(row["body"], type=Call)
    except msgspec.DecodeError:
        findings.differs(about, "its body cannot be read")
        return
    for name in Call.__struct_fields__:
        if getattr(kept, name) != getattr(call, name):
            findings.differs(about, f"{name} in its body is not what its facts say")


def _compare_offers(rows: Sequence[asyncpg.Record], told: dict[UUID, Offer], call: Call, findings: Findings) -> None:
    kept = {row["id"]: row for row in rows}
    findings.offers += len(told)
    for offer_id in kept.keys() - told.keys():
        findings.differs(f"offer {offer_id}", f"is in no fact of call {call.id}")
    for offer_id, offer in told.items():
        if offer_id not in kept:
            findings.differs(f"offer {offer_id}", f"of call {call.id} has no row")
            continue
        for name in OFFER_COLUMNS:
            if kept[offer_id][name] != getattr(offer, name):
                findings.differs(f"offer {offer_id}", f"column {name} is not what the facts of call {call.id} say")


def _policies_around(reigns: Sequence[Reign], moment: datetime) -> list[Policy]:
    """Every policy a transaction may have followed that last touched a call whose last fact is of this moment."""
    ends = [reign.since for reign in reigns[1:]] + [None]
    since = moment - LONGEST_TRANSACTION
    return [reign.policy for reign, end in zip(reigns, ends, strict=True) if end is None or end >= since]


def _check_due(row: asyncpg.Record, call: Call, policies: Sequence[Policy], now: datetime, findings: Findings) -> None:
    due_at, about = row["due_at"], f"call {row['id']}"
    if not call.is_open:
        if due_at is not None:
            findings.differs(about, "is closed and still due")
        return
    wanted = [next_due(call, policy) for policy in policies]
    if due_at is None:
        if call.accepted_by is None:
            findings.differs(about, "has neither an owner nor a due time")
        if all(moment is not None for moment in wanted):
            findings.differs(about, "will never be looked at again, and a rule wants to act")
        return
    # What a rule wanted in the past was looked at, and is looked at again a little later.
    latest = max((max(moment, now + AGAIN) if moment <= now else moment for moment in wanted if moment), default=due_at)
    if due_at > latest:
        findings.differs(about, "is due later than the rules want to act")


async def compare_presses(connection: asyncpg.Connection, findings: Findings) -> None:
    """Every press that was acknowledged is in exactly one fact, of the call it was told."""
    findings.presses = await connection.fetchval("SELECT count(*) FROM signals WHERE kind = 'press'")
    for row in await connection.fetch(PRESSES, FEED):
        about = f"press {row['unit']} {row['boot']} {row['n']}"
        if row["facts"] is None:
            findings.differs(about, "was acknowledged and is in no fact")
        elif not row["is_kept"]:
            findings.differs(about, f"is in fact {row['first']} and was never acknowledged")
        elif row["facts"] > 1:
            findings.differs(about, f"is in {row['facts']} facts, the first is {row['first']}")
        else:
            findings.differs(about, f"was told another call than that of fact {row['first']}")


async def compare_people(connection: asyncpg.Connection, told: Told, findings: Findings) -> None:
    """Who is on duty, since when, and whose phone is silent is what the facts say."""
    rows = await connection.fetch(
        "SELECT staff, is_on_duty, can_ring, is_planned, started_at, silent_since FROM duties"
    )
    findings.people = len(rows)
    for row in rows:
        standing = told.standings.get(row["staff"], Standing())
        for name in Standing.__struct_fields__:
            if row[name] != getattr(standing, name):
                findings.differs(f"person {row['staff']}", f"{name} is not what the facts say")
    for stranger in told.standings.keys() - {row["staff"] for row in rows}:
        findings.differs(f"person {stranger}", "is in shift facts and has no duty")


async def compare_units(connection: asyncpg.Connection, told: Told, findings: Findings) -> None:
    """Which units are silent or in trouble is what the unit facts say."""
    rows = await connection.fetch("SELECT id, silent_since, faults FROM units")
    findings.units = len(rows)
    for row in rows:
        if row["silent_since"] != told.silent_since.get(row["id"]):
            findings.differs(f"unit {row['id']}", "silent_since is not what its facts say")
        if set(row["faults"]) != told.faults.get(row["id"], set()):
            findings.differs(f"unit {row['id']}", "faults are not what its facts say")
    for stranger in (told.silent_since.keys() | told.faults.keys()) - {row["id"] for row in rows}:
        findings.differs(f"unit {stranger}", "is in facts and not registered")


async def compare_policy(connection: asyncpg.Connection, told: Told, findings: Findings) -> None:
    """The newest policy is the one that the last `policy_changed` put into force."""
    newest = told.reigns[-1].policy
    row = await connection.fetchrow("SELECT version, document FROM policies ORDER BY version DESC LIMIT 1")
    if row is None:
        if newest.version:
            findings.differs(f"policy {newest.version}", "is in the facts and not in the table")
        return
    try:
        kept = replace(msgspec.json.decode(row["document"], type=Policy), version=row["version"])
    except msgspec.DecodeError:
        findings.differs(f"policy {row['version']}", "cannot be read")
        return
    if kept != newest:
        findings.differs(f"policy {row['version']}", f"is not the one of the facts, version {newest.version}")
