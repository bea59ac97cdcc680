"""A second opinion about calls, written from the promises alone: who holds, which state, which offers are pending.

It knows no versions, facts, times or routing. Each method says with which code the centre must refuse, or None when it
must agree, and then moves on itself.
"""

from dataclasses import dataclass, field

EMERGENCY, ASSISTANCE = 1, 2


@dataclass
class Expected:
    """One call as it must be; `fates` is what became of each caregiver's newest offer."""

    home: str
    rank: int
    state: str = "waiting"
    holder: str | None = None
    fates: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    has_contact: bool = False

    def pending(self) -> set[str]:
        """Who may still say yes or no."""
        return {who for who, fate in self.fates.items() if fate == "pending"}

    def withdraw(self) -> None:
        """No offer awaits an answer any more."""
        self.fates |= dict.fromkeys(self.pending(), "withdrawn")

    def back_to_waiting(self, by: str | None = None) -> None:
        """Nobody holds it; who gave it back themselves is not asked again."""
        if by is not None:
            self.refused.add(by)
        self.state, self.holder = "waiting", None

    def not_the_holders(self, who: str) -> str | None:
        """The refusal for somebody who does not hold the call."""
        if self.state == "resolved":
            return "call_closed"
        return None if self.holder == who else "not_holder"


class Model:
    """Every call, and who is on duty."""

    def __init__(self, people: list[str], *, strangers: set[str], most_offers: int) -> None:
        self.on_duty = set(people)
        self.strangers = strangers
        self.calls: list[Expected] = []
        self.most_offers = most_offers

    def open_call(self, home: str) -> Expected | None:
        """A home has one open call or none."""
        return next((call for call in self.calls if call.home == home and call.state != "resolved"), None)

    def busy_with(self, who: str) -> Expected | None:
        """A caregiver has one active call or none."""
        held = [call for call in self.calls if call.holder == who and call.state != "resolved"]
        assert len(held) <= 1, f"{who} holds two calls"
        return held[0] if held else None

    def may_be_asked(self, call: Expected, who: str) -> bool:
        """The promise about whom an offer may reach."""
        busy = self.busy_with(who)
        offers = sum(who in other.pending() for other in self.calls)
        free = busy is None or (busy is not call and busy.rank > call.rank)
        return who in self.on_duty and free and who not in call.refused and offers < self.most_offers

    def press(self, home: str, rank: int) -> Expected:
        """The first press opens a call, later ones join it and never make it less urgent."""
        call = self.open_call(home)
        if call is None:
            call = Expected(home, rank)
            self.calls.append(call)
        call.rank = min(call.rank, rank)
        return call

    def badge(self, call: Expected, who: str) -> None:
        """Only the holder's badge says that somebody is there."""
        if call.state != "resolved" and call.holder == who:
            self.arrive(call, who)

    def unknown(self, call: Expected, who: str | None) -> str | None:
        """Caregivers of another station know a call only by being asked or sent; dispatchers (None) know all."""
        asked = who in self.strangers and who not in call.fates and call.holder != who
        return "call_unknown" if asked else None

    def accept(self, call: Expected, who: str) -> str | None:
        """The first yes wins; only a second caregiver who was asked because the first is late may overtake."""
        if call.state == "resolved":
            return "call_closed"
        if call.holder == who:
            return None
        fate = call.fates.get(who)
        if call.holder is not None and fate != "pending":
            return "already_accepted"
        if fate is None or fate == "withdrawn":
            return "not_offered" if fate is None else "offer_withdrawn"
        if refused := self._not_free(call, who):
            return refused
        if fate == "pending":
            call.fates[who] = "accepted"
        self._take(call, who)
        return None

    def assign(self, call: Expected, who: str) -> str | None:
        """A dispatcher may send anybody on duty who is free or on something less urgent."""
        if call.state == "resolved":
            return "call_closed"
        if call.holder == who:
            return None
        if refused := self._not_free(call, who):
            return refused
        self._take(call, who)
        return None

    def _not_free(self, call: Expected, who: str) -> str | None:
        if who not in self.on_duty:
            return "not_on_duty"
        busy = self.busy_with(who)
        return "has_active_call" if busy and busy.rank <= call.rank else None

    def _take(self, call: Expected, who: str) -> None:
        if outranked := self.busy_with(who):
            outranked.back_to_waiting()
        call.holder, call.state = who, "accepted"
        call.withdraw()

    def decline(self, call: Expected, who: str) -> str | None:
        """A no counts while the offer stands."""
        if call.state == "resolved":
            return "call_closed"
        fate = call.fates.get(who, "none")
        if fate == "pending":
            call.fates[who] = "declined"
            call.refused.add(who)
        return {
            "none": "not_offered",
            "withdrawn": "offer_withdrawn",
            "expired": "offer_expired",
            "accepted": "already_accepted",
        }.get(fate)

    def depart(self, call: Expected, who: str) -> str | None:
        """Only the holder sets out, and not from the door."""
        if refused := call.not_the_holders(who):
            return refused
        if call.state == "on_scene":
            return "already_arrived"
        call.state = "travelling"
        return None

    def arrive(self, call: Expected, who: str) -> str | None:
        """The holder is at the door, and nobody else is asked any more."""
        if refused := call.not_the_holders(who):
            return refused
        call.state, call.has_contact = "on_scene", True
        call.withdraw()
        return None

    def resolve(self, call: Expected, who: str | None) -> str | None:
        """A caregiver closes at the door, a dispatcher (None) once somebody has met or spoken to the resident."""
        if who is not None and (refused := call.not_the_holders(who)):
            return refused
        if call.state == "resolved":
            return "call_closed"
        if who is not None and call.state != "on_scene":
            return "not_arrived"
        if not call.has_contact:
            return "contact_required"
        call.state = "resolved"
        call.withdraw()
        return None

    def release(self, call: Expected, who: str | None) -> str | None:
        """The holder, or a dispatcher (None) for them, gives the call back."""
        if who is not None and (refused := call.not_the_holders(who)):
            return refused
        if call.state == "resolved" or call.holder is None:
            return "call_closed" if call.state == "resolved" else "not_accepted"
        call.back_to_waiting(who)
        return None

    def cry_for_help(self, call: Expected, who: str) -> str | None:
        """Who is there may make it an emergency."""
        if refused := call.not_the_holders(who):
            return refused
        call.rank = EMERGENCY
        return None

    def escalate(self, call: Expected, rank: int | None) -> str | None:
        """A dispatcher may make a call more urgent, never less."""
        if call.state == "resolved":
            return "call_closed"
        if rank is not None and rank > call.rank:
            return "less_urgent"
        call.rank = rank or call.rank
        return None

    def answer(self, call: Expected) -> str | None:
        """Voice contact is contact."""
        call.has_contact = call.has_contact or call.state != "resolved"
        return "call_closed" if call.state == "resolved" else None

    def hold(self, call: Expected) -> str | None:
        """Only a search can be paused."""
        if call.state == "resolved" or call.holder is not None:
            return "call_closed" if call.state == "resolved" else "already_accepted"
        call.withdraw()
        return None

    def reopen(self, call: Expected) -> str | None:
        """A closed call waits again, for everybody, unless the home has another."""
        if call.state != "resolved":
            return "call_open"
        if self.open_call(call.home):
            return "call_already_open"
        call.state, call.holder, call.refused = "waiting", None, set()
        return None
