"""Any order of presses, answers, refusals, visits and delays, held against a small model of what was promised.

`HYPOTHESIS_PROFILE=deep` searches long and wide, with new luck each time; otherwise the same hundred days are played.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.decision import decide
from callcenter.domain.draft import Decision
from callcenter.domain.due import next_due
from callcenter.domain.errors import CallCenterError
from callcenter.domain.evolution import evolve
from callcenter.domain.ids import Button, CallKind, CallState, ResidentId, StaffId, StationId
from callcenter.domain.policy import Policy
from callcenter.domain.roster import Person
from tests.domain.building import HERE, a_home, a_person, caregiver, dispatcher
from tests.domain.call_model import ASSISTANCE, EMERGENCY, Expected, Model
from tests.domain.centre import Centre

HOMES = {"east": a_home(resident=ResidentId("east")), "west": a_home(resident=ResidentId("west"), primary=None)}
STATIONS = dict.fromkeys(["primary", "backup", "near"], HERE) | {"far": StationId("next")}
PEOPLE = list(STATIONS)
BY_CLOCK = (
    f.OfferMade,
    f.OfferExpired,
    f.OfferWithdrawn,
    f.CallEscalated,
    f.CallUnanswered,
    f.CallBreached,
    f.CallLate,
)

homes = st.sampled_from(sorted(HOMES))
people = st.sampled_from(PEOPLE)
THE_ONE = "whoever it is meant for"
likely_people = st.just(THE_ONE) | st.just(THE_ONE) | people
desks = st.sampled_from(["desk", "other desk"])
which = st.integers(min_value=0, max_value=1)
spans = st.sampled_from([0, 0.5, 3, 5, 30, 60, 61, 120, 300, 900])
presses = st.lists(st.tuples(homes, st.sampled_from(Button)), min_size=1, max_size=3)


class CallMachine(RuleBasedStateMachine):
    """Two homes, four caregivers (one of them next door), two dispatchers and a clock."""

    @initialize(most_offers=st.sampled_from([3, 1]), at_once=presses)
    def open_the_centre(self, most_offers: int, at_once: list[tuple[str, Button]]) -> None:
        self.centre = Centre(
            *(self.somebody(name) for name in PEOPLE),
            homes=tuple(HOMES.values()),
            policy=Policy(max_open_offers=most_offers),
        )
        self.model = Model(PEOPLE, strangers={"far"}, most_offers=most_offers)
        for home, button in at_once:
            self.press(home, button)
        self.time_passes(0)

    def somebody(self, name: str) -> Person:
        """One of the four, each at their own distance."""
        return a_person(name, 100 + 100 * PEOPLE.index(name), station=STATIONS[name])

    def pick(self, back: int) -> tuple[Call, Expected]:
        """A call, counted back from the newest."""
        number = max(0, len(self.model.calls) - 1 - back)
        return list(self.centre.calls.values())[number], self.model.calls[number]

    def tells(
        self,
        kind: Callable[..., c.CallCommand],
        back: int,
        who: str | None,
        *,
        verb: Callable[[Expected, Any], str | None],
    ) -> Decision | None:
        """A caregiver, or a dispatcher when `who` is None, says something about a call."""
        call, expected = self.pick(back)
        if who == THE_ONE:
            likely = min(expected.pending(), default=PEOPLE[0])
            who = likely if kind in {c.Accept, c.Decline} else expected.holder or PEOPLE[0]
        actor, station = (caregiver(who), STATIONS[who]) if who else (dispatcher(), None)
        refused = self.model.unknown(expected, who) or verb(expected, who)
        return self.says(kind(actor=actor, asker_station=station), call, refused=refused)

    def says(self, command: c.CallCommand, call: Call, *, refused: str | None) -> Decision | None:
        """The centre gives the model's answer, and a refusal leaves everything as it was."""
        if refused is None:
            return self.centre.submit(command, call)
        facts, before = len(self.centre.facts), dict(self.centre.calls)
        with pytest.raises(CallCenterError) as refusal:
            self.centre.submit(command, call)
        assert refusal.value.code == refused
        assert (len(self.centre.facts), self.centre.calls) == (facts, before)
        return None

    def clock_says(self, call: Call, expected: Expected) -> None:
        """The clock asks only whom it may, ends only what is pending, and does nothing at all the second time."""
        before = len(self.centre.facts)
        is_held = call.held_until is not None and max(self.centre.now, call.updated_at) < call.held_until
        self.centre.look(call)
        for fact in self.centre.facts[before:]:
            assert isinstance(fact.body, BY_CLOCK)
            if isinstance(fact.body, f.OfferMade):
                assert self.model.may_be_asked(expected, fact.body.caregiver)
                assert not is_held
                expected.fates[fact.body.caregiver] = "pending"
            elif isinstance(fact.body, f.OfferExpired | f.OfferWithdrawn):
                assert fact.body.caregiver in expected.pending()
                expected.fates[fact.body.caregiver] = (
                    "expired" if isinstance(fact.body, f.OfferExpired) else "withdrawn"
                )
        assert self.centre.look(call).facts == ()

    @rule(home=homes, button=st.sampled_from(Button))
    def somebody_presses(self, home: str, button: Button) -> None:
        self.press(home, button)

    def press(self, home: str, button: Button) -> None:
        """A press at home, here and in the model."""
        self.centre.press(button, HOMES[home])
        self.model.press(home, EMERGENCY if button is Button.EMERGENCY else ASSISTANCE)

    @rule(home=homes)
    def cancel(self, home: str) -> None:
        if call := self.centre.open_call(HOMES[home]):
            self.centre.cancel(call)

    @rule(home=homes, who=likely_people)
    def hold_badge_to_unit(self, home: str, who: str) -> None:
        call, expected = self.centre.open_call(HOMES[home]), self.model.open_call(home)
        if call and expected:
            who = (expected.holder or PEOPLE[0]) if who == THE_ONE else who
            self.centre.badge(call, who)
            self.model.badge(expected, who)

    @rule(span=spans)
    def clock_runs(self, span: float) -> None:
        self.time_passes(span)

    def time_passes(self, span: float) -> None:
        """Wind the clock, looking at every call exactly when it is due."""
        until = self.centre.now + timedelta(seconds=span)
        while due := [(moment, call) for call, moment in self.centre.due_at.items() if moment and moment <= until]:
            moment, call = min(due)
            self.centre.now = max(self.centre.now, moment)
            self.clock_says(self.centre.calls[call], self.model.calls[list(self.centre.calls).index(call)])
        self.centre.now = until

    @rule(seconds=st.floats(min_value=0, max_value=5))
    def server_clock_is_set_back(self, seconds: float) -> None:
        self.centre.now -= timedelta(seconds=seconds)

    @rule(who=people)
    def start_or_end_shift(self, who: str) -> None:
        if self.model.busy_with(who) is None:
            self.model.on_duty ^= {who}
            offers = sum(who in call.pending() for call in self.model.calls)
            on_duty = who in self.model.on_duty
            changed = replace(self.somebody(who), is_on_duty=on_duty, open_offers=offers)
            self.centre.roster[changed.id] = changed

    @rule(back=which)
    def somebody_became_free(self, back: int) -> None:
        self.clock_says(*self.pick(back))

    @rule(back=which, who=people, word=st.sampled_from([c.Deliver, c.See]))
    def screen_shows_offer(self, back: int, who: str, word: type[c.Deliver | c.See]) -> None:
        call, _ = self.pick(back)
        if offer := call.latest_offer_to(StaffId(who)):
            self.says(word(actor=caregiver(who), offer=offer.id), call, refused=None)

    @rule(back=which, who=likely_people)
    def accept(self, back: int, who: str) -> None:
        if accepted := self.tells(c.Accept, back, who, verb=self.model.accept):
            again = c.Accept(actor=accepted.facts[0].stamp.actor) if accepted.facts else None
            assert again is None or self.centre.submit(again, accepted.call).facts == ()

    @rule(back=which, who=likely_people)
    def decline(self, back: int, who: str) -> None:
        self.tells(c.Decline, back, who, verb=self.model.decline)

    @rule(back=which, who=likely_people)
    def depart(self, back: int, who: str) -> None:
        self.tells(c.Depart, back, who, verb=self.model.depart)

    @rule(back=which, who=likely_people)
    def arrive(self, back: int, who: str) -> None:
        self.tells(c.Arrive, back, who, verb=self.model.arrive)

    @rule(back=which, who=st.none() | likely_people)
    def resolve(self, back: int, who: str | None) -> None:
        self.tells(partial(c.Resolve, outcome="helped"), back, who, verb=self.model.resolve)

    @rule(back=which, who=st.none() | likely_people)
    def release(self, back: int, who: str | None) -> None:
        self.tells(partial(c.Release, reason="ill"), back, who, verb=self.model.release)

    @rule(back=which, who=likely_people)
    def cry_for_help(self, back: int, who: str) -> None:
        self.tells(c.Escalate, back, who, verb=self.model.cry_for_help)

    @rule(back=which, desk=desks)
    def answer(self, back: int, desk: str) -> None:
        call, expected = self.pick(back)
        take_over = c.Answer(actor=dispatcher(desk), take_over=True)
        self.says(take_over, call, refused=self.model.answer(expected))

    @rule(back=which, who=people)
    def assign(self, back: int, who: str) -> None:
        call, expected = self.pick(back)
        command = c.Assign(actor=dispatcher(), caregiver=StaffId(who))
        self.says(command, call, refused=self.model.assign(expected, who))

    @rule(back=which, kind=st.sampled_from([None, CallKind.EMERGENCY, CallKind.ASSISTANCE]))
    def escalate(self, back: int, kind: CallKind | None) -> None:
        call, expected = self.pick(back)
        refused = self.model.escalate(expected, kind.priority if kind else None)
        self.says(c.Escalate(actor=dispatcher(), kind=kind), call, refused=refused)

    @rule(back=which)
    def note(self, back: int) -> None:
        self.says(c.Note(actor=dispatcher(), text="door code changed"), self.pick(back)[0], refused=None)

    @rule(back=which, seconds=st.none() | st.integers(min_value=1, max_value=2000))
    def hold(self, back: int, seconds: int | None) -> None:
        call, expected = self.pick(back)
        self.says(c.Hold(actor=dispatcher(), seconds=seconds), call, refused=self.model.hold(expected))

    @rule(back=which)
    def reopen(self, back: int) -> None:
        call, expected = self.pick(back)
        self.says(c.Reopen(actor=dispatcher()), call, refused=self.model.reopen(expected))

    @invariant()
    def centre_and_model_agree(self) -> None:
        for call, expected in zip(self.centre.calls.values(), self.model.calls, strict=True):
            holder = call.accepted_by if call.is_open else expected.holder
            assert (call.state.value, holder) == (expected.state, expected.holder)
            assert sorted(offer.caregiver for offer in call.pending_offers) == sorted(expected.pending())
            assert call.priority == expected.rank

    @invariant()
    def no_open_call_is_silent_and_no_closed_one_rings(self) -> None:
        for call in self.centre.calls.values():
            if call.is_open:
                assert call.accepted_by is not None or next_due(call, self.centre.policy) is not None
            else:
                assert (call.pending_offers, next_due(call, self.centre.policy)) == ((), None)

    @invariant()
    def every_open_call_can_be_brought_to_an_end(self) -> None:
        for call in self.centre.calls.values():
            if call.is_open:
                context = self.centre.context(self.centre.home_of(call), call)
                spoken = decide(call, c.Answer(actor=dispatcher("last"), take_over=True), context)
                closed = decide(spoken.call, c.Resolve(actor=dispatcher("last"), outcome="helped"), context)
                assert closed.call.state is CallState.RESOLVED

    @invariant()
    def everybody_has_one_call_and_few_offers(self) -> None:
        for who, person in self.centre.roster.items():
            busy = self.model.busy_with(who)
            held = [call for call in self.centre.calls.values() if call.is_open and call.accepted_by == who]
            assert [call.id for call in held] == ([person.active_call] if person.active_call else [])
            assert (person.active_priority, len(held)) == ((busy.rank, 1) if busy else (None, 0))
            assert person.open_offers <= self.centre.policy.max_open_offers

    def teardown(self) -> None:
        for known in self.centre.calls.values():
            call: Call | None = None
            for fact in self.centre.facts:
                if fact.stamp.call == known.id:
                    call = evolve(call, f.from_json(f.to_json(fact)))
            assert call == known
            assert call.kind is list(CallKind)[call.priority - 1]


IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
TestCallMachine = pytest.mark.timeout(7200 if IS_DEEP else 60)(CallMachine.TestCase)
TestCallMachine.settings = settings(
    max_examples=2000 if IS_DEEP else 100,
    stateful_step_count=50 if IS_DEEP else 30,
    derandomize=not IS_DEEP,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
