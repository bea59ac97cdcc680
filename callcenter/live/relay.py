"""What each viewer hears of a fact: encoded once for everybody who sees the same of it.

An event carries the fact, what it `changed` in the picture (whole records for what is new on this screen, else only the
fields that differ) and what is `gone` from it. A screen merges and deletes; it needs no rules of its own.
"""

from typing import Any

import msgspec

from callcenter.domain import facts as f
from callcenter.domain.call import Call
from callcenter.domain.ids import StaffId
from callcenter.domain.picture import Change, StaffMember, Viewer, as_seen, call_changes, home_seen, unit_seen
from callcenter.domain.screens import with_home

Sight = tuple[bool, bool, bool, StaffId | None]


class Relay:
    """One fact on its way out, with the encodings made so far."""

    __slots__ = ("_encoded", "change")

    def __init__(self, change: Change) -> None:
        self.change = change
        self._encoded: dict[Sight, bytes] = {}

    @property
    def longest(self) -> int:
        """The bytes that whoever sees most of this was told."""
        return max(map(len, self._encoded.values()), default=0)

    def for_viewer(self, viewer: Viewer) -> bytes | None:
        """The shared part of the event for this viewer; None when it is not theirs to know."""
        change = self.change
        before, after = viewer.sees(change.before), viewer.sees(change.after)
        station = viewer.sees_station(change.fact.stamp.station)
        if not (before or after or station or isinstance(change.fact.body, f.PolicyChanged)):
            return None
        if change.retimed:
            return self._encode(viewer, before=False, after=False)
        concerned = {member.id for member in change.staff}
        sight = (before, after, viewer.sees_everything, viewer.id if viewer.id in concerned else None)
        if sight not in self._encoded:
            self._encoded[sight] = self._encode(viewer, before=before, after=after)
        return self._encoded[sight]

    def _encode(self, viewer: Viewer, *, before: bool, after: bool) -> bytes:
        change = self.change
        parts = [b'"seq":%d,"fact":{"seq":%d,%b' % (change.seq, change.seq, change.body[1:])]
        if changed := self._changed(viewer, before=before, after=after):
            parts.append(b'"changed":' + msgspec.json.encode(changed))
        gone: dict[str, list[Any]] = {}
        if change.before is not None and before and not after:
            gone["calls"] = [change.before.id]
        if change.unit is not None and change.unit.is_well:
            gone["units"] = [change.unit.id]
        if gone:
            parts.append(b'"gone":' + msgspec.json.encode(gone))
        return b",".join(parts)

    def _changed(self, viewer: Viewer, *, before: bool, after: bool) -> dict[str, Any]:
        change = self.change
        changed: dict[str, Any] = {}
        if change.retimed:
            changed["calls"] = {str(c.id): {"due_at": c.due_at} for c in change.retimed if viewer.sees(c)}
        elif change.after is not None and after:
            changed["calls"] = {str(change.after.id): self._call(change.after, viewer, goes_on=before)}
        members = [as_seen(member, viewer) for member in change.staff if self._is_told(member, viewer)]
        if members:
            changed["staff"] = {member.id: member for member in members}
        if change.unit is not None and not change.unit.is_well:
            changed["units"] = {change.unit.id: unit_seen(change.unit, viewer)}
        if change.policy is not None:
            changed["policy"] = change.policy
        return changed

    def _call(self, after: Call, viewer: Viewer, *, goes_on: bool) -> msgspec.Raw | dict[str, Any]:
        """The whole call with its home when it is new on this screen, else only what differs: the home never does."""
        before = self.change.before
        return (
            call_changes(before, after) if goes_on and before else with_home(after, home_seen(self.change.home, viewer))
        )

    def _is_told(self, member: StaffMember, viewer: Viewer) -> bool:
        """Boards hear of everybody, caregivers of themselves and of their colleagues' shifts."""
        colleague = self.change.after is None and viewer.sees_station(member.station)
        return viewer.sees_everything or member.id == viewer.id or colleague
