"""Phones watched: whose has said nothing for too long while they are on duty, and whose is heard again.

A phone is heard through the socket of any screen of its owner, at whatever process; starting a shift counts as being
heard. Silence takes nothing from anybody: the boards show it, and routing asks a silent phone last.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.duty import Duty
from callcenter.domain.policy import Policy


def silent_after(policy: Policy) -> timedelta:
    """How long a phone may say nothing before it counts as silent."""
    return timedelta(seconds=policy.phone_silent_seconds)


def watch(duty: Duty, policy: Policy, now: datetime) -> tuple[Duty, f.PhoneSilent | f.PhoneRestored | None]:
    """The duty as it is by the last sign of life, and what that changed; the same again is no news."""
    heard_at = duty.heard_at
    if heard_at is None:
        return duty, None
    if duty.silent_since is None and heard_at < now - silent_after(policy):
        return replace(duty, silent_since=now), f.PhoneSilent(caregiver=duty.staff, last_heard_at=heard_at)
    if duty.silent_since is not None and heard_at > duty.silent_since:
        return replace(duty, silent_since=None), f.PhoneRestored(caregiver=duty.staff)
    return duty, None


class Vigil:
    """How long a process has watched without a break, in seconds of its own clock.

    After a start or a break everybody gets their full time first: other processes may have been unable to write down
    whom they hear.
    """

    def __init__(self, now: float, *, longest_pause_seconds: float) -> None:
        self._since = self._last = now
        self._longest_pause_seconds = longest_pause_seconds

    def has_lasted(self, now: float, policy: Policy) -> bool:
        """True when silence means something by now; asked once a look."""
        if now - self._last > self._longest_pause_seconds:
            self._since = now
        self._last = now
        return now - self._since >= policy.phone_silent_seconds
