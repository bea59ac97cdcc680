"""One listener: a bounded queue that a single writer empties, joining whatever waits into one frame.

Nothing is dropped in the middle: a listener that is too slow is closed (4408) and starts again; nobody else notices.
"""

import asyncio
from collections import deque
from enum import IntEnum

import msgspec

from callcenter.domain.asker import SessionId
from callcenter.domain.ids import CallId, OfferId
from callcenter.domain.picture import Viewer
from callcenter.live import messages

MOST_WAITING = 512
MOST_BYTES = 256 * 1024
MOST_UNCONFIRMED_OFFERS = 64


class Close(IntEnum):
    """Why a socket ends; the client reads from it whether and how to come back."""

    NORMAL = 1000
    RESTART = 1012
    LATER = 1013
    MALFORMED = 4400
    NOT_SIGNED_IN = 4401
    NOT_ALLOWED = 4403
    SLOW = 4408
    RESYNC = 4409
    REPLACED = 4410


class ToldOffer(msgspec.Struct, frozen=True):
    """An offer that was sent to this screen, which is to confirm first that it has it, then that it is looked at."""

    seq: int
    call: CallId
    offer: OfferId


class Connection:
    """What waits for one socket; `n` counts its events and positions."""

    def __init__(self, viewer: Viewer, session: SessionId) -> None:
        self.viewer = viewer
        self.session = session
        self.closing: Close | None = None
        self._n = 0
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._arrived = asyncio.Event()
        self._unconfirmed: deque[ToldOffer] = deque()
        self._unseen: dict[OfferId, ToldOffer] = {}

    def say(self, message: bytes) -> None:
        """Queue a message that is not counted: welcome, snapshot, pong, bye."""
        self._waiting.append(message)
        self._arrived.set()

    def tell(self, shared: bytes) -> None:
        """Queue an event; closes the listener when it cannot keep up."""
        self._n += 1
        self._count(messages.event(self._n, shared))

    def place(self, seq: int) -> None:
        """Queue the position, unless more than a position waits already."""
        if not self._waiting:
            self.complete(seq)

    def complete(self, seq: int) -> None:
        """Queue the position behind whatever waits: who has read that far misses nothing."""
        self._n += 1
        self._count(messages.position(self._n, seq))

    def _count(self, message: bytes) -> None:
        self._waiting.append(message)
        self._bytes += len(message)
        if len(self._waiting) > MOST_WAITING or self._bytes > MOST_BYTES:
            self.close(Close.SLOW)
        self._arrived.set()

    def expect(self, offer: ToldOffer, *, is_delivered: bool = False) -> None:
        """Remember an offer until this screen confirms it, and until it is seen."""
        self._unseen[offer.offer] = offer
        if len(self._unseen) > MOST_UNCONFIRMED_OFFERS:
            del self._unseen[next(iter(self._unseen))]
        if is_delivered:
            return
        self._unconfirmed.append(offer)
        if len(self._unconfirmed) > MOST_UNCONFIRMED_OFFERS:
            self.close(Close.SLOW)

    def confirm(self, seq: int) -> list[ToldOffer]:
        """The offers that an `ack` up to `seq` confirms."""
        confirmed = []
        while self._unconfirmed and self._unconfirmed[0].seq <= seq:
            confirmed.append(self._unconfirmed.popleft())
        return confirmed

    def see(self, offer: OfferId) -> ToldOffer | None:
        """The offer that was looked at, the first time; None for one that this screen was never told of."""
        return self._unseen.pop(offer, None)

    def close(self, code: Close) -> None:
        """End this listener; what waits is not sent any more, except a restart's last words."""
        if self.closing is None:
            self.closing = code
            if code is Close.SLOW:
                self._waiting.clear()
            self._arrived.set()

    async def next_frame(self) -> bytes | None:
        """Everything that waits, as one frame; None when the listener is to be closed."""
        while not self._waiting and self.closing is None:
            self._arrived.clear()
            await self._arrived.wait()
        if not self._waiting:
            return None
        joined = list(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return messages.frame(joined)
