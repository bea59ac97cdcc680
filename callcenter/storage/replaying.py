"""The feed read from its first fact to its last: numbers, links, columns, and what the facts add up to.

Only what people, units and policies have come to is kept, so the memory needed does not grow with the feed.
"""

from collections.abc import Callable
from datetime import datetime

import asyncpg
import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.ids import Fault, StaffId, UnitId
from callcenter.domain.policy import Policy
from callcenter.storage.findings import Findings
from callcenter.storage.ledger import FEED, link

Progress = Callable[[int, int], None]

PAGE = 2_000
FIRST_LINK = bytes(32)

READ_HEAD = "SELECT seq, hash, day, last_number FROM feed_heads WHERE feed = $1"

READ_PAGE = """
SELECT seq, at, kind, call, version, station, body::text AS body, hash FROM facts
WHERE feed = $1 AND seq > $2 ORDER BY seq LIMIT $3
"""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A person's duty as the facts about shifts and phones tell it; without any fact a person is off duty."""

    is_on_duty: bool = False
    can_ring: bool = False
    is_planned: bool = False
    started_at: datetime | None = None
    silent_since: datetime | None = None


class Reign(msgspec.Struct, frozen=True):
    """A policy and when it came into force; None for the one that comes with the program."""

    policy: Policy
    since: datetime | None = None


class Told:
    """What the facts about people, units and policies add up to."""

    def __init__(self) -> None:
        self.standings: dict[StaffId, Standing] = {}
        self.silent_since: dict[UnitId, datetime] = {}
        self.faults: dict[UnitId, set[Fault]] = {}
        self.reigns = [Reign(Policy())]
        self.last_number = ""

    def hear(self, fact: f.Fact) -> None:
        """Take one more fact; raises `msgspec.ValidationError` for a policy that is none."""
        match fact.body:
            case f.CallRaised(number=number):
                self.last_number = number
            case f.PolicyChanged(document=document):
                self.reigns.append(Reign(msgspec.convert(document, Policy), fact.stamp.at))
            case f.ShiftStarted() | f.ShiftChanged() | f.ShiftEnded() | f.PhoneSilent() | f.PhoneRestored():
                self._hear_of_person(fact.body, fact.stamp.at)
            case f.UnitSilent() | f.UnitRestored() | f.UnitFault() | f.UnitFaultCleared():
                self._hear_of_unit(fact.body, fact.stamp.at)
            case _:
                pass

    def _hear_of_person(self, body: f.DutyBody, at: datetime) -> None:
        match body:
            case f.ShiftStarted(caregiver=who, can_ring=can_ring, planned=planned):
                self.standings[who] = Standing(is_on_duty=True, can_ring=can_ring, is_planned=planned, started_at=at)
            case f.ShiftChanged(caregiver=who, can_ring=can_ring):
                self.standings[who] = replace(self.standings.get(who, Standing()), can_ring=can_ring)
            case f.ShiftEnded(caregiver=who):
                self.standings[who] = Standing()
            case f.PhoneSilent(caregiver=who):
                self.standings[who] = replace(self.standings.get(who, Standing()), silent_since=at)
            case f.PhoneRestored(caregiver=who):
                self.standings[who] = replace(self.standings.get(who, Standing()), silent_since=None)

    def _hear_of_unit(
        self, body: f.UnitSilent | f.UnitRestored | f.UnitFault | f.UnitFaultCleared, at: datetime
    ) -> None:
        match body:
            case f.UnitSilent(unit=unit):
                self.silent_since[unit] = at
            case f.UnitRestored(unit=unit):
                self.silent_since.pop(unit, None)
            case f.UnitFault(unit=unit, fault=fault):
                self.faults.setdefault(unit, set()).add(fault)
            case f.UnitFaultCleared(unit=unit, fault=fault):
                self.faults.setdefault(unit, set()).discard(fault)


async def replay(connection: asyncpg.Connection, findings: Findings, progress: Progress | None) -> Told:
    """Read every fact in order, check each against the one before it, and tell what they add up to."""
    told = Told()
    head = await connection.fetchrow(READ_HEAD, FEED)
    if head is None:
        findings.differs("feed head", "is missing")
        return told
    seq, chain = 0, FIRST_LINK
    while rows := await connection.fetch(READ_PAGE, FEED, seq, PAGE):
        for row in rows:
            _check_link(row, seq, chain, findings)
            _hear(row, told, findings)
            seq, chain = row["seq"], row["hash"]
        findings.facts += len(rows)
        if progress is not None:
            progress(seq, head["seq"])
    _check_head(head, seq, chain, told, findings)
    return told


def _check_link(row: asyncpg.Record, before: int, chain: bytes, findings: Findings) -> None:
    seq = row["seq"]
    if seq == before + 2:
        findings.differs(f"fact {before + 1}", "is missing")
    elif seq != before + 1:
        findings.differs(f"facts {before + 1} to {seq - 1}", "are missing")
    elif row["hash"] != link(chain, seq, row["body"].encode()):
        findings.differs(f"fact {seq}", "its text and the fact before do not give its hash")


def _hear(row: asyncpg.Record, told: Told, findings: Findings) -> None:
    about = f"fact {row['seq']}"
    try:
        fact = f.from_json(row["body"])
        told.hear(fact)
    except msgspec.DecodeError:
        findings.differs(about, "cannot be read")
        return
    stamp = fact.stamp
    columns = {
        "kind": f.kind_of(fact.body),
        "call": stamp.call,
        "version": stamp.version,
        "station": stamp.station,
        "at": stamp.at,
    }
    for name, value in columns.items():
        if row[name] != value:
            findings.differs(about, f"column {name} is not what its text says")


def _check_head(head: asyncpg.Record, seq: int, chain: bytes, told: Told, findings: Findings) -> None:
    if head["seq"] > seq:
        findings.differs(f"facts {seq + 1} to {head['seq']}", "are missing at the end")
    elif head["seq"] < seq:
        findings.differs("feed head", f"stands at {head['seq']}, behind fact {seq}")
    elif head["hash"] != chain:
        findings.differs("feed head", f"its hash is not that of fact {seq}")
    day, _, number = told.last_number.rpartition("-")
    if day == head["day"] and number.isdecimal() and int(number) != head["last_number"]:
        findings.differs("feed head", f"its last call number is not that of call {told.last_number}")
