"""A decision in the making: facts are added one by one and the call moves along with them.

`Context` is everything a rule may know besides the call and the command: the time, the policy, the home, the people.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET

from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.commands import CallCommand, FollowUp
from callcenter.domain.evolution import evolve
from callcenter.domain.ids import CallId, StationId
from callcenter.domain.policy import Policy
from callcenter.domain.roster import Home, Roster


class Context(msgspec.Struct, kw_only=True):
    """What the rules may look at; `new_id` gives fresh ids, `other_open_call` is another open call of the resident."""

    now: datetime
    policy: Policy
    new_id: Callable[[], UUID]
    home: Home = Home()
    roster: Roster = {}
    other_open_call: CallId | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a command came to: the call afterwards, its facts, what follows elsewhere, whether to look again at once."""

    call: Call
    facts: tuple[f.Fact, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    wake: bool = False


class Draft:
    """Collects the facts of one decision about one call."""

    def __init__(self, call: Call, actor: f.Actor, now: datetime, *, claimed_at: datetime | None = None) -> None:
        self.call = call
        self._actor = actor
        self._claimed_at = claimed_at
        self._now = max(now, call.updated_at)
        self._facts: list[f.Fact] = []
        self._follow_ups: list[FollowUp] = []
        self._wake = False

    @classmethod
    def opening(
        cls, call: CallId, station: StationId | None, actor: f.Actor, now: datetime, *, body: f.CallRaised
    ) -> "Draft":
        """A draft whose first fact raises the call."""
        stamp = f.Stamp(at=now, call=call, version=1, station=station, actor=actor)
        fact = f.Fact(stamp, body)
        draft = cls(evolve(None, fact), actor, now)
        draft._facts.append(fact)
        return draft

    @property
    def now(self) -> datetime:
        """The time of the facts: never before the call's last fact, even when the clock was set back."""
        return self._now

    def add(self, body: f.CallBody) -> f.Fact:
        """Record one more fact; `self.call` is the call after it."""
        stamp = f.Stamp(
            at=self._now,
            call=self.call.id,
            version=self.call.version + 1,
            station=self.call.station,
            actor=self._actor,
            claimed_at=self._claimed_at or UNSET,
        )
        fact = f.Fact(stamp, body)
        self.call = evolve(self.call, fact)
        self._facts.append(fact)
        return fact

    def follow_up(self, call: CallId, command: CallCommand) -> None:
        """Ask for a command on another call in the same transaction."""
        self._follow_ups.append(FollowUp(call, command))

    def wake(self) -> None:
        """Have routing look at the call at once."""
        self._wake = True

    def decided(self) -> Decision:
        """The finished decision."""
        return Decision(call=self.call, facts=tuple(self._facts), follow_ups=tuple(self._follow_ups), wake=self._wake)
