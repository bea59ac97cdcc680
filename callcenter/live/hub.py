"""The hub: the picture of this moment, the last events, and everybody who listens.

It is fed by the feed reader and asked by the doors; it waits for no screen and never reads the database. Who joins gets
either everything missed since their last number, or a snapshot: wholly the one or wholly the other.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from datetime import datetime

import structlog

from callcenter.domain import facts as f
from callcenter.domain.asker import SessionId
from callcenter.domain.facts import Fact
from callcenter.domain.ids import OfferState, StaffId
from callcenter.domain.picture import Change, Picture, Viewer
from callcenter.live import messages
from callcenter.live.connection import MOST_BYTES, MOST_WAITING, Close, Connection, ToldOffer
from callcenter.live.messages import Hello
from callcenter.live.relay import Relay

log = structlog.get_logger()

REMEMBERED_EVENTS = 8_192
SESSION_CONNECTIONS = 8
# Well below what a screen may have waiting, or a burst would close screens that had no turn to take anything.
TOLD_AT_ONCE_BYTES = 64 * 1024


class Hub:
    """Everybody who is connected to this process."""

    def __init__(self) -> None:
        self.epoch = ""
        self.picture: Picture | None = None
        # While the feed is not heard there are no positions: a screen that joins then must not take itself for live.
        self.is_current = False
        self._recent: deque[Relay] = deque(maxlen=REMEMBERED_EVENTS)
        self._listeners: dict[Connection, None] = {}
        self._heard: dict[StaffId, float] = {}

    @property
    def seq(self) -> int:
        """The last feed number told."""
        return self.picture.seq if self.picture else 0

    @property
    def listeners(self) -> int:
        """How many sockets are open."""
        return len(self._listeners)

    @property
    def sessions(self) -> set[SessionId]:
        """The sessions behind the open sockets."""
        return {listener.session for listener in self._listeners}

    def show(self, epoch: str, picture: Picture, recent: Iterable[Change] = ()) -> None:
        """Start from this picture; whoever listened to another database, or missed a part, starts again."""
        for listener in list(self._listeners):
            listener.close(Close.RESYNC)
        self.epoch = epoch
        self.picture = picture
        self._recent = deque((Relay(change) for change in recent), maxlen=REMEMBERED_EVENTS)

    def publish(self, numbered: Iterable[tuple[int, Fact, bytes]]) -> int:
        """Tell everybody the next facts, each only what they may see; the bytes for whoever sees most of them."""
        assert self.picture is not None, "show() comes first"
        told = 0
        for seq, fact, body in numbered:
            relay = Relay(self.picture.apply(seq, fact, body))
            self._recent.append(relay)
            for listener in self._listeners:
                _tell(listener, relay)
            told += relay.longest
        return told

    async def publish_by_turns(self, numbered: Iterable[tuple[int, Fact, bytes]]) -> None:
        """The same, with a turn for the writers after each part, however much happens in one moment."""
        told = 0
        for one in numbered:
            told += self.publish([one])
            if told >= TOLD_AT_ONCE_BYTES:
                told = 0
                await asyncio.sleep(0)
        await asyncio.sleep(0)

    def place(self) -> None:
        """Tell everybody how far the feed is complete: the heartbeat of the boards."""
        for listener in self._listeners:
            listener.place(self.seq)

    def join(self, connection: Connection, hello: Hello, now: datetime) -> str | None:
        """Let a listener in, with all it missed or a snapshot; the mode, or None when there is no picture yet."""
        if self.picture is None:
            connection.close(Close.LATER)
            return None
        missed = self._missed(connection.viewer, hello)
        mode: messages.Mode = "snapshot" if missed is None else "resume"
        connection.say(messages.say(messages.Welcome(self.epoch, self.seq, mode, now)))
        if missed is None:
            connection.say(messages.snapshot(self.seq, self.picture.snapshot(connection.viewer)))
        else:
            for relay in missed:
                _tell(connection, relay)
        self._expect_sight_of_offers(connection)
        if self.is_current:
            connection.complete(self.seq)
        self._make_room(connection)
        self._listeners[connection] = None
        return mode

    def leave(self, connection: Connection) -> None:
        """Forget a listener."""
        self._listeners.pop(connection, None)

    def end_sessions(self, ended: set[SessionId]) -> None:
        """Close the sockets of sessions that are over."""
        for listener in self._listeners:
            if listener.session in ended:
                listener.close(Close.NOT_SIGNED_IN)

    def say_goodbye(self, retry_in: tuple[int, int]) -> None:
        """Send everybody away for a restart, spread over `retry_in` milliseconds."""
        for listener in self._listeners:
            listener.say(messages.say(messages.Bye("restart", retry_in)))
            listener.close(Close.RESTART)

    def hear(self, staff: StaffId) -> None:
        """A screen of this person has said something."""
        self._heard[staff] = asyncio.get_running_loop().time()

    def take_heard(self) -> dict[StaffId, float]:
        """Everybody heard since this was asked last, and how many seconds ago."""
        now = asyncio.get_running_loop().time()
        heard = {staff: now - at for staff, at in self._heard.items()}
        self._heard.clear()
        return heard

    def _missed(self, viewer: Viewer, hello: Hello) -> list[Relay] | None:
        resume = hello.resume
        if resume is None or resume.epoch != self.epoch or resume.seq > self.seq:
            return None
        if resume.seq < self.seq and (not self._recent or self._recent[0].change.seq > resume.seq + 1):
            return None
        missed: list[Relay] = []
        bytes_missed = 0
        for relay in self._recent:
            if relay.change.seq > resume.seq and (shared := relay.for_viewer(viewer)):
                missed.append(relay)
                bytes_missed += len(shared)
        is_little = len(missed) < MOST_WAITING // 2 and bytes_missed < MOST_BYTES // 2
        return missed if is_little else None

    def _expect_sight_of_offers(self, connection: Connection) -> None:
        assert self.picture is not None, "only called with a picture"
        for call in self.picture.calls.values():
            for offer in call.pending_offers:
                if offer.caregiver == connection.viewer.id and offer.seen_at is None:
                    is_delivered = offer.state is OfferState.DELIVERED
                    connection.expect(ToldOffer(self.seq, call.id, offer.id), is_delivered=is_delivered)

    def _make_room(self, newcomer: Connection) -> None:
        same = [listener for listener in self._listeners if listener.session == newcomer.session]
        for oldest in same[: max(0, len(same) + 1 - SESSION_CONNECTIONS)]:
            oldest.close(Close.REPLACED)


def _tell(listener: Connection, relay: Relay) -> None:
    shared = relay.for_viewer(listener.viewer)
    if shared is None or listener.closing is not None:
        return
    listener.tell(shared)
    body = relay.change.fact.body
    call = relay.change.fact.stamp.call
    if isinstance(body, f.OfferMade) and body.caregiver == listener.viewer.id and call is not None:
        listener.expect(ToldOffer(relay.change.seq, call, body.offer))
