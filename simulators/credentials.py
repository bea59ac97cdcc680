"""The sign-ins and unit tokens of a seeded district, as `callcenter seed` writes them."""

from pathlib import Path

import msgspec


class WrongUseError(Exception):
    """The command cannot run as it was asked to; the message says what to change."""


class StaffCredential(msgspec.Struct, frozen=True):
    """One person's sign-in."""

    login: str
    password: str
    role: str
    station: str | None = None


class UnitCredential(msgspec.Struct, frozen=True):
    """One home's unit, its pager and its token."""

    unit: str
    pager: str
    token: str
    resident: str
    station: str


class Credentials(msgspec.Struct, frozen=True):
    """Everybody who may sign in and every home that may press."""

    staff: list[StaffCredential]
    units: list[UnitCredential]

    def with_role(self, role: str) -> list[StaffCredential]:
        """Give the people of one role."""
        return [person for person in self.staff if person.role == role]

    def without(self, *, logins: frozenset[str], units: frozenset[str]) -> "Credentials":
        """Leave out those whom the newcomer will play; refuses a name that is not there."""
        unknown = (logins - {person.login for person in self.staff}) | (units - {home.unit for home in self.units})
        if unknown:
            message = f"cannot leave out {', '.join(sorted(unknown))}: not in the credentials"
            raise WrongUseError(message)
        return Credentials(
            [person for person in self.staff if person.login not in logins],
            [home for home in self.units if home.unit not in units],
        )


def load(path: Path) -> Credentials:
    """Read a credentials file; raises WrongUseError with the reason when it is missing or malformed."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Credentials)
    except (OSError, msgspec.DecodeError) as error:
        message = f"cannot read credentials from {path}: {error}"
        raise WrongUseError(message) from error
