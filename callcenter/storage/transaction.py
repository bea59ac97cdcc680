"""One transaction, told from start to end: lock, decide, number, write. The caller commits.

`carry_out` serves submissions of people and units; `knock` serves calls whose deadline has come. Both end in `write`,
where the feed head is taken last of all rows.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from callcenter.domain import commands as c
from callcenter.domain import duty, press, supervision
from callcenter.domain import facts as f
from callcenter.domain.duty import Duty
from callcenter.domain.errors import CallCenterError, Malformed, NotFound, Refused
from callcenter.domain.ids import CallId, StaffId
from callcenter.domain.roster import Home
from callcenter.storage import grounds, hearing, ledger, policies, projections
from callcenter.storage import submissions as s
from callcenter.storage.batch import Batch
from callcenter.storage.grounds import CallsWanted, Identity
from callcenter.storage.policies import PolicyInForce
from callcenter.storage.projections import Heard

encode = msgspec.json.encode
Reply = Callable[[], s.Answer]


class Waiting(msgspec.Struct, frozen=True):
    """A submission and since when it waits, by the event loop's clock."""

    submission: s.Submission
    since: float


class Transaction:
    """Carries out one batch on one connection inside one open transaction."""

    def __init__(self, connection: asyncpg.Connection, policy: PolicyInForce, new_id: Callable[[], UUID]) -> None:
        self.connection = connection
        self._policy = policy
        self._new_id = new_id
        self._heard: dict[Identity, Heard] = {}
        self._seen: dict[Identity, str] = {}
        self._requests: dict[UUID, tuple[str, bytes]] = {}
        self._kept: dict[UUID, Reply] = {}
        self._fresh: set[UUID] = set()
        self._new_policy: s.ChangePolicy | None = None
        self.facts: list[f.Fact] = []

    async def carry_out(self, waiting: Sequence[Waiting]) -> list[s.Answer]:
        """Answers in the order of the submissions; nothing is acknowledged before the caller has committed."""
        batch = await self._lock([w.submission for w in waiting])
        # Taken beside the batch's moment, after the locks: waiting for them belongs to the resident's waiting.
        loop_now = asyncio.get_running_loop().time()
        replies = [self._once(batch, w.submission, loop_now - w.since) for w in waiting]
        await self.write(batch)
        return [reply() for reply in replies]

    async def knock(self, limit: int) -> int:
        """Let the clock act on calls that are due; how many were looked at."""
        calls = await grounds.lock_due_calls(self.connection, limit)
        if not calls:
            return 0
        roster = await grounds.read_roster(self.connection, None)
        batch = await self.batch()
        batch.know(calls)
        batch.roster = roster
        for call_id in calls:
            batch.on_call(call_id, c.Due(actor=f.SYSTEM))
            batch.settle(call_id)
        await self.write(batch)
        return len(calls)

    async def batch(self) -> Batch:
        """An empty batch at the database's present moment; taken after the locks that its times must follow."""
        now, head = await self._policy.moment(self.connection)
        return Batch(now=now, policy=self._policy.policy, head=head, new_id=self._new_id)

    async def _lock(self, submissions: Sequence[s.Submission]) -> Batch:
        connection = self.connection
        keyed = [sub.key for sub in submissions if isinstance(sub, s.OnCall | s.OpenCall) and sub.key]
        for row in (await grounds.claim_keys(connection, keyed)).values():
            self._requests[row["key"]] = (row["actor"], row["request"])
            if row["answer"] is not None:
                self._kept[row["key"]] = partial(s.from_record, row["answer"])
        signals = [sub for sub in submissions if isinstance(sub, s.HearSignal)]
        residents = {sub.command.resident for sub in submissions if isinstance(sub, s.OpenCall)}
        units, homes = await grounds.lock_units(connection, {sub.unit for sub in signals}, residents)
        told = [(sub.unit, sub.signal.boot, sub.signal.n) for sub in signals]
        self._seen = await grounds.count_seen(connection, told)
        people = _people(submissions)
        duties = await grounds.lock_duties(connection, people)
        wanted = _calls_wanted(submissions)
        wanted.staff |= people
        wanted.units |= set(units)
        wanted.residents |= residents | {unit.resident for unit in units.values() if unit.resident}
        calls = await grounds.lock_calls(connection, wanted)
        roster = await grounds.read_roster(connection, people) if people else {}
        batch = await self.batch()
        batch.know(calls)
        batch.units, batch.homes, batch.duties, batch.roster = units, homes, duties, roster
        if any(
            supervision.reported_faults(sub.signal, batch.policy)[0] - units[sub.unit].faults
            for sub in signals
            if sub.unit in units
        ):
            batch.area_tasks = await grounds.read_area_tasks(connection)
            batch.in_trouble = await grounds.count_in_trouble(connection)
        return batch

    def _once(self, batch: Batch, submission: s.Submission, waited: float) -> Reply:
        """Carry out a submission unless it was carried out before: then its first answer stands."""
        if isinstance(submission, s.HearSignal):
            return self._hear(batch, submission, waited)
        key = submission.key if isinstance(submission, s.OnCall | s.OpenCall) else None
        if key is None:
            return self._decide(batch, submission)
        if self._requests[key.id] != (key.actor, key.request):
            reused = Malformed("idempotency_key_reused", "this Idempotency-Key was used for another request")
            return partial(s.Answer, error=reused)
        if key.id not in self._kept:
            self._kept[key.id] = self._decide(batch, submission)
            self._fresh.add(key.id)
        return self._kept[key.id]

    def _hear(self, batch: Batch, told: s.HearSignal, waited: float) -> Reply:
        identity = (told.unit, told.signal.boot, told.signal.n)
        if identity in self._seen:
            first = self._seen[identity]
            return lambda: s.Answer(hearing.repeated(first))
        if identity in self._heard:
            earlier = self._heard[identity]
            return lambda: s.Answer(hearing.repeated(hearing.answer_of(batch, earlier)))
        if told.unit not in batch.units:
            return partial(s.Answer, error=NotFound("unit_unknown", "this unit is not registered", unit=told.unit))
        heard = hearing.hear(batch, told, batch.now - timedelta(seconds=waited))
        self._heard[identity] = heard
        return lambda: s.Answer(hearing.answer_of(batch, heard))

    def _decide(self, batch: Batch, submission: s.Submission) -> Reply:
        try:
            match submission:
                case s.OnCall():
                    return _on_call(batch, submission)
                case s.OpenCall():
                    return _open(batch, submission)
                case s.StartShift() | s.ChangeShift() | s.EndShift():
                    return _on_shift(batch, submission)
                case s.ChangePolicy():
                    return self._change_policy(batch, submission)
                case s.HearSignal():
                    raise AssertionError(submission)
        except CallCenterError as refusal:
            return partial(s.Answer, error=refusal)

    def _change_policy(self, batch: Batch, submission: s.ChangePolicy) -> Reply:
        current = batch.policy.version
        if submission.policy.version not in {0, current}:
            raise Refused("stale_version", "the policy has changed since you read it", version=current)
        changed = replace(submission.policy, version=current + 1)
        self._new_policy = replace(submission, policy=changed)
        batch.policy = changed
        body = f.PolicyChanged(policy_version=changed.version, document=msgspec.to_builtins(changed))
        batch.tell(body, station=None, actor=submission.actor)
        return partial(s.Answer, encode(changed))

    async def write(self, batch: Batch) -> None:
        """Write everything a batch decided, the feed head last of all locks."""
        connection = self.connection
        if self._new_policy is not None:
            await policies.write_policy(connection, self._new_policy.policy, self._new_policy.actor)
        await projections.write_units(connection, [batch.units[unit] for unit in sorted(batch.changed_units)])
        await projections.write_duties(connection, [batch.duties[who] for who in sorted(batch.changed_duties)])
        if batch.facts:
            raised = sum(isinstance(fact.body, f.CallRaised) for fact in batch.facts)
            head = await ledger.take_head(connection, facts=len(batch.facts), calls=raised, now=batch.now)
            batch.number(head)
            self.facts = batch.facts
            await ledger.write_facts(connection, head, batch.facts)
        await projections.write_calls(connection, [batch.calls[call] for call in sorted(batch.changed_calls)])
        await projections.write_offers(connection, batch.facts)
        heard = list(self._heard.values())
        answers = [hearing.answer_of(batch, one) for one in heard]
        await projections.write_signals(connection, heard, answers, batch.now)
        await projections.wake_best_waiting(connection, batch.freed, list(batch.changed_calls))
        await projections.keep_answers(connection, {key: s.to_record(self._kept[key]()) for key in self._fresh})


def _people(submissions: Sequence[s.Submission]) -> set[StaffId]:
    """Whose duty decides: who accepts, who is assigned, whose shift changes."""
    people: set[StaffId] = set()
    for submission in submissions:
        match submission:
            case s.OnCall(command=c.Accept(actor=actor)):
                people.add(StaffId(actor.id))
            case s.OnCall(command=c.Assign(caregiver=caregiver)):
                people.add(caregiver)
            case s.StartShift(staff=staff) | s.ChangeShift(staff=staff) | s.EndShift(staff=staff):
                people.add(staff)
            case _:
                pass
    return people


def _calls_wanted(submissions: Sequence[s.Submission]) -> CallsWanted:
    wanted = CallsWanted()
    for submission in submissions:
        if isinstance(submission, s.OnCall):
            wanted.ids.add(submission.call)
            if isinstance(submission.command, c.Reopen):
                wanted.reopened.add(submission.call)
    return wanted


def _on_call(batch: Batch, submission: s.OnCall) -> Reply:
    if submission.call not in batch.calls:
        raise NotFound("call_unknown", "there is no such call", call=submission.call)
    batch.on_call(submission.call, submission.command)
    return _about_call(batch, submission.call)


def _open(batch: Batch, submission: s.OpenCall) -> Reply:
    command = submission.command
    unit = next((unit for unit in batch.units.values() if unit.resident == command.resident), None)
    home = batch.homes[unit.id] if unit else Home(resident=command.resident, station=command.station)
    open_call = batch.open_call_of(command.resident, None)
    decision = press.open_by_hand(open_call, command, home, batch.context(home))
    batch.take(decision, home)
    return _about_call(batch, decision.call.id)


def _about_call(batch: Batch, call_id: CallId) -> Reply:
    known = batch.calls[call_id]
    told = replace(known.call, due_at=known.due_at)
    place, seq = known.place, known.seq

    def reply() -> s.Answer:
        number = seq if place is None else batch.base + place
        return s.Answer(encode({"call": batch.numbered(told), "seq": number}))

    return reply


def _on_shift(batch: Batch, submission: s.ShiftSubmission) -> Reply:
    mine = batch.duty_of(submission.staff)
    if mine is None:
        raise NotFound("staff_unknown", "there is no such person", staff=submission.staff)
    changed, body = _shifted(mine, submission, batch.now)
    batch.change_duty(changed, body, submission.actor)
    place = len(batch.facts)
    return lambda: s.Answer(encode({"shift": changed, "seq": batch.base + place}))


def _shifted(mine: Duty, submission: s.ShiftSubmission, now: datetime) -> tuple[Duty, f.OtherBody | None]:
    match submission:
        case s.StartShift(can_ring=can_ring):
            return duty.start(mine, now, can_ring=can_ring)
        case s.ChangeShift(can_ring=can_ring):
            return duty.change(mine, can_ring=can_ring)
        case s.EndShift():
            return duty.end(mine)
