"""What stands beside a call on a screen: the home it comes from, and the numbers of the policy that screens count by.

Boards see who lives there and where. A caregiver sees no more than an age and whether somebody is alone, until they
hold the call and ask for the card.
"""

import msgspec

from callcenter.domain.call import Call
from callcenter.domain.ids import ResidentId
from callcenter.domain.policy import Policy, StepLimits, Targets


class HomeOnScreen(msgspec.Struct, frozen=True, kw_only=True):
    """A resident's home; what is absent is not for this viewer, what is null is not known."""

    resident: ResidentId
    birth_date: str | None
    lives_alone: bool
    name: str | msgspec.UnsetType = msgspec.UNSET
    sex: str | msgspec.UnsetType | None = msgspec.UNSET
    risk_marks: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    address: str | msgspec.UnsetType = msgspec.UNSET
    latitude: float | msgspec.UnsetType | None = msgspec.UNSET
    longitude: float | msgspec.UnsetType | None = msgspec.UNSET

    def without_name(self) -> "HomeOnScreen":
        """As much of it as a caregiver's screen is told."""
        return HomeOnScreen(resident=self.resident, birth_date=self.birth_date, lives_alone=self.lives_alone)


class PolicyOnScreen(msgspec.Struct, frozen=True, kw_only=True):
    """The targets and limits that a screen colours and counts by; the whole document is at `/policies/current`."""

    version: int
    targets: Targets
    emergency: StepLimits
    assistance: StepLimits
    technical: StepLimits
    welfare: StepLimits
    breach_seconds: int
    claim_seconds: int
    claim_heartbeat_seconds: int
    delivery_seconds: int
    hold_max_seconds: int


def on_screen(policy: Policy) -> PolicyOnScreen:
    """The parts of the policy that screens need."""
    return PolicyOnScreen(**{name: getattr(policy, name) for name in PolicyOnScreen.__struct_fields__})


def with_home(call: Call, home: HomeOnScreen | None) -> msgspec.Raw:
    """A whole call for a screen: its JSON with the `home` behind it."""
    return msgspec.Raw(b'%b,"home":%b}' % (msgspec.json.encode(call)[:-1], msgspec.json.encode(home)))
