"""One transaction's worth of decisions, in memory: what was locked, what was decided, what must be written.

Each submission is decided on the state its predecessors in the batch left behind. A refusal touches nothing. What one
command causes on another call of the same transaction (a call handed back) is decided right after it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain import roster as roster_
from callcenter.domain.call import Call
from callcenter.domain.decision import decide
from callcenter.domain.draft import Context, Decision
from callcenter.domain.due import next_due
from callcenter.domain.duty import Duty
from callcenter.domain.ids import CallId, CallState, Fault, ResidentId, StaffId, StationId, UnitId
from callcenter.domain.policy import Policy
from callcenter.domain.roster import Home, Roster
from callcenter.domain.supervision import Unit
from callcenter.storage.grounds import Known
from callcenter.storage.ledger import Head
from callcenter.storage.submissions import UnitsCall

AGAIN = timedelta(seconds=1)


def _home_key(resident: ResidentId | None, unit: UnitId | None) -> tuple[str, str | None]:
    return ("resident", resident) if resident is not None else ("unit", unit)


class Batch:
    """The working state of one transaction."""

    def __init__(self, *, now: datetime, policy: Policy, head: int, new_id: Callable[[], UUID]) -> None:
        self.now = now
        self.policy = policy
        self.base = head
        self.new_id = new_id
        self.calls: dict[CallId, Known] = {}
        self._open_by_home: dict[tuple[str, str | None], CallId] = {}
        self.units: dict[UnitId, Unit] = {}
        self.homes: dict[UnitId, Home] = {}
        self.duties: dict[StaffId, Duty] = {}
        self.roster: Roster = {}
        self.area_tasks: set[tuple[StationId | None, str]] = set()
        self.in_trouble: dict[tuple[StationId | None, Fault], int] = {}
        self.facts: list[f.Fact] = []
        self.changed_calls: set[CallId] = set()
        self._numbers: dict[CallId, str] = {}
        self.changed_units: set[UnitId] = set()
        self.changed_duties: set[StaffId] = set()
        self.freed = 0

    def context(self, home: Home, *, other_open_call: CallId | None = None) -> Context:
        """What the rules may look at for a call at this home."""
        return Context(
            now=self.now,
            policy=self.policy,
            new_id=self.new_id,
            home=home,
            roster=self.roster,
            other_open_call=other_open_call,
        )

    def know(self, calls: dict[CallId, Known]) -> None:
        """Take the locked calls into the batch."""
        self.calls.update(calls)
        for known in calls.values():
            self._find_by_home(known.call)

    def _find_by_home(self, call: Call) -> None:
        if call.is_task:
            return
        home = _home_key(call.resident, call.unit)
        if call.is_open:
            self._open_by_home[home] = call.id
        elif self._open_by_home.get(home) == call.id:
            del self._open_by_home[home]

    def open_call_of(self, resident: ResidentId | None, unit: UnitId | None) -> Call | None:
        """The home's open call that a press joins; technical calls do not count."""
        found = self._open_by_home.get(_home_key(resident, unit))
        return self.calls[found].call if found else None

    def has_task(self, unit: Unit | None, task: c.RaiseTask) -> bool:
        """True when the station has this work on its list already: one task per unit, one per area and reason."""
        if unit is None:
            known = (task.station, task.reason) in self.area_tasks
            self.area_tasks.add((task.station, task.reason))
            return known
        calls = (known.call for known in self.calls.values())
        return any(call.is_open and call.is_task and call.unit == unit.id for call in calls)

    def on_call(self, call_id: CallId, command: c.CallCommand) -> None:
        """Decide a command on a locked call, and what follows from it."""
        known = self.calls[call_id]
        other = self.open_call_of(known.call.resident, known.call.unit) if not known.call.is_open else None
        context = self.context(known.home, other_open_call=other.id if other else None)
        decision = decide(known.call, command, context)
        self.take(decision, known.home)
        for follow_up in decision.follow_ups:
            if follow_up.call in self.calls:
                self.on_call(follow_up.call, follow_up.command)

    def take(self, decision: Decision, home: Home) -> None:
        """Make a decision part of the batch."""
        if not decision.facts and not decision.wake:
            return
        call = decision.call
        known = self.calls.get(call.id) or Known(call=call, home=home)
        before = known.call if known.seq or known.place else None
        self.facts += decision.facts
        for fact in decision.facts:
            roster_.follow(self.roster, fact, call)
        self.calls[call.id] = Known(
            call=call,
            home=home,
            seq=known.seq,
            place=len(self.facts) if decision.facts else known.place,
            due_at=self.now if decision.wake else next_due(call, self.policy),
            caregiver_name=known.caregiver_name if known.call.accepted_by == call.accepted_by else None,
        )
        self._find_by_home(call)
        self.changed_calls.add(call.id)
        self._feel(before, call)

    def settle(self, call_id: CallId) -> None:
        """After a deadline: the next one, never again this very moment."""
        known = self.calls[call_id]
        self.changed_calls.add(call_id)
        due_at = next_due(known.call, self.policy)
        known.due_at = due_at if due_at is None or due_at > self.now else self.now + AGAIN

    def number(self, head: Head) -> None:
        """Learn the feed numbers that this batch was given, and name the new calls by them."""
        self.base = head.seq
        raised = 0
        for place, fact in enumerate(self.facts):
            if isinstance(fact.body, f.CallRaised) and fact.stamp.call is not None:
                raised += 1
                number = f"{head.day}-{head.last_number + raised:04d}"
                self.facts[place] = f.Fact(fact.stamp, replace(fact.body, number=number))
                self._numbers[fact.stamp.call] = number
        for call_id in self.changed_calls:
            known = self.calls[call_id]
            known.call = self.numbered(known.call)
            known.seq = self.seq_of(known)

    def numbered(self, call: Call) -> Call:
        """The call with the number that its batch gave it."""
        number = self._numbers.get(call.id)
        return replace(call, number=number) if number else call

    def seq_of(self, known: Known) -> int:
        """The feed number of the call's last fact; right only after `number`."""
        return known.seq if known.place is None else self.base + known.place

    def _feel(self, before: Call | None, after: Call) -> None:
        """Who has become free, and which other calls lost an offer because somebody is busy now."""
        held_by = before.accepted_by if before and before.is_open else None
        holder = after.accepted_by if after.is_open else None
        if held_by == holder:
            return
        if held_by is not None:
            self.freed += 1
        if holder is not None:
            self.wake_offered_to(holder, but=after.id)

    def wake_offered_to(self, caregiver: StaffId, *, but: CallId | None = None) -> None:
        """Have routing look at once at every other call that is offered to somebody who cannot take it now."""
        for known in self.calls.values():
            call = known.call
            offered = any(offer.caregiver == caregiver for offer in call.pending_offers)
            if offered and call.id != but and call.state is not CallState.RESOLVED:
                known.due_at = self.now
                self.changed_calls.add(call.id)

    def change_duty(self, changed: Duty, body: f.OtherBody | None, actor: f.Actor) -> None:
        """Take a shift's change, with its fact."""
        self.duties[changed.staff] = changed
        if body is None:
            return
        self.changed_duties.add(changed.staff)
        self.tell(body, station=changed.station, actor=actor)
        if isinstance(body, f.ShiftStarted):
            self.freed += 1
        if isinstance(body, f.ShiftEnded):
            self.wake_offered_to(changed.staff)

    def tell(self, body: f.OtherBody, *, station: StationId | None, actor: f.Actor) -> None:
        """Record a fact that is not about a call."""
        stamp = f.Stamp(at=self.now, call=None, version=None, station=station, actor=actor)
        self.facts.append(f.Fact(stamp, body))

    def duty_of(self, staff: StaffId) -> Duty | None:
        """The locked duty, with the call the person is on."""
        duty = self.duties.get(staff)
        held = [k.call for k in self.calls.values() if k.call.is_open and k.call.accepted_by == staff]
        return replace(duty, active_call=held[0].id if held else None) if duty else None

    def units_call(self, unit: Unit) -> UnitsCall | None:
        """What the home may hear about its open call."""
        call = self.open_call_of(unit.resident, unit.id)
        if call is None:
            return None
        return UnitsCall(
            id=call.id,
            state=call.state,
            caregiver=self.calls[call.id].caregiver_name,
            arriving_in_minutes=call.arriving_in_minutes,
        )
