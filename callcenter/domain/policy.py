"""The policy: every number that routing, escalation and supervision follow, in one validated document.

The defaults are those of the district (design §6); a changed document becomes the next version and the old ones stay.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from callcenter.domain.errors import Malformed
from callcenter.domain.ids import CallKind

Seconds = Annotated[int, Meta(ge=0, le=7 * 86_400)]
SomeSeconds = Annotated[int, Meta(ge=1, le=7 * 86_400)]
# A screen says something every ten seconds and is written down every five: less would take healthy phones for silent.
PhoneSeconds = Annotated[int, Meta(ge=20, le=86_400)]
Count = Annotated[int, Meta(ge=1, le=1_000)]
Share = Annotated[float, Meta(gt=0, le=1)]

LAST_ASKING_WAVE = 4
BREACH_WAVE = 5


class StepLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long each step may take after an acceptance, for one kind of call."""

    departure_seconds: SomeSeconds
    arrival_seconds: SomeSeconds
    resolution_seconds: SomeSeconds


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A promise that reports are held against: `share` of calls within `within_seconds`."""

    within_seconds: SomeSeconds
    share: Share


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Answer: the figures of the telecare audit. Arrival: the 15-minute circle, with 30, 45 and 60 beside it."""

    answer: tuple[Target, ...] = (
        Target(within_seconds=60, share=0.975),
        Target(within_seconds=180, share=0.99),
    )
    arrival: tuple[Target, ...] = (
        Target(within_seconds=900, share=0.9),
        Target(within_seconds=1800, share=0.9),
        Target(within_seconds=2700, share=0.9),
        Target(within_seconds=3600, share=1.0),
    )


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole document; waves 1 to 5 start `wave_seconds` after the call was raised (or came back)."""

    version: Annotated[int, Meta(ge=0)] = 0
    wave_seconds: Annotated[tuple[Seconds, Seconds, Seconds, Seconds, Seconds], Meta(description="waves 1..5")] = (
        0,
        30,
        60,
        120,
        180,
    )
    repeat_seconds: SomeSeconds = 60
    first_wave_size: Count = 3
    neighbour_stations: Count = 2
    max_open_offers: Count = 3
    offer_seconds: SomeSeconds = 60
    delivery_seconds: SomeSeconds = 5
    breach_seconds: SomeSeconds = 180
    claim_seconds: SomeSeconds = 45
    claim_heartbeat_seconds: SomeSeconds = 15
    hold_max_seconds: SomeSeconds = 900
    emergency: StepLimits = StepLimits(departure_seconds=300, arrival_seconds=900, resolution_seconds=3600)
    assistance: StepLimits = StepLimits(departure_seconds=300, arrival_seconds=1800, resolution_seconds=7200)
    technical: StepLimits = StepLimits(departure_seconds=3600, arrival_seconds=7200, resolution_seconds=14_400)
    welfare: StepLimits = StepLimits(departure_seconds=3600, arrival_seconds=7200, resolution_seconds=14_400)
    task_reminder_seconds: SomeSeconds = 7200
    travel_metres_per_minute: Count = 150
    heartbeat_seconds: SomeSeconds = 60
    heartbeat_open_call_seconds: SomeSeconds = 5
    silent_after_missed: Count = 3
    phone_silent_seconds: PhoneSeconds = 30
    area_incident_units: Count = 10
    battery_low_percent: Annotated[int, Meta(ge=0, le=100)] = 20
    clock_suspect_seconds: SomeSeconds = 300
    targets: Targets = Targets()

    def limits(self, kind: CallKind) -> StepLimits:
        """The step limits of a kind of call."""
        match kind:
            case CallKind.EMERGENCY:
                return self.emergency
            case CallKind.ASSISTANCE:
                return self.assistance
            case CallKind.TECHNICAL:
                return self.technical
            case CallKind.WELFARE:
                return self.welfare


def check(policy: Policy) -> None:
    """Refuse a document that contradicts itself; raises `Malformed` with code `policy_invalid`."""
    waves = policy.wave_seconds
    if waves[0] != 0:
        msg = "the first wave starts at once: wave_seconds[0] must be 0"
        raise Malformed("policy_invalid", msg)
    if list(waves) != sorted(set(waves)):
        msg = "each wave starts after the one before: wave_seconds must grow"
        raise Malformed("policy_invalid", msg)
    if policy.delivery_seconds >= policy.offer_seconds:
        msg = "an offer must outlive its delivery: delivery_seconds must be below offer_seconds"
        raise Malformed("policy_invalid", msg)
    if policy.claim_seconds < policy.claim_heartbeat_seconds:
        msg = "a claim must outlive its heartbeat: claim_seconds must not be below claim_heartbeat_seconds"
        raise Malformed("policy_invalid", msg)


def read(document: bytes | str) -> Policy:
    """A checked policy from JSON; raises `Malformed` naming the first wrong field."""
    try:
        policy = msgspec.json.decode(document, type=Policy)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise Malformed("policy_invalid", str(wrong)) from wrong
    check(policy)
    return policy
