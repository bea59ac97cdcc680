"""The names things go by, and the small closed sets of words that the wire, the tables and the screens share."""

from enum import StrEnum
from typing import NewType
from uuid import UUID

CallId = NewType("CallId", UUID)
OfferId = NewType("OfferId", UUID)
UnitId = NewType("UnitId", str)
PagerId = NewType("PagerId", str)
ResidentId = NewType("ResidentId", str)
StationId = NewType("StationId", str)
StaffId = NewType("StaffId", str)


class Role(StrEnum):
    """Who acts: a person of the centre, a unit at home, or the centre's own clockwork."""

    CAREGIVER = "caregiver"
    DISPATCHER = "dispatcher"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    UNIT = "unit"
    SYSTEM = "system"


class Button(StrEnum):
    """The two buttons of a pager: red and green."""

    EMERGENCY = "emergency"
    ASSISTANCE = "assistance"


class CallKind(StrEnum):
    """What a call is about, most urgent first."""

    EMERGENCY = "emergency"
    ASSISTANCE = "assistance"
    TECHNICAL = "technical"
    WELFARE = "welfare"

    @property
    def priority(self) -> int:
        """1 is the most urgent; boards and queues sort by it."""
        return list(CallKind).index(self) + 1

    @classmethod
    def of_priority(cls, priority: int) -> "CallKind":
        """The kind that has this priority."""
        return list(cls)[priority - 1]


class CallState(StrEnum):
    """Where a call stands on its walk."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    TRAVELLING = "travelling"
    ON_SCENE = "on_scene"
    RESOLVED = "resolved"


class OfferState(StrEnum):
    """How far an offer has got; `open` and `delivered` still await an answer."""

    OPEN = "open"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def awaits_answer(self) -> bool:
        """True while the caregiver may still say yes or no."""
        return self in {OfferState.OPEN, OfferState.DELIVERED}


class LateStep(StrEnum):
    """The step that did not follow in time after an acceptance."""

    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    RESOLUTION = "resolution"


class Fault(StrEnum):
    """A trouble of the equipment that lasts until its opposite is reported."""

    BATTERY_LOW = "battery_low"
    PAGER_BATTERY_LOW = "pager_battery_low"
    MAINS_LOST = "mains_lost"
    TAMPER = "tamper"
    RADIO_LOST = "radio_lost"


class SignalKind(StrEnum):
    """What a unit can say."""

    PRESS = "press"
    CANCEL = "cancel"
    HEARTBEAT = "heartbeat"
    STATUS = "status"
    TEST = "test"
    PRESENCE = "presence"


class ReportedFault(StrEnum):
    """The trouble words of a status signal; two of them end a trouble."""

    BATTERY_LOW = "battery_low"
    PAGER_BATTERY_LOW = "pager_battery_low"
    MAINS_LOST = "mains_lost"
    MAINS_RESTORED = "mains_restored"
    TAMPER = "tamper"
    RADIO_LOST = "radio_lost"
    RADIO_RESTORED = "radio_restored"
