"""The words of `care.v1`, both ways. A frame is one JSON object, or an array of objects when several wait."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

SUBPROTOCOL = "care.v1"
PING_SECONDS = 10
CLIENT_SILENCE_SECONDS = 25.0
LARGEST_FRAME_BYTES = 4096

Sequence = Annotated[int, Meta(ge=0, le=2**62)]


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


NOTHING = msgspec.Raw(b"null")


class Ping(msgspec.Struct, frozen=True, tag="ping"):
    """The client lives; `sent` comes back unread."""

    sent: msgspec.Raw = NOTHING


ClientMessage = Hello | Ack | Ping
_decoder: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)


def read(text: str | bytes) -> ClientMessage:
    """One frame of a client; raises `msgspec.DecodeError` on anything that is not in the contract."""
    return _decoder.decode(text)


def welcome(epoch: str, seq: int, mode: str, now: datetime) -> bytes:
    """The server's first word."""
    return msgspec.json.encode(
        {"type": "welcome", "epoch": epoch, "seq": seq, "mode": mode, "now": now, "ping_seconds": PING_SECONDS}
    )


def snapshot(seq: int, state: object) -> bytes:
    """Everything the viewer may see, complete up to `seq`."""
    return msgspec.json.encode({"type": "snapshot", "seq": seq, "state": state})


def event(n: int, shared: bytes) -> bytes:
    """One fact; `shared` is the same for every viewer of its kind and starts at `"seq"`."""
    return b'{"type":"event","n":%d,%b}' % (n, shared)


def position(n: int, seq: int) -> bytes:
    """Complete up to `seq`, though nothing more was for this viewer."""
    return b'{"type":"position","n":%d,"seq":%d}' % (n, seq)


def pong(sent: msgspec.Raw, now: datetime) -> bytes:
    """The echo, with the server's time."""
    return msgspec.json.encode({"type": "pong", "sent": sent, "now": now})


def bye(reason: str, retry_in: tuple[int, int]) -> bytes:
    """Come back later: in a random number of milliseconds from this range."""
    return msgspec.json.encode({"type": "bye", "reason": reason, "retry_in": retry_in})


def frame(messages: list[bytes]) -> bytes:
    """One frame from the messages that wait."""
    return messages[0] if len(messages) == 1 else b"[%b]" % b",".join(messages)
