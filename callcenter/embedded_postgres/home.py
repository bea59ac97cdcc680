"""What lies in `<data_dir>/postgres`: locks, the log, and what must be remembered from one start to the next.

The locks are the kernel's: they vanish with the process that holds them, however it dies.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from callcenter.embedded_postgres.errors import EmbeddedPostgresError

LOG_BYTES = 10_000_000
TAIL_BYTES = 2_000
QUEUE_SECONDS = 120


class FileLock:
    """A lock on a file, kept until closed or until the process ends, whichever is first."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    @property
    def is_closed(self) -> bool:
        return self.fd < 0

    def share(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        """Become the only holder if nobody else holds it; never waits."""
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let go. A child that inherited the file keeps the lock."""
        if not self.is_closed:
            os.close(self.fd)
            self.fd = -1


@dataclass(frozen=True, slots=True)
class Memory:
    """How to reach the cluster; written before there is one, so that no cluster is ever without its password."""

    cluster: Path
    title: str
    superuser_password: str
    password: str
    port: int = 0
    is_made: bool = False


class Home:
    """The directory itself. Nobody but its owner reads the files; PostgreSQL's account may pass through."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir.expanduser().resolve() / "postgres"
        self.log = self.path / "server.log"
        self.memory = self.path / "cluster.json"

    def prepare(self) -> None:
        self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)

    def lock(self, name: str) -> FileLock:
        return FileLock(self._open(self.path / name))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time decide about starting and stopping."""
        lock = self.lock("startup.lock")
        try:
            deadline = time.monotonic() + QUEUE_SECONDS
            while not lock.try_exclusive():
                if time.monotonic() > deadline:
                    raise EmbeddedPostgresError(
                        f"Another process has been starting or stopping the database in {self.path} for "
                        f"{QUEUE_SECONDS} s: see {self.log}, or try again."
                    )
                time.sleep(0.02)
            yield
        finally:
            lock.close()

    def recall(self) -> Memory | None:
        try:
            kept = json.loads(self.memory.read_text())
            return Memory(**{**kept, "cluster": self.path / kept["cluster"]})
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError) as error:
            raise EmbeddedPostgresError(f"{self.memory} is damaged ({error}): restore it from a backup.") from error

    def remember(self, memory: Memory) -> Memory:
        """Keep it across a power cut, and give it back. A data directory may be moved: its own cluster moves along."""
        inside = memory.cluster.is_relative_to(self.path)
        place = memory.cluster.relative_to(self.path) if inside else memory.cluster
        fresh = self.memory.with_name("cluster.json.new")
        fresh.unlink(missing_ok=True)
        with open(self._open(fresh), "w", encoding="utf-8") as file:  # noqa: PTH123 (a descriptor, not a path)
            json.dump({**asdict(memory), "cluster": str(place)}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.memory)
        sync_directory(self.path)
        return memory

    def open_log(self) -> int:
        """Give the log to append to, after putting a long one aside."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self._open(self.log, os.O_APPEND)

    def log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def log_tail(self, since: int) -> str:
        """What the server said last, of what it wrote after the first `since` bytes."""
        if not self.log.exists():
            return "(no log)"
        with self.log.open("rb") as file:
            file.seek(max(since, self.log_size() - TAIL_BYTES))
            return file.read().decode(errors="replace").strip()

    def _open(self, path: Path, flags: int = 0) -> int:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | flags, 0o600)
        if os.geteuid() == 0:
            owner = self.path.stat()
            os.fchown(fd, owner.st_uid, owner.st_gid)
        return fd


def sync_directory(directory: Path) -> None:
    """Make a rename in this directory survive a power cut."""
    fd = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
