"""The whole service of the simulation: the rules, a feed, keys that make a repetition harmless, and two processes.

Nothing is stored and nothing waits: time is what the simulation says it is.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from callcenter.api.calls import CONVERSIONS
from callcenter.api.errors import problem, problem_of
from callcenter.domain import facts as f
from callcenter.domain.access import VerbName, refuse_verb
from callcenter.domain.commands import Deliver, See
from callcenter.domain.due import next_due
from callcenter.domain.errors import CallCenterError, NotFound
from callcenter.domain.facts import Actor
from callcenter.domain.ids import Button, CallId, StaffId, StationId, UnitId
from callcenter.domain.picture import Viewer
from callcenter.live.hub import Hub
from callcenter.live.relay import Relay
from tests.domain.building import NOON
from tests.domain.centre import Centre
from tests.protocol.process import Numbered, Process
from tests.protocol.town import HOMES, PEOPLE, POLICY, VIEWERS, an_empty_picture

PROCESSES = ("a", "b")


class Kept(msgspec.Struct):
    """What a key was used for, and the answer it got; `seq` is where the feed stood then."""

    staff: str
    request: str
    status: int
    answer: bytes
    seq: int


class World:
    """One seed's service."""

    def __init__(self, new_hub: Callable[[], Hub]) -> None:
        self._new_hub = new_hub
        self.centre = Centre(*PEOPLE, homes=HOMES, policy=POLICY)
        self.epoch = "epoch.1"
        self.feed: list[Numbered] = []
        self.keys: dict[str, Kept] = {}
        self.effects: list[str] = []
        self.processes: dict[str, Process] = {}
        self.relevant: dict[str, dict[str, list[int]]] = {}
        self._truth = an_empty_picture()
        self._relays: list[Relay] = []
        self._seq_of: dict[CallId, int] = {}
        for name in PROCESSES:
            self.start(name, remembers=True)

    def wind(self, milliseconds: int) -> None:
        """Let the clock run up to here; calls that are due are looked at."""
        passed = NOON + timedelta(milliseconds=milliseconds) - self.centre.now
        self.centre.forward(max(0.0, passed.total_seconds()))
        self._number()

    def start(self, name: str, *, remembers: bool) -> None:
        """A process begins, with the database's feed and its own empty memory."""
        process = self.processes[name] = Process(self._new_hub())
        process.begin(self.epoch, self.feed, remembers=remembers)

    def press(self, home: int, button: str) -> None:
        """Somebody presses at home."""
        self.centre.press(Button(button), HOMES[home])
        self._number()

    def cancel(self, home: int) -> None:
        """A home asks to cancel, if a call of it is open."""
        if call := self.centre.open_call(HOMES[home]):
            self.centre.cancel(call)
            self._number()

    def badge(self, home: int, who: str) -> None:
        """A caregiver's badge is read at a home with an open call."""
        if call := self.centre.open_call(HOMES[home]):
            self.centre.badge(call, who)
            self._number()

    def tell(self, kind: str, who: str) -> None:
        """A fact that is not about a call: a unit, a phone, the policy."""
        station: StationId | None = StationId("here")
        match kind:
            case "unit_silent":
                body: f.OtherBody = f.UnitSilent(unit=UnitId(who), last_heard_at=self.centre.now)
            case "unit_restored":
                body = f.UnitRestored(unit=UnitId(who))
            case "policy_changed":
                version = self.centre.policy.version + 1
                self.centre.policy = replace(POLICY, version=version, offer_seconds=10 + version % 3)
                self._look_at_every_call_again()
                station = None
                document = msgspec.to_builtins(self.centre.policy)
                body = f.PolicyChanged(policy_version=version, document=document)
            case _:
                person = self.centre.roster[StaffId(who)]
                station = person.station
                self.centre.roster[person.id] = replace(person, can_ring=not person.can_ring)
                body = f.ShiftChanged(caregiver=person.id, can_ring=not person.can_ring)
        stamp = f.Stamp(at=self.centre.now, call=None, version=None, station=station, actor=f.SYSTEM)
        self.centre.facts.append(f.Fact(stamp, body))
        self._number()

    def act(self, key: str, staff: str, call: str, verb: str, body: dict[str, object]) -> tuple[int, bytes]:
        """What the door of the verbs does: once for each key, whatever is asked again."""
        request = f"{verb} {call} {sorted(body.items())}"
        known = self.keys.get(key)
        if known is None:
            before = len(self.feed)
            status, answer = self._carry_out(VIEWERS[staff], CallId(UUID(call)), VerbName(verb), body)
            known = self.keys[key] = Kept(staff, request, status, answer, len(self.feed))
            if len(self.feed) > before:
                self.effects.append(str(body.get("at")))
        if (known.staff, known.request) != (staff, request):
            reused = problem(422, "idempotency_key_reused", "this key was used for another request")
            return 422, bytes(reused.body)
        return known.status, known.answer

    def _carry_out(self, viewer: Viewer, call_id: CallId, verb: VerbName, body: dict[str, object]) -> tuple[int, bytes]:
        body_type, command_type = CONVERSIONS[verb]
        try:
            refuse_verb(viewer.role, verb)
            fields = body_type.model_validate(body).model_dump()
            actor = Actor(role=viewer.role, id=viewer.id)
            command = command_type(actor=actor, asker_station=viewer.station, **fields)
            if call_id not in self.centre.calls:
                raise NotFound("call_unknown", "there is no such call", call=call_id)
            call = self.centre.submit(command, self.centre.calls[call_id]).call
        except CallCenterError as refusal:
            answer = problem_of(refusal)
            return answer.status_code, bytes(answer.body)
        self._number()
        told = replace(call, due_at=self.centre.due_at[call_id])
        return 200, msgspec.json.encode({"call": told, "seq": self._seq_of[call_id]})

    def hear(self, process: str, socket: str, text: str) -> None:
        """One frame of a client: what it confirms becomes a fact."""
        here = self.processes[process]
        confirmed, seen = here.hear(socket, text, self.centre.now)
        actor = Actor(role=here.sockets[socket].connection.viewer.role, id=here.sockets[socket].connection.viewer.id)
        for told in confirmed:
            if told.call in self.centre.calls:
                self.centre.submit(Deliver(actor=actor, offer=told.offer), self.centre.calls[told.call])
        for told in seen:
            if told.call in self.centre.calls:
                self.centre.submit(See(actor=actor, offer=told.offer), self.centre.calls[told.call])
        self._number()

    def restore(self, *, lost: int) -> None:
        """The database comes back as it was some facts ago, under another epoch; every process notices."""
        self.relevant[self.epoch] = self.relevance()
        kept = self.feed[: max(0, len(self.feed) - lost)]
        now, new_id = self.centre.now, self.centre._new_id
        self.centre = Centre(*PEOPLE, homes=HOMES, policy=POLICY)
        self.centre.now, self.centre._new_id = now, new_id
        self.centre._signals = 10_000 * (len(self.relevant) + 1)
        self.feed, self._relays, self._seq_of, self._truth = [], [], {}, an_empty_picture()
        for _, fact, _ in kept:
            self._replay(fact)
        self._look_at_every_call_again()
        self._number()
        self.keys = {key: one for key, one in self.keys.items() if one.seq <= len(self.feed)}
        self.epoch = f"epoch.{len(self.relevant) + 1}"
        for process in self.processes.values():
            process.begin(self.epoch, self.feed, remembers=True)

    def _replay(self, fact: f.Fact) -> None:
        match fact.body:
            case f.PolicyChanged(document=document):
                self.centre.policy = msgspec.convert(document, type(POLICY))
            case f.ShiftChanged(caregiver=who, can_ring=can_ring):
                self.centre.roster[who] = replace(self.centre.roster[who], can_ring=can_ring)
            case _ if fact.stamp.call is not None:
                self.centre._keep(fact)
                return
        self.centre.facts.append(fact)

    def _look_at_every_call_again(self) -> None:
        for call in self.centre.calls.values():
            self.centre.due_at[call.id] = next_due(call, self.centre.policy)

    def _number(self) -> None:
        """What the ledger does: give each new fact the next number."""
        for fact in self.centre.facts[len(self.feed) :]:
            one = (len(self.feed) + 1, fact, f.to_json(fact))
            self.feed.append(one)
            self._relays.append(Relay(self._truth.apply(*one)))
            if fact.stamp.call is not None:
                self._seq_of[fact.stamp.call] = one[0]

    def relevance(self) -> dict[str, list[int]]:
        """The feed numbers that each person must hear of, by the truth and not by any hub."""
        return {
            who: [relay.change.seq for relay in self._relays if relay.for_viewer(viewer) is not None]
            for who, viewer in VIEWERS.items()
        }

    def report(self) -> dict[str, object]:
        """What a judge compares the clients with."""
        return {
            "epoch": self.epoch,
            "relevant": {**self.relevant, self.epoch: self.relevance()},
            "snapshots": {who: self._truth.snapshot(viewer) for who, viewer in VIEWERS.items()},
            "effects": self.effects,
            "notes": [fact.body.text for _, fact, _ in self.feed if isinstance(fact.body, f.CallNoted)],
        }
