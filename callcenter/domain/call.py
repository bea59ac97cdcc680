"""A call, from the press on the pager to the caregiver's goodbye, as its facts have left it.

`evolution` makes it, one fact after the other; nothing else does.
"""

from datetime import datetime

import msgspec

from callcenter.domain.ids import (
    Button,
    CallId,
    CallKind,
    CallState,
    LateStep,
    OfferId,
    OfferState,
    ResidentId,
    StaffId,
    StationId,
    UnitId,
)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """The call as it was put to one caregiver."""

    id: OfferId
    caregiver: StaffId
    wave: int
    state: OfferState
    made_at: datetime
    expires_at: datetime
    delivered_at: datetime | None = None
    seen_at: datetime | None = None
    ended_at: datetime | None = None
    distance_metres: int | None = None


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A dispatcher's lease on talking to the home; stale after `until`."""

    dispatcher: StaffId
    since: datetime
    until: datetime


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """The projection of one call's facts.

    `offers` keeps the newest to each caregiver; `routed_from` is when the present search for a caregiver began,
    `walk_version` the version at which state or holder last changed.
    """

    id: CallId
    number: str
    kind: CallKind
    button: Button | None
    priority: int
    state: CallState
    version: int
    walk_version: int
    resident: ResidentId | None
    station: StationId | None
    unit: UnitId | None
    received_at: datetime
    raised_at: datetime
    routed_from: datetime
    updated_at: datetime
    pressed_at: datetime | None = None
    clock_suspect: bool = False
    reason: str | None = None
    wave: int = 0
    escalated_at: datetime | None = None
    offers: tuple[Offer, ...] = ()
    refused_by: frozenset[StaffId] = frozenset()
    repeats: int = 0
    cancel_requested_at: datetime | None = None
    unanswered_at: datetime | None = None
    answered_at: datetime | None = None
    claim: Claim | None = None
    first_human_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: StaffId | None = None
    arriving_in_minutes: int | None = None
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    first_arrived_at: datetime | None = None
    arrived_by: StaffId | None = None
    arrival_proven: bool = False
    held_until: datetime | None = None
    late: bool = False
    late_steps: tuple[LateStep, ...] = ()
    breach: bool = False
    resolved_at: datetime | None = None
    outcome: str | None = None
    outcome_reason: str | None = None
    satisfaction: int | None = None
    notes: int = 0
    due_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """True until a person closes the call."""
        return self.state is not CallState.RESOLVED

    @property
    def is_task(self) -> bool:
        """A technical call is work for a station: nobody is paged, nothing sounds."""
        return self.kind is CallKind.TECHNICAL

    @property
    def pending_offers(self) -> tuple[Offer, ...]:
        """The offers that still await an answer."""
        return tuple(offer for offer in self.offers if offer.state.awaits_answer)

    def latest_offer_to(self, caregiver: StaffId) -> Offer | None:
        """The newest offer to this caregiver, whatever became of it."""
        return next((offer for offer in reversed(self.offers) if offer.caregiver == caregiver), None)
