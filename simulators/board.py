"""A dispatcher's board, kept from a snapshot and the facts after it: open calls by state, and who is free."""

from collections import Counter
from dataclasses import dataclass

from simulators import clock
from simulators.wire import Json

STATE_AFTER = {
    "call_accepted": "accepted",
    "call_assigned": "accepted",
    "caregiver_departed": "travelling",
    "caregiver_arrived": "on_scene",
    "arrival_proven": "on_scene",
    "call_released": "waiting",
    "call_reopened": "waiting",
}
OPEN_STATES = ("waiting", "accepted", "travelling", "on_scene")


@dataclass(slots=True)
class Entry:
    """One open call as the board shows it."""

    kind: str
    state: str
    station: str
    since: float


class Board:
    """What one dispatcher sees."""

    def __init__(self) -> None:
        self.calls: dict[str, Entry] = {}
        self.staff: dict[str, Json] = {}

    def replace(self, state: Json) -> None:
        """Forget everything and show the snapshot."""
        known = self.calls
        self.calls = {
            id_: Entry(
                call["kind"],
                call["state"],
                str(call.get("station")),
                known[id_].since if id_ in known else clock.monotonic(),
            )
            for id_, call in state.get("calls", {}).items()
            if call["state"] in OPEN_STATES
        }
        self.staff = dict(state.get("staff", {}))

    def take(self, fact: Json) -> None:
        """Show one more fact."""
        kind, call = fact["kind"], str(fact.get("call"))
        if kind == "call_raised":
            self.calls[call] = Entry(fact["call_kind"], "waiting", str(fact.get("station")), clock.monotonic())
        elif kind == "call_resolved":
            self.calls.pop(call, None)
            self._frees(call)
        elif kind in STATE_AFTER and call in self.calls:
            self.calls[call].state = STATE_AFTER[kind]
        self._follow_staff(fact, kind, call)

    def counts(self) -> Counter[str]:
        """Count the open calls by state."""
        return Counter(entry.state for entry in self.calls.values())

    def free_caregiver(self, station: str) -> str | None:
        """Name somebody of the station who is on duty without a call."""
        for id_, person in sorted(self.staff.items()):
            belongs = person.get("role") == "caregiver" and person.get("station") == station
            if belongs and person.get("on_duty") and not person.get("call"):
                return id_
        return None

    def _follow_staff(self, fact: Json, kind: str, call: str) -> None:
        person = self.staff.get(str(fact.get("caregiver")))
        if kind == "call_released":
            self._frees(call)
        if person is None:
            return
        if kind in {"shift_started", "shift_ended"}:
            person["on_duty"] = kind == "shift_started"
        elif kind in {"call_accepted", "call_assigned"}:
            self._frees(call)
            person["call"] = call

    def _frees(self, call: str) -> None:
        for person in self.staff.values():
            if person.get("call") == call:
                person["call"] = None
