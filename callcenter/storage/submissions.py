"""What can be handed to the committer, and what comes back.

A submission is a command with its address: a unit's signal, a verb on a call, a shift, a policy. The answer is the JSON
that the asker gets, already written to disk, so that the same request again gets the same bytes.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from callcenter.domain import errors
from callcenter.domain.commands import Deliver, OpenByHand, See, Verb
from callcenter.domain.facts import Actor
from callcenter.domain.ids import CallId, CallState, StaffId, UnitId
from callcenter.domain.policy import Policy
from callcenter.domain.supervision import Signal


class Key(msgspec.Struct, frozen=True):
    """An idempotency key: who used it, and a digest of the whole request."""

    id: UUID
    actor: str
    request: bytes


class HearSignal(msgspec.Struct, frozen=True, kw_only=True):
    """A unit said something; `message` is the text as it came, kept as evidence."""

    unit: UnitId
    signal: Signal
    message: bytes


class OnCall(msgspec.Struct, frozen=True, kw_only=True):
    """A command on one call."""

    call: CallId
    command: Verb | Deliver | See
    key: Key | None = None


class OpenCall(msgspec.Struct, frozen=True, kw_only=True):
    """A dispatcher opens a call."""

    command: OpenByHand
    key: Key | None = None


class StartShift(msgspec.Struct, frozen=True, kw_only=True):
    """A person comes on duty."""

    staff: StaffId
    actor: Actor
    can_ring: bool


class ChangeShift(msgspec.Struct, frozen=True, kw_only=True):
    """A phone can ring, or not."""

    staff: StaffId
    actor: Actor
    can_ring: bool


class EndShift(msgspec.Struct, frozen=True, kw_only=True):
    """A person goes off duty."""

    staff: StaffId
    actor: Actor


class ChangePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Another policy comes into force; `policy.version` is the one its author started from."""

    policy: Policy
    actor: Actor


ShiftSubmission = StartShift | ChangeShift | EndShift
Submission = HearSignal | OnCall | OpenCall | ShiftSubmission | ChangePolicy


class UnitsCall(msgspec.Struct, frozen=True, kw_only=True):
    """What a home may know of its open call: that help is coming, who, and in how many minutes."""

    id: CallId
    state: CallState
    caregiver: str | None = None
    arriving_in_minutes: int | None = None


class SignalAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The acknowledgement of a signal; `seq` is the feed number it stands behind."""

    received_at: datetime
    duplicate: bool
    seq: int
    call: UnitsCall | None
    next_heartbeat_seconds: int
    warning: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """The bytes for the asker, or the refusal to raise."""

    body: bytes = b""
    error: errors.CallCenterError | None = None

    def result(self) -> bytes:
        """The bytes; raises the refusal instead when there is one."""
        if self.error is not None:
            raise self.error
        return self.body


_KINDS = {kind.__name__: kind for kind in (errors.Refused, errors.NotFound, errors.Forbidden, errors.Malformed)}


def to_record(answer: Answer) -> bytes:
    """An answer as it is kept beside its idempotency key."""
    if answer.error is None:
        return answer.body
    error = answer.error
    kept = {"kind": type(error).__name__, "code": error.code, "message": error.message, "details": error.details}
    return msgspec.json.encode({"refusal": kept})


def from_record(record: bytes | str) -> Answer:
    """The inverse of `to_record`."""
    kept = msgspec.json.decode(record)
    if "refusal" not in kept:
        return Answer(record.encode() if isinstance(record, str) else record)
    refusal = kept["refusal"]
    return Answer(error=_KINDS[refusal["kind"]](refusal["code"], refusal["message"], **refusal["details"]))
