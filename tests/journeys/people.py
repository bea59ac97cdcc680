"""The people of the journeys. They know the wire and nothing of the building: what they do, they do over HTTP."""

from typing import Any
from uuid import uuid4

import httpx
import msgspec

from tests.journeys.centre import Centre, unit_token
from tests.journeys.screens import Screen


class Resident:
    """Somebody at home, with the unit and the pager of the same number."""

    def __init__(self, centre: Centre, number: str) -> None:
        self.id, self.unit, self.pager = f"R{number}", f"U{number}", f"P{number}"
        self._centre = centre
        self._boot = uuid4().hex[:8]
        self._n = 0

    def presses(self, button: str = "emergency", **fields: object) -> str:
        """Press a button of the pager; the id of the call this press belongs to."""
        answer = self.signals(kind="press", button=button, pager=self.pager, **fields)
        assert answer.status_code == httpx.codes.OK, answer.text
        return str(answer.json()["call"]["id"])

    def signals(self, **fields: object) -> httpx.Response:
        """The unit says something, under its next number."""
        self._n += 1
        return self.sends({"boot": self._boot, "n": self._n, **fields})

    def sends(self, message: object) -> httpx.Response:
        """The unit sends exactly this."""
        return self.sends_bytes(msgspec.json.encode(message))

    def sends_bytes(self, body: bytes) -> httpx.Response:
        """The unit sends these bytes, whatever they are."""
        headers = {"Authorization": f"Bearer {unit_token(self.unit)}", "Content-Type": "application/json"}
        return self._centre.http.post("/api/v1/signals", content=body, headers=headers)


class Person:
    """Somebody of the staff."""

    def __init__(self, centre: Centre, id_: str) -> None:
        self.id = id_
        self.screens: list[Screen] = []
        self._centre = centre

    @property
    def token(self) -> str:
        """What a program of theirs shows."""
        return self._centre.token_of(self.id)

    @property
    def headers(self) -> dict[str, str]:
        """How it shows it."""
        return {"Authorization": f"Bearer {self.token}"}

    def asks(self, method: str, path: str, **parts: Any) -> httpx.Response:  # noqa: ANN401 - the parts of a request, as httpx takes them
        """One request under /api/v1."""
        headers = {**self.headers, **parts.pop("headers", {})}
        return self._centre.http.request(method, f"/api/v1{path}", headers=headers, **parts)

    def tries(self, verb: str, call: str, **body: object) -> httpx.Response:
        """Use a verb on a call, whatever comes of it."""
        return self.tries_as(str(uuid4()), verb, call, **body)

    def tries_as(self, key: str, verb: str, call: str, **body: object) -> httpx.Response:
        """The same under an Idempotency-Key: twice the same key is the same request again."""
        return self.asks("POST", f"/calls/{call}/{verb}", json=body, headers={"Idempotency-Key": key})

    def does(self, verb: str, call: str, **body: object) -> dict[str, Any]:
        """Use a verb on a call that must succeed; the call afterwards."""
        answer = self.tries(verb, call, **body)
        assert answer.status_code == httpx.codes.OK, answer.text
        afterwards: dict[str, Any] = answer.json()["call"]
        return afterwards

    def reads(self, call: str) -> dict[str, Any]:
        """A call with its facts and the resident's card."""
        answer = self.asks("GET", f"/calls/{call}")
        assert answer.status_code == httpx.codes.OK, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def facts_of(self, call: str) -> list[str]:
        """The kinds of the call's facts, in order."""
        return [fact["kind"] for fact in self.reads(call)["facts"]]

    def screen(self, *, confirms: bool = True) -> Screen:
        """A screen of theirs, not yet connected."""
        self.screens.append(Screen(self._centre.url, self.headers, me=self.id, confirms=confirms))
        return self.screens[-1]

    def opens_screen(self, *, confirms: bool = True) -> Screen:
        """A screen of theirs that shows a snapshot already."""
        return self.screen(confirms=confirms).begins()

    def starts_shift(self) -> None:
        """Come on duty with a phone that rings."""
        answer = self.asks("POST", "/me/shift", json={"can_ring": True})
        assert answer.status_code == httpx.codes.CREATED, answer.text


class Town:
    """Everybody of the small district, by name; leaves it as it was found."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self._people: dict[str, Person] = {}
        self._policy_changed = False

    def person(self, id_: str) -> Person:
        """Somebody of the staff, such as C101 or D1."""
        return self._people.setdefault(id_, Person(self.centre, id_))

    def resident(self, number: str = "101") -> Resident:
        """Who lives in that home."""
        return Resident(self.centre, number)

    def follows(self, **numbers: object) -> None:
        """Put a policy with these numbers into force: the clock that journeys can wind."""
        self._policy_changed = True
        answer = self.person("A1").asks("POST", "/policies", json=numbers)
        assert answer.status_code == httpx.codes.CREATED, answer.text

    def offers(self, who: str, home: str = "101") -> tuple[Person, str]:
        """A caregiver on duty, and a call from this home that was put to her screen."""
        caregiver = self.person(who)
        caregiver.starts_shift()
        phone = caregiver.opens_screen()
        call = self.resident(home).presses()
        phone.hears("offer_made", call=call, caregiver=who)
        return caregiver, call

    def goes_to_rest(self) -> None:
        """Switch every screen off, close every call, send everybody home, go back to the ordinary policy."""
        desk = self.person("D1")
        for call in desk.asks("GET", "/calls", params={"state": "open"}).json()["calls"]:
            desk.does("answer", call["id"], take_over=True)
            desk.does("resolve", call["id"], outcome="helped")
        for person in self._people.values():
            for screen in person.screens:
                screen.drops()
            if person.id.startswith(("C", "V")):
                person.asks("DELETE", "/me/shift")
        if self._policy_changed:
            self.follows()
