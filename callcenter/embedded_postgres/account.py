"""Who runs PostgreSQL, and where that account may go.

PostgreSQL refuses to run as root; root therefore hands it to an account that exists already. A root-owned directory,
the shelter, takes the programs and the cluster when they would lie where that account may not go (root's home, say).
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callcenter.embedded_postgres.errors import EmbeddedPostgresError

SHELTER = Path("/var/lib/callcenter-embedded")
ACCOUNTS = ("postgres", "_postgres", "nobody")
BARE_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class Account:
    """The account that PostgreSQL runs under; our own, unless we are root."""

    name: str
    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def options(self) -> dict[str, Any]:
        """What a subprocess needs in order to become this account, with none of our secrets in its environment."""
        become = {} if self.is_us else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return {"cwd": "/", "env": BARE_ENVIRONMENT, **become}

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, check=False, capture_output=True, text=True, **self.options())

    def may_enter(self, directory: Path) -> bool:
        return self.is_us or self.run("/bin/sh", "-c", 'cd "$0"', directory).returncode == 0

    def may_run(self, program: Path) -> bool:
        try:
            return self.run(program, "--version").returncode == 0
        except PermissionError:
            return False


def account_for(cluster: Path | None) -> Account:
    """The owner of the cluster if there is one; else ourselves or, for root, an account made for such work."""
    uid = os.geteuid() if cluster is None else cluster.stat().st_uid
    if uid != 0:
        return _known(uid, place=cluster)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedPostgresError("PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody`.")


def _known(uid: int, *, place: Path | None) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPostgresError(
            f"PostgreSQL runs only under an account with a name, and user id {uid} has none: add it to /etc/passwd."
        ) from None
    if os.geteuid() not in (0, uid):
        raise EmbeddedPostgresError(f"{place} belongs to {entry.pw_name}: run as {entry.pw_name} or as root.")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def sheltered(bin_dir: Path, *, version: str, account: Account, shelter: Path) -> Path:
    """A directory from which `account` can run these programs: this one, or a copy made once and kept."""
    if account.is_us or account.may_run(bin_dir / "initdb"):
        return bin_dir
    prefix = bin_dir.parent
    own_directory(shelter)
    copy = shelter / f"{version}-{_fingerprint(prefix)}"
    if not copy.exists():
        _copy_programs(prefix, copy)
    own_directory(copy)
    return copy / prefix.parent.name / prefix.name / bin_dir.name


def own_directory(directory: Path) -> None:
    """Make a directory that all may enter and root alone may write; refuse one that others could have filled."""
    if not directory.exists():
        directory.mkdir(parents=True)
        directory.chmod(0o755)
    facts = directory.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
        raise EmbeddedPostgresError(f"{directory} can be written by others than root: look into it, then remove it.")


def _fingerprint(prefix: Path) -> str:
    files = sorted(path for part in ("bin", "lib") for path in (prefix / part).rglob("*") if path.is_file())
    listing = "\n".join(f"{path.relative_to(prefix)} {path.stat().st_size}" for path in files)
    return hashlib.sha256(listing.encode()).hexdigest()[:8]


def _copy_programs(prefix: Path, copy: Path) -> None:
    package = prefix.parent
    parts = [prefix / "bin", prefix / "lib", prefix / "share"]
    beside = [package / ".dylibs", package.parent / f"{package.name}.libs"]
    with tempfile.TemporaryDirectory(dir=copy.parent) as scratch:
        stage = Path(scratch, "programs")
        for part in (*parts, *(place for place in beside if place.is_dir())):
            shutil.copytree(part, stage / part.relative_to(package.parent), symlinks=True)
        for path in (stage, *stage.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            stage.rename(copy)
        except OSError:
            if not copy.exists():
                raise
