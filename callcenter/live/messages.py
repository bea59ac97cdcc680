"""The words of `care.v1`, both ways. A frame is one JSON object, or an array of objects when several wait."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from callcenter.domain.ids import OfferId
from callcenter.live.state import Fact, LiveChanged, LiveGone, LiveState

SUBPROTOCOL = "care.v1"
PING_SECONDS = 10
CLIENT_SILENCE_SECONDS = 25.0
LARGEST_FRAME_BYTES = 4096

Sequence = Annotated[int, Meta(ge=0, le=2**62)]
Mode = Literal["resume", "snapshot"]


class Resume(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the client had got to: the database it knew and the last feed number it applied."""

    epoch: Annotated[str, Meta(max_length=100)]
    seq: Sequence


class Hello(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="hello"):
    """The client's first word."""

    resume: Resume | None = None


class Ack(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="ack"):
    """Everything up to `seq` has been applied; for an offer it is sent at once."""

    seq: Sequence


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="seen"):
    """This offer is on a screen that is looked at: more than an `ack`, which a phone in a pocket sends too."""

    offer: OfferId


def _nothing() -> msgspec.Raw:
    return msgspec.Raw(b"null")


class Ping(msgspec.Struct, frozen=True, tag="ping"):
    """The client lives; `sent` comes back unread."""

    sent: msgspec.Raw = msgspec.field(default_factory=_nothing)


class Welcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="welcome"):
    """The server's first word: what the client is told next, and by which clock."""

    epoch: str
    seq: int
    mode: Mode
    now: datetime
    ping_seconds: int = PING_SECONDS


class Snapshot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="snapshot"):
    """Everything the viewer may see, complete up to `seq`."""

    seq: int
    state: LiveState


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="event"):
    """One fact, and what it changes on this screen; `n` counts this connection's events and positions."""

    n: int
    seq: int
    fact: Fact
    changed: LiveChanged | UnsetType = UNSET
    gone: LiveGone | UnsetType = UNSET


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="position"):
    """Complete up to `seq`, though nothing more was for this viewer; also the heartbeat, once a second."""

    n: int
    seq: int


class Pong(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="pong"):
    """The echo, with the server's time."""

    sent: msgspec.Raw
    now: datetime


class Bye(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="bye"):
    """Come back later: in a random number of milliseconds from the range `retry_in`."""

    reason: str
    retry_in: tuple[int, int]


ClientMessage = Hello | Ack | Seen | Ping
ServerMessage = Welcome | Snapshot | Event | Position | Pong | Bye
_decoder: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)


def read(text: str | bytes) -> ClientMessage:
    """One frame of a client; raises `msgspec.DecodeError` on anything that is not in the contract."""
    return _decoder.decode(text)


def say(message: Welcome | Pong | Bye) -> bytes:
    """A message that is not counted."""
    return msgspec.json.encode(message)


def snapshot(seq: int, state: object) -> bytes:
    """A `Snapshot` of a state that the picture has made ready."""
    return msgspec.json.encode({"type": "snapshot", "seq": seq, "state": state})


def event(n: int, shared: bytes) -> bytes:
    """An `Event`; `shared` is the same for every viewer of its kind and starts at `"seq"`."""
    return b'{"type":"event","n":%d,%b}' % (n, shared)


def position(n: int, seq: int) -> bytes:
    """A `Position`."""
    return b'{"type":"position","n":%d,"seq":%d}' % (n, seq)


def frame(messages: list[bytes]) -> bytes:
    """One frame from the messages that wait."""
    return messages[0] if len(messages) == 1 else b"[%b]" % b",".join(messages)
