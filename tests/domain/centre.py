"""A call centre of rules alone: calls, people and a clock that can be wound; no disk, no network.

It does with each decision what the committer does, and holds it to what must always be true: versions grow by one,
replaying the facts gives the same call, also from their JSON, and a look at a call never wants the next at once.
"""

from datetime import datetime, timedelta

from callcenter.domain import facts as f
from callcenter.domain import press
from callcenter.domain.call import Call
from callcenter.domain.commands import CallCommand, Deliver, Due, Press
from callcenter.domain.decision import decide
from callcenter.domain.draft import Context, Decision
from callcenter.domain.due import next_due
from callcenter.domain.evolution import evolve
from callcenter.domain.ids import Button, CallId, Role, StaffId, UnitId
from callcenter.domain.policy import Policy
from callcenter.domain.roster import Home, Person, Roster, follow
from tests.domain.building import NOON, a_home, a_roster, counted_ids


class Centre:
    """Homes with one unit each, people on duty, and every fact in order."""

    def __init__(self, *people: Person, homes: tuple[Home, ...] | None = None, policy: Policy | None = None) -> None:
        self.now = NOON
        self.policy = policy or Policy()
        self.homes = homes or (a_home(),)
        self.roster: Roster = a_roster(*people)
        self.calls: dict[CallId, Call] = {}
        self.due_at: dict[CallId, datetime | None] = {}
        self.facts: list[f.Fact] = []
        self._replayed: dict[CallId, Call] = {}
        self._new_id = counted_ids()
        self._signals = 0

    @property
    def call(self) -> Call:
        """The call raised last."""
        return list(self.calls.values())[-1]

    def open_call(self, home: Home) -> Call | None:
        """The home's open call."""
        return next((call for call in self.calls.values() if call.is_open and call.resident == home.resident), None)

    def context(self, home: Home, call: Call | None = None) -> Context:
        """What the rules may look at now, with this home in mind."""
        other = self.open_call(home)
        return Context(
            now=self.now,
            policy=self.policy,
            new_id=self._new_id,
            home=home,
            roster=self.roster,
            other_open_call=other.id if other and call and other.id != call.id else None,
        )

    def home_of(self, call: Call) -> Home:
        """Where the call came from."""
        return next(home for home in self.homes if home.resident == call.resident)

    def unit_of(self, home: Home) -> UnitId:
        """The home's unit."""
        return UnitId(f"unit of {home.resident}")

    def press(self, button: Button = Button.EMERGENCY, home: Home | None = None) -> Decision:
        """Somebody presses at home, the first home unless another is named."""
        home = home or self.homes[0]
        self._signals += 1
        pressed = Press(boot="b", n=self._signals, button=button, received_at=self.now)
        return self._commit(press.press(self.open_call(home), self.unit_of(home), pressed, self.context(home)))

    def cancel(self, call: Call) -> Decision:
        """The home asks to cancel."""
        home = self.home_of(call)
        self._signals += 1
        context = self.context(home)
        return self._commit(
            press.request_cancel(call, self.unit_of(home), "b", self._signals, context, received_at=self.now)
        )

    def badge(self, call: Call, who: str) -> Decision:
        """Somebody holds a badge to the unit."""
        home = self.home_of(call)
        return self._commit(press.prove_arrival(call, self.unit_of(home), StaffId(who), self.context(home)))

    def submit(self, command: CallCommand, call: Call | None = None) -> Decision:
        """Give a command to a call, the one raised last unless another is named."""
        call = self.calls[call.id] if call else self.call
        return self._commit(decide(call, command, self.context(self.home_of(call), call)))

    def look(self, call: Call | None = None) -> Decision:
        """The clock knocks; afterwards nothing may be left to do now, or the knocking would never end."""
        decision = self.submit(Due(actor=f.SYSTEM), call)
        next_look = next_due(decision.call, self.policy)
        assert next_look is None or next_look > self.now, f"{next_look} has come already at {self.now}"
        return decision

    def forward(self, seconds: float) -> None:
        """Wind the clock, looking at every call exactly when it is due."""
        until = self.now + timedelta(seconds=seconds)
        while due := [(moment, call) for call, moment in self.due_at.items() if moment and moment <= until]:
            moment, call = min(due)
            self.now = max(self.now, moment)
            self.look(self.calls[call])
        self.now = until

    def told(self, kind: type[f.CallBody]) -> list[f.CallBody]:
        """Every fact of a kind, in order."""
        return [fact.body for fact in self.facts if isinstance(fact.body, kind)]

    def seconds(self, kind: type[f.CallBody]) -> list[float]:
        """When facts of a kind happened, in seconds after noon."""
        return [(fact.stamp.at - NOON).total_seconds() for fact in self.facts if isinstance(fact.body, kind)]

    def shows(self, *people: str) -> None:
        """The newest offers of the call raised last reach these caregivers' screens."""
        for who in people:
            offer = self.call.latest_offer_to(StaffId(who))
            assert offer is not None
            self.submit(Deliver(actor=f.Actor(role=Role.CAREGIVER, id=who), offer=offer.id))

    def asked(self) -> list[str]:
        """Who has been offered a call, in order, again and again."""
        return [body.caregiver for body in self.told(f.OfferMade) if isinstance(body, f.OfferMade)]

    def _commit(self, decision: Decision) -> Decision:
        for fact in decision.facts:
            self._keep(fact)
        call = decision.call
        assert self.calls[call.id] == call == self._replayed[call.id]
        self.due_at[call.id] = self.now if decision.wake and call.is_open else next_due(call, self.policy)
        for follow_up in decision.follow_ups:
            self.submit(follow_up.command, self.calls[follow_up.call])
        return decision

    def _keep(self, fact: f.Fact) -> None:
        assert fact.stamp.call is not None
        before = self.calls.get(fact.stamp.call)
        assert fact.stamp.version == (before.version + 1 if before else 1)
        assert before is None or fact.stamp.at >= before.updated_at
        assert fact.stamp.actor.role is not Role.SYSTEM or not isinstance(fact.body, f.CallResolved)
        after = evolve(before, fact)
        assert after.version == fact.stamp.version
        self.calls[after.id] = after
        self._replayed[after.id] = evolve(self._replayed.get(after.id), f.from_json(f.to_json(fact)))
        self.facts.append(fact)
        follow(self.roster, fact, after)
