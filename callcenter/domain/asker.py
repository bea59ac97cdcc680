"""Who stands at a door: one person of the staff, signed in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from callcenter.domain.facts import Actor
from callcenter.domain.ids import Role, StaffId, StationId
from callcenter.domain.picture import Viewer

SessionId = NewType("SessionId", str)


class SessionKind(StrEnum):
    """Who keeps the token: a browser in a cookie, or a program."""

    BROWSER = "browser"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """A person and the session that speaks for them; `station` is None for those who serve the whole district."""

    id: StaffId
    login: str
    name: str
    role: Role
    station: StationId | None
    session: SessionId

    @property
    def actor(self) -> Actor:
        """The same person as facts name them."""
        return Actor(role=self.role, id=self.id)

    @property
    def viewer(self) -> Viewer:
        """The same person as the live picture sees them."""
        return Viewer(id=self.id, role=self.role, station=self.station)
