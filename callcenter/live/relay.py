"""What each viewer hears of a fact: encoded once for everybody who sees the same of it.

An event carries the fact, what it `changed` in the picture (whole records for what is new on this screen, else only the
fields that differ) and what is `gone` from it. A screen merges and deletes; it needs no rules of its own.
"""

from typing import Any

import msgspec

from callcenter.domain import facts as f
from callcenter.domain.picture import Change, Viewer, call_changes

Sight = tuple[bool, bool, bool]


class Relay:
    """One fact on its way out, with the encodings made so far."""

    __slots__ = ("_encoded", "change")

    def __init__(self, change: Change) -> None:
        self.change = change
        self._encoded: dict[Sight, bytes] = {}

    def for_viewer(self, viewer: Viewer) -> bytes | None:
        """The shared part of the event for this viewer; None when it is not theirs to know."""
        change = self.change
        before, after = viewer.sees(change.before), viewer.sees(change.after)
        station = viewer.sees_station(change.fact.stamp.station)
        if not (before or after or station or isinstance(change.fact.body, f.PolicyChanged)):
            return None
        sight = (before, after, station)
        if sight not in self._encoded:
            self._encoded[sight] = self._encode(*sight)
        return self._encoded[sight]

    def _encode(self, before: bool, after: bool, station: bool) -> bytes:  # noqa: FBT001 - a sight, unpacked
        change = self.change
        parts = [b'"seq":%d,"fact":{"seq":%d,%b' % (change.seq, change.seq, change.body[1:])]
        changed: dict[str, dict[str, Any]] = {}
        gone: dict[str, list[Any]] = {}
        if change.after is not None and after:
            whole = change.after if not (before and change.before) else call_changes(change.before, change.after)
            changed["calls"] = {str(change.after.id): whole}
        elif change.before is not None and before:
            gone["calls"] = [change.before.id]
        if station and change.staff:
            changed["staff"] = {member.id: member for member in change.staff}
        if change.unit is not None and change.unit.is_well:
            gone["units"] = [change.unit.id]
        elif change.unit is not None:
            changed["units"] = {change.unit.id: change.unit}
        if changed:
            parts.append(b'"changed":' + msgspec.json.encode(changed))
        if gone:
            parts.append(b'"gone":' + msgspec.json.encode(gone))
        return b",".join(parts)
