"""The demo district in a running centre, as browsers meet it; what people do elsewhere, they do over the wire."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
from pypinyin import Style, pinyin

from callcenter.domain.ids import Role, StationId, UnitId
from callcenter.flow.demo_district import Credentials, StaffCredential, UnitCredential
from callcenter.flow.seeding import CREDENTIALS, seed_demo
from callcenter.storage.database import Database
from tests.conftest import TEMPLATE, drop, with_database
from tests.journeys.centre import Centre, connected, wait_until

T = TypeVar("T")


class Demo:
    """A running centre with everybody of the demo district in it."""

    def __init__(self, centre: Centre, credentials: Credentials) -> None:
        self.centre = centre
        self.url = centre.url
        self.staff = {person.login: person for person in credentials.staff}
        self.units = {home.unit: home for home in credentials.units}
        self._tokens: dict[str, str] = {}
        self._boot = secrets.token_hex(4)
        self._n = 0
        self._policy_changed = False

    def person(self, role: Role, *, station: StationId | None = None, place: int = 0) -> StaffCredential:
        """Somebody of that role, of that station if one is named; `place` counts from 0."""
        found = [one for one in self.staff.values() if one.role == role and station in {None, one.station}]
        return found[place]

    def name_of(self, login: str) -> str:
        """What this person is called."""
        return str(self.rows("SELECT name FROM staff WHERE login = $1", login)[0]["name"])

    def home(self, station: StationId, place: int = 0) -> UnitCredential:
        """A home of that station; `place` counts from 0."""
        return [home for home in self.units.values() if home.station == station][place]

    def home_with_key_safe(self) -> UnitCredential:
        """A home of the first station that has a box with a key beside its door."""
        known = self.rows("SELECT id FROM residents WHERE key_safe_code IS NOT NULL AND station = 'S1' ORDER BY id")
        return next(home for home in self.units.values() if home.resident == known[0]["id"])

    def presses(self, unit: UnitId, button: str = "emergency") -> str:
        """Press a button of the home with this unit; the id of the call that the press belongs to."""
        home = self.units[unit]
        self._n += 1
        message = {"boot": self._boot, "n": self._n, "kind": "press", "button": button, "pager": home.pager}
        answer = self.centre.http.post(
            "/api/v1/signals", json=message, headers={"Authorization": f"Bearer {home.token}"}
        )
        assert answer.status_code == httpx.codes.OK, answer.text
        return str(answer.json()["call"]["id"])

    def asks(self, login: str, method: str, path: str, **parts: Any) -> httpx.Response:  # noqa: ANN401 - the parts of a request, as httpx takes them
        """One request under /api/v1 by a program of this person's."""
        headers = {"Authorization": f"Bearer {self._token_of(login)}", "Idempotency-Key": str(uuid4())}
        return self.centre.http.request(method, f"/api/v1{path}", headers=headers, **parts)

    def does(self, login: str, verb: str, call: str, **body: object) -> dict[str, Any]:
        """Use a verb on a call that must succeed; the call afterwards."""
        answer = self.asks(login, "POST", f"/calls/{call}/{verb}", json=body)
        assert answer.status_code == httpx.codes.OK, answer.text
        afterwards: dict[str, Any] = answer.json()["call"]
        return afterwards

    def follows(self, **numbers: object) -> None:
        """Put a policy with these numbers into force until the test is over."""
        self._policy_changed = bool(numbers)
        answer = self.asks(self.person(Role.ADMINISTRATOR).login, "POST", "/policies", json=numbers)
        assert answer.status_code == httpx.codes.CREATED, answer.text

    def resident_of(self, unit: str) -> dict[str, Any]:
        """Who lives in the home with this unit, with everything that is known of them."""
        [row] = self.rows("SELECT * FROM residents WHERE id = $1", self.units[UnitId(unit)].resident)
        return row

    def initials_of(self, resident: str) -> str:
        """The first letters of the name's syllables, as one types them."""
        [row] = self.rows("SELECT name FROM residents WHERE id = $1", resident)
        return "".join(syllables[0] for syllables in pinyin(row["name"], style=Style.FIRST_LETTER))

    def facts_of(self, call: str, *kinds: str) -> list[dict[str, Any]]:
        """What happened to the call, in order; only these kinds of facts, if any are named."""
        desk = self.person(Role.DISPATCHER).login
        facts: list[dict[str, Any]] = self.asks(desk, "GET", f"/calls/{call}").json()["facts"]
        return [fact for fact in facts if not kinds or fact["kind"] in kinds]

    def waits_until_older_than(self, call: str, *, seconds: float) -> None:
        """By the clock of the database, which alone decides anything."""
        age = "SELECT extract(epoch FROM clock_timestamp() - received_at)::float8 AS age FROM calls WHERE id = $1"
        wait_until(lambda: self.rows(age, UUID(call))[0]["age"] > seconds)

    def reveals_of(self, call: str) -> list[str]:
        """The logins of those who have looked at the code of this call's home."""
        query = "SELECT lower(staff) AS login FROM reveals WHERE call = $1 AND 'key_safe_code' = ANY (fields)"
        rows = self.rows(query, UUID(call))
        return [str(row["login"]) for row in rows]

    def is_on_duty(self, login: str) -> bool:
        """Whether offers are put to this person."""
        return login in self._on_duty()

    def guesses_wrong(self, login: str, *, until_told_to_wait: int) -> None:
        """Somebody tries passwords for this login until they have to wait so many seconds at least."""
        guess = {"login": login, "password": "guessed"}
        while (
            int(self.centre.http.post("/api/v1/tokens", json=guess).headers.get("Retry-After", 0)) < until_told_to_wait
        ):
            pass

    def ends_sessions_of(self, login: str) -> None:
        """Somebody who may has ended every session of this person."""
        self._tokens.pop(login, None)
        self.rows("DELETE FROM sessions USING staff WHERE staff.id = sessions.staff AND login = $1", login)

    def holder_of(self, call: str) -> str | None:
        """The login of whoever has accepted it."""
        [row] = self.rows("SELECT lower(accepted_by) AS login FROM calls WHERE id = $1", UUID(call))
        return row["login"] and str(row["login"])

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """A look into the database, for what no door shows."""
        return elsewhere(lambda: self.centre.rows(query, *values))

    def goes_to_rest(self) -> None:
        """Close every call, send everybody home, go back to the ordinary policy."""
        desk = self.person(Role.DISPATCHER).login
        while calls := self.asks(desk, "GET", "/calls", params={"state": "open"}).json()["calls"]:
            for call in calls:
                self.does(desk, "answer", call["id"], take_over=True)
                self.does(desk, "resolve", call["id"], outcome="helped")
        for login in self._on_duty():
            self.asks(login, "DELETE", "/me/shift")
        if self._policy_changed:
            self.follows()

    def _on_duty(self) -> list[str]:
        return [
            row["login"]
            for row in self.rows("SELECT login FROM staff JOIN duties ON duties.staff = staff.id WHERE is_on_duty")
        ]

    def _token_of(self, login: str) -> str:
        if login not in self._tokens:
            sign_in = {"login": login, "password": self.staff[login].password}
            answer = self.centre.http.post("/api/v1/tokens", json=sign_in)
            assert answer.status_code == httpx.codes.CREATED, answer.text
            self._tokens[login] = answer.json()["token"]
        return self._tokens[login]


def elsewhere(work: Callable[[], T]) -> T:
    """Do what runs an event loop of its own: Playwright has one in this thread already."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()


@contextmanager
def seeded(server_url: str) -> Iterator[tuple[str, Credentials]]:
    """The name of a database with the demo district, to make others from, and how to get in."""
    name = f"demo_{uuid4().hex[:16]}"
    with TemporaryDirectory(prefix="callcenter-") as folder, _made(server_url, name, TEMPLATE) as url:
        elsewhere(lambda: asyncio.run(_seed(url, Path(folder))))
        yield name, msgspec.json.decode((Path(folder) / CREDENTIALS).read_bytes(), type=Credentials)


@contextmanager
def open_demo(server_url: str, template: str, credentials: Credentials) -> Iterator[Demo]:
    """A running centre on a copy of that database, gone afterwards."""
    with (
        TemporaryDirectory(prefix="callcenter-") as folder,
        _made(server_url, f"b_{uuid4().hex[:16]}", template) as url,
    ):
        centre = Centre(url, Path(folder))
        with centre.http:
            try:
                yield Demo(centre.start(), credentials)
            finally:
                centre.stop()


@contextmanager
def _made(server_url: str, name: str, template: str) -> Iterator[str]:
    _on_server(server_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield with_database(server_url, name)
    finally:
        elsewhere(lambda: connected(server_url, lambda connection: drop(connection, name)))


def _on_server(server_url: str, statement: str) -> None:
    async def run(connection: asyncpg.Connection) -> None:
        await connection.execute(statement)

    elsewhere(lambda: connected(server_url, run))


async def _seed(url: str, folder: Path) -> None:
    database = Database(url, pool_size=2, name="test")
    await database.open()
    await seed_demo(database, folder)
    await database.close()
