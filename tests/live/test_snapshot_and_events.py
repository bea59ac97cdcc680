"""An old snapshot and the events since make exactly the new snapshot: after every kind of fact, for everybody."""

import copy
from datetime import UTC, datetime
from typing import get_args

import msgspec
import pytest

from callcenter.domain import facts
from callcenter.domain.picture import Viewer
from callcenter.flow import watching
from callcenter.live.hub import Hub
from callcenter.live.messages import Hello, Resume
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.feed import read_after
from callcenter.storage.pictures import read_picture
from tests.live.screen import EVERYBODY, Screen, State, in_order, seen
from tests.storage.morning import Morning

NOW = datetime(2026, 11, 22, tzinfo=UTC)
EVERY_KIND = {body.__struct_config__.tag for body in get_args(facts.Body)}


class Watch:
    """A hub that follows the feed by hand, four screens before it, and what each of them showed after each fact."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.hub = Hub()
        self.screens = [Screen(viewer, session=viewer.id) for viewer in EVERYBODY]
        self.shown: dict[int, dict[str, State]] = {}
        self.kinds: set[str] = set()
        self.wrong: list[str] = []

    async def begin(self) -> None:
        """Start from the picture as it is now; everybody joins."""
        self.hub.show("epoch", *await watching.begin(self._database))
        for screen in self.screens:
            self.hub.join(screen.connection, Hello(), NOW)
        await self._compare("the beginning")

    async def follow(self, step: str) -> None:
        """Hear the facts of one step, one by one; afterwards the tables must show the same picture."""
        async with self._database.reading() as connection:
            news = await read_after(connection, self.hub.seq, 256)
        for one in news:
            kind = facts.kind_of(one.fact.body)
            self.kinds.add(kind)
            self.hub.publish([(one.seq, one.fact, one.body)])
            self.hub.place()
            await self._compare(f"{step}: {one.seq} {kind}")
        fresh = await read_picture(self._database)
        self._note(step, [seen(fresh, viewer) for viewer in EVERYBODY])

    async def _compare(self, when: str) -> None:
        assert self.hub.picture is not None, "the hub shows a picture"
        for screen in self.screens:
            await screen.read()
        self._note(when, [seen(self.hub.picture, viewer) for viewer in EVERYBODY])
        self.shown[self.hub.seq] = {screen.viewer.id: copy.deepcopy(screen.state) for screen in self.screens}

    def _note(self, when: str, expected: list[State]) -> None:
        for screen, state in zip(self.screens, expected, strict=True):
            shows = in_order(copy.deepcopy(screen.state))
            self.wrong += [
                f"{screen.viewer.id} after {when}, {table}: {shows[table]} and not {state[table]}"
                for table in state
                if shows[table] != state[table]
            ]


@pytest.fixture
async def watch(committer: Committer, district: Database) -> Watch:
    """The whole morning, watched."""
    watch = Watch(district)
    await watch.begin()
    async for step in Morning(committer, district).steps():
        await watch.follow(step)
    return watch


async def _resumed(hub: Hub, viewer: Viewer, state: State, seq: int) -> Screen:
    screen = Screen(viewer, session="again", state=copy.deepcopy(state), seq=seq)
    hub.join(screen.connection, Hello(resume=Resume(hub.epoch, seq)), NOW)
    await screen.read()
    hub.leave(screen.connection)
    return screen


async def _differences_after_resuming(hub: Hub, watch: Watch) -> list[str]:
    """Who comes back from where, and does not see what everybody sees."""
    assert hub.picture is not None, "the hub shows a picture"
    wrong = []
    for seq, states in watch.shown.items():
        for viewer in EVERYBODY:
            screen = await _resumed(hub, viewer, states[viewer.id], seq)
            right = seen(hub.picture, viewer)
            if screen.mode != "resume" or screen.seq != hub.seq or in_order(screen.state) != right:
                wrong.append(f"{viewer.id} from {seq}: {screen.mode}, {screen.seq} of {hub.seq}")
    return wrong


async def _written(district: Database) -> dict[int, State]:
    """The facts as they are on disk, by number."""
    async with district.reading() as connection:
        rows = await connection.fetch("SELECT seq, body FROM facts")
    return {row["seq"]: {"seq": row["seq"], **msgspec.json.decode(row["body"])} for row in rows}


async def test_every_screen_stays_true_through_every_kind_of_fact_and_every_interruption(
    watch: Watch, district: Database
) -> None:
    """Board, caregiver, neighbour and stranger: live, back after any interruption, and after a restart."""
    restarted = Hub()
    restarted.show("epoch", *await watching.begin(district))

    heard = {message["seq"]: message["fact"] for message in watch.screens[0].heard if message["type"] == "event"}

    assert watch.kinds == EVERY_KIND
    assert heard == await _written(district)
    assert watch.wrong == []
    assert await _differences_after_resuming(watch.hub, watch) == []
    assert await _differences_after_resuming(restarted, watch) == []


async def test_nobody_hears_of_another_stations_call_unless_it_is_put_to_them(watch: Watch) -> None:
    """A caregiver's socket carries their own station and what was offered to them, and not a byte more."""
    assert watch.hub.picture is not None
    heard = [message["fact"] for message in watch.screens[3].heard if message["type"] == "event"]
    offered = {fact["call"] for fact in heard if fact.get("caregiver") == "C301" and fact["kind"] == "offer_made"}

    assert {fact["call"] for fact in heard if fact["station"] != "S3" and fact["call"]} == offered
    assert "U101" not in str(heard)
    assert all("document" not in fact or fact["kind"] == "policy_changed" for fact in heard)
