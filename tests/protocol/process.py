"""One process of the service: what it remembers of the feed, and the sockets that hang on it. The real hub, small.

Its limits are small too, so that a simulation meets them: a queue that overflows, a ring that has forgotten.
"""

from collections.abc import Iterable
from datetime import datetime

from callcenter.domain.asker import SessionId
from callcenter.domain.facts import Fact
from callcenter.domain.ids import OfferId
from callcenter.domain.picture import Viewer
from callcenter.live import connection as connections
from callcenter.live import hub as hubs
from callcenter.live import messages
from callcenter.live.connection import Close, Connection, ToldOffer
from callcenter.live.hub import Hub
from tests.protocol.town import an_empty_picture

Numbered = tuple[int, Fact, bytes]

for room in (connections, hubs):
    vars(room)["MOST_WAITING"] = 40
hubs.REMEMBERED_EVENTS = 80


class Socket:
    """One socket as the process has it; what waits is taken from it unless the line is stuck."""

    def __init__(self, viewer: Viewer) -> None:
        self.connection = Connection(viewer, SessionId(viewer.id))
        self.is_stuck = False

    def frames(self) -> list[str]:
        """Every frame that the writer can send now."""
        frames: list[str] = []
        while not self.is_stuck and self.connection._waiting:
            try:
                self.connection.next_frame().send(None)
            except StopIteration as done:
                frames.append(done.value.decode())
        return frames


class Process:
    """Follows the feed as far as it is told to, which may be behind."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.sockets: dict[str, Socket] = {}

    def begin(self, epoch: str, feed: Iterable[Numbered], *, remembers: bool) -> None:
        """Start from the feed as it is; without a ring nobody can resume what came before."""
        picture = an_empty_picture()
        changes = [picture.apply(*one) for one in feed]
        self.hub.show(epoch, picture, changes if remembers else [])
        self.hub.is_current = True

    def follow(self, feed: list[Numbered]) -> None:
        """Tell everybody what is new."""
        self.hub.publish(feed[self.hub.seq :])
        self.hub.is_current = True

    def join(self, name: str, viewer: Viewer, hello: str, now: datetime) -> None:
        """Somebody says hello on a new socket."""
        socket = self.sockets[name] = Socket(viewer)
        message = messages.read(hello)
        assert isinstance(message, messages.Hello), "hello comes first"
        self.hub.join(socket.connection, message, now)

    def hear(self, name: str, text: str, now: datetime) -> tuple[list[ToldOffer], list[ToldOffer]]:
        """One frame of a client; the offers it confirms, and those it says are looked at."""
        connection = self.sockets[name].connection
        match messages.read(text):
            case messages.Ping(sent=sent):
                connection.say(messages.say(messages.Pong(sent, now)))
            case messages.Ack(seq=seq):
                return connection.confirm(seq), []
            case messages.Seen(offer=offer):
                told = connection.see(OfferId(offer))
                return [], [told] if told else []
            case messages.Hello():
                connection.close(Close.MALFORMED)
        return [], []

    def leave(self, name: str) -> None:
        """The socket is gone."""
        if socket := self.sockets.pop(name, None):
            self.hub.leave(socket.connection)
