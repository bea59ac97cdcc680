"""Commands: what somebody wants, in the imperative. `decision.decide` turns each into facts or refuses it.

The verbs of people carry who asks (`actor`), what they saw (`version`, None when they did not say) and their device's
time (`at`, evidence only); a caregiver's `asker_station` bounds what they may know of. `Due` is the clock knocking.
"""

from datetime import datetime

import msgspec

from callcenter.domain.facts import Actor
from callcenter.domain.ids import Button, CallId, CallKind, OfferId, ResidentId, StaffId, StationId


class _Command(msgspec.Struct, frozen=True, kw_only=True):
    actor: Actor
    asker_station: StationId | None = None
    version: int | None = None
    at: datetime | None = None


class OpenByHand(_Command, frozen=True, kw_only=True):
    """A dispatcher opens a call for a resident."""

    resident: ResidentId
    station: StationId | None
    kind: CallKind
    note: str | None = None


class RaiseTask(_Command, frozen=True, kw_only=True):
    """The clockwork opens a technical call for a station, about one unit or a whole area."""

    resident: ResidentId | None
    station: StationId | None
    reason: str


class Due(_Command, frozen=True, kw_only=True):
    """The call's next deadline has come, or somebody became free for it."""


class Deliver(_Command, frozen=True, kw_only=True):
    """The caregiver's screen confirmed an offer."""

    offer: OfferId


class See(_Command, frozen=True, kw_only=True):
    """The offer is on the caregiver's visible screen."""

    offer: OfferId


class Accept(_Command, frozen=True, kw_only=True):
    """I go."""


class Decline(_Command, frozen=True, kw_only=True):
    """I cannot go."""

    reason: str | None = None


class Depart(_Command, frozen=True, kw_only=True):
    """I am on my way."""


class Arrive(_Command, frozen=True, kw_only=True):
    """I am at the door."""


class Resolve(_Command, frozen=True, kw_only=True):
    """The call is done, with an outcome."""

    outcome: str
    reason: str | None = None
    satisfaction: int | None = None


class Release(_Command, frozen=True, kw_only=True):
    """Give the call back to routing."""

    reason: str | None = None


class Answer(_Command, frozen=True, kw_only=True):
    """A dispatcher talks to the home; repeated by the holder it renews the claim."""

    take_over: bool = False


class Assign(_Command, frozen=True, kw_only=True):
    """A dispatcher names who goes."""

    caregiver: StaffId


class Escalate(_Command, frozen=True, kw_only=True):
    """Ask the next wave now; `kind` may make the call more urgent."""

    kind: CallKind | None = None


class Note(_Command, frozen=True, kw_only=True):
    """Write a remark on the timeline."""

    text: str


class Hold(_Command, frozen=True, kw_only=True):
    """Pause routing; None means as long as the policy allows."""

    seconds: int | None = None
    reason: str | None = None


class Reopen(_Command, frozen=True, kw_only=True):
    """A closed call was closed too early."""

    reason: str | None = None


Verb = Accept | Decline | Depart | Arrive | Resolve | Release | Answer | Assign | Escalate | Note | Hold | Reopen
CallCommand = Verb | Due | Deliver | See


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """A press on its way into the rules, with what the registry knows of its home."""

    boot: str
    n: int
    button: Button
    received_at: datetime
    pager: str | None = None
    pressed_at: datetime | None = None
    clock_suspect: bool = False
    reason: str | None = None


class FollowUp(msgspec.Struct, frozen=True):
    """What one command causes on another call, in the same transaction."""

    call: CallId
    command: CallCommand
