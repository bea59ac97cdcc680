"""Facts: what happened, in the past tense, never changed afterwards.

A fact is a `Stamp` (when, about which call and its version there, whose station, who did it) around a body of its own
kind. On disk and on the wire the two are one flat JSON object; the feed adds `seq` when it numbers the fact.
"""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from callcenter.domain.ids import (
    Button,
    CallId,
    CallKind,
    Fault,
    LateStep,
    OfferId,
    PagerId,
    ResidentId,
    Role,
    StaffId,
    StationId,
    UnitId,
)


class Actor(msgspec.Struct, frozen=True):
    """Who did it: a person by role and staff id, a unit, or the system itself."""

    role: Role
    id: str


SYSTEM = Actor(role=Role.SYSTEM, id="system")


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What every fact carries; `version` counts the facts of its call, from 1 on.

    `claimed_at` is when a person's device says that it was done: evidence, for a deed that waited for a network.
    """

    at: datetime
    call: CallId | None
    version: int | None
    station: StationId | None
    actor: Actor
    claimed_at: datetime | UnsetType = UNSET


class _Body(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    pass


class CallRaised(_Body, frozen=True, kw_only=True, tag="call_raised"):
    """A press or a person opened a call. `received_at` is when the first byte of it reached us."""

    call_kind: CallKind
    resident: ResidentId | None
    received_at: datetime
    number: str = ""
    unit: UnitId | None = None
    boot: str | None = None
    n: int | None = None
    button: Button | None = None
    pager: PagerId | None = None
    pressed_at: datetime | None = None
    clock_suspect: bool = False
    reason: str | None = None


class CallRepeated(_Body, frozen=True, kw_only=True, tag="call_repeated"):
    """A later press joined the open call; `call_kind` is the kind from now on."""

    call_kind: CallKind
    unit: UnitId
    boot: str
    n: int
    button: Button
    received_at: datetime
    pressed_at: datetime | None = None


class CancelRequested(_Body, frozen=True, kw_only=True, tag="cancel_requested"):
    """The home asked to cancel; shown, never obeyed without a person's contact."""

    unit: UnitId
    boot: str
    n: int
    received_at: datetime


class OfferMade(_Body, frozen=True, kw_only=True, tag="offer_made"):
    """The call was put to one caregiver."""

    offer: OfferId
    caregiver: StaffId
    wave: int
    expires_at: datetime
    distance_metres: int | None = None


class OfferDelivered(_Body, frozen=True, kw_only=True, tag="offer_delivered"):
    """The caregiver's own screen confirmed the offer."""

    offer: OfferId
    caregiver: StaffId


class OfferSeen(_Body, frozen=True, kw_only=True, tag="offer_seen"):
    """The offer was on a screen that somebody could look at; before this a phone may have it in a pocket."""

    offer: OfferId
    caregiver: StaffId


class OfferDeclined(_Body, frozen=True, kw_only=True, tag="offer_declined"):
    """The caregiver said no; this call is not offered to them again."""

    offer: OfferId
    caregiver: StaffId
    reason: str | None = None


class OfferExpired(_Body, frozen=True, kw_only=True, tag="offer_expired"):
    """Nobody answered the offer in its time."""

    offer: OfferId
    caregiver: StaffId


class OfferWithdrawn(_Body, frozen=True, kw_only=True, tag="offer_withdrawn"):
    """The offer is off, and why; `accepted_by` names who was first."""

    offer: OfferId
    caregiver: StaffId
    reason: str
    accepted_by: StaffId | None = None


class CallEscalated(_Body, frozen=True, kw_only=True, tag="call_escalated"):
    """Routing moved on to `wave`; `skipped` waves had nobody to ask; `call_kind` when the call became more urgent."""

    wave: int
    reason: str
    skipped: tuple[int, ...] = ()
    call_kind: CallKind | None = None


class CallUnanswered(_Body, frozen=True, kw_only=True, tag="call_unanswered"):
    """Nobody has taken the call: the boards sound."""

    wave: int


class CallBreached(_Body, frozen=True, kw_only=True, tag="call_breached"):
    """The answer limit has passed without a human; a written review is owed."""

    limit_seconds: int


class CallAnswered(_Body, frozen=True, kw_only=True, tag="call_answered"):
    """A dispatcher has voice contact and claims the call until `until`; `renewed` tells the lease's heartbeat."""

    dispatcher: StaffId
    until: datetime
    renewed: bool = False
    taken_from: StaffId | None = None


class CallAccepted(_Body, frozen=True, kw_only=True, tag="call_accepted"):
    """A caregiver is going; `replaces` names a late one who was overtaken."""

    caregiver: StaffId
    offer: OfferId | None = None
    arriving_in_minutes: int | None = None
    replaces: StaffId | None = None


class CallAssigned(_Body, frozen=True, kw_only=True, tag="call_assigned"):
    """A dispatcher named who goes."""

    caregiver: StaffId
    arriving_in_minutes: int | None = None
    replaces: StaffId | None = None


class CaregiverDeparted(_Body, frozen=True, kw_only=True, tag="caregiver_departed"):
    """The caregiver is on the way."""

    caregiver: StaffId


class CaregiverArrived(_Body, frozen=True, kw_only=True, tag="caregiver_arrived"):
    """The caregiver says they are at the door."""

    caregiver: StaffId


class ArrivalProven(_Body, frozen=True, kw_only=True, tag="arrival_proven"):
    """The home unit saw the caregiver's badge: the arrival is not only self-declared."""

    caregiver: StaffId
    unit: UnitId


class CallReleased(_Body, frozen=True, kw_only=True, tag="call_released"):
    """The caregiver gave the call back, or lost it; it waits again."""

    caregiver: StaffId
    reason: str


class CallLate(_Body, frozen=True, kw_only=True, tag="call_late"):
    """A step after acceptance did not follow in time."""

    step: LateStep
    limit_seconds: int


class CallNoted(_Body, frozen=True, kw_only=True, tag="call_noted"):
    """Somebody wrote a remark."""

    text: str


class CallHeld(_Body, frozen=True, kw_only=True, tag="call_held"):
    """Routing pauses until a set time, never longer than the policy allows."""

    until: datetime
    reason: str | None = None


class CallReopened(_Body, frozen=True, kw_only=True, tag="call_reopened"):
    """A closed call waits again, from now."""

    reason: str


class CallResolved(_Body, frozen=True, kw_only=True, tag="call_resolved"):
    """A person closed the call with an outcome."""

    outcome: str
    reason: str | None = None
    satisfaction: int | None = None
    caregiver: StaffId | None = None


class UnitSilent(_Body, frozen=True, kw_only=True, tag="unit_silent"):
    """Too many heartbeats are missing."""

    unit: UnitId
    last_heard_at: datetime
    resident: ResidentId | None = None


class UnitRestored(_Body, frozen=True, kw_only=True, tag="unit_restored"):
    """A silent unit was heard again."""

    unit: UnitId


class UnitFault(_Body, frozen=True, kw_only=True, tag="unit_fault"):
    """The equipment reported a trouble."""

    unit: UnitId
    fault: Fault
    resident: ResidentId | None = None


class UnitFaultCleared(_Body, frozen=True, kw_only=True, tag="unit_fault_cleared"):
    """The trouble is over."""

    unit: UnitId
    fault: Fault


class SignalsMissing(_Body, frozen=True, kw_only=True, tag="signals_missing"):
    """The unit's counter jumped: these messages have not reached us."""

    unit: UnitId
    boot: str
    first: int
    last: int


class ShiftStarted(_Body, frozen=True, kw_only=True, tag="shift_started"):
    """A caregiver is on duty; `planned` tells whether the roster knew."""

    caregiver: StaffId
    can_ring: bool
    planned: bool


class ShiftChanged(_Body, frozen=True, kw_only=True, tag="shift_changed"):
    """The phone can ring again, or cannot."""

    caregiver: StaffId
    can_ring: bool


class ShiftEnded(_Body, frozen=True, kw_only=True, tag="shift_ended"):
    """A caregiver went off duty."""

    caregiver: StaffId


class PhoneSilent(_Body, frozen=True, kw_only=True, tag="phone_silent"):
    """On duty, and no screen of theirs has said anything for too long."""

    caregiver: StaffId
    last_heard_at: datetime


class PhoneRestored(_Body, frozen=True, kw_only=True, tag="phone_restored"):
    """A silent phone was heard again."""

    caregiver: StaffId


class PolicyChanged(_Body, frozen=True, kw_only=True, tag="policy_changed"):
    """Another policy is in force; `document` is the whole of it."""

    policy_version: int
    document: dict[str, Any]


CallBody = (
    CallRaised
    | CallRepeated
    | CancelRequested
    | OfferMade
    | OfferDelivered
    | OfferSeen
    | OfferDeclined
    | OfferExpired
    | OfferWithdrawn
    | CallEscalated
    | CallUnanswered
    | CallBreached
    | CallAnswered
    | CallAccepted
    | CallAssigned
    | CaregiverDeparted
    | CaregiverArrived
    | ArrivalProven
    | CallReleased
    | CallLate
    | CallNoted
    | CallHeld
    | CallReopened
    | CallResolved
)
DutyBody = ShiftStarted | ShiftChanged | ShiftEnded | PhoneSilent | PhoneRestored
OtherBody = UnitSilent | UnitRestored | UnitFault | UnitFaultCleared | SignalsMissing | DutyBody | PolicyChanged
Body = CallBody | OtherBody


class Fact(msgspec.Struct, frozen=True):
    """One thing that happened, with its stamp."""

    stamp: Stamp
    body: Body


_encoder = msgspec.json.Encoder()
_stamp_decoder = msgspec.json.Decoder(Stamp)
_body_decoder: msgspec.json.Decoder[Body] = msgspec.json.Decoder(Body)


def kind_of(body: Body) -> str:
    """The fact's name on the wire, such as `call_raised`."""
    return str(body.__struct_config__.tag)


def to_json(fact: Fact) -> bytes:
    """The flat object that is stored, hashed and sent; the kind comes first."""
    return _encoder.encode(fact.body)[:-1] + b"," + _encoder.encode(fact.stamp)[1:]


def from_json(text: bytes | str) -> Fact:
    """The inverse of `to_json`; raises `msgspec.ValidationError` on anything else."""
    return Fact(_stamp_decoder.decode(text), _body_decoder.decode(text))
