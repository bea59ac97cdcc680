"""Opening the embedded database, and letting it go.

Every user sits on a shared lock for as long as it uses the server. Whoever leaves and finds itself alone stops it.
"""

import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from callcenter.embedded_postgres.account import SHELTER, Account, account_for, own_directory, sheltered
from callcenter.embedded_postgres.binaries import find_binaries
from callcenter.embedded_postgres.contact import ADDRESS, NAME, Greeting, refuse_running_loop
from callcenter.embedded_postgres.errors import EmbeddedPostgresError, in_plain_words
from callcenter.embedded_postgres.home import FileLock, Home, Memory
from callcenter.embedded_postgres.server import join, make_cluster, start, stop


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """A running server, kept for us until `release` or the end of this process."""

    url: str = field(repr=False)
    origin: str
    pid: int
    _home: Home = field(repr=False)
    _seat: FileLock = field(repr=False)

    def release(self) -> None:
        """Leave; the last to leave stops the server and waits until it has stopped. Twice does no harm."""
        refuse_running_loop()
        if self._seat.is_closed:
            return
        try:
            with self._home.alone():
                memory = self._home.recall()
                if memory is not None and self._seat.try_exclusive():
                    stop(self._home, memory)
        finally:
            self._seat.close()


def open_embedded(data_dir: Path, *, binaries: Path | None = None, shelter: Path = SHELTER) -> EmbeddedPostgres:
    """Start the database below `data_dir`, or join the one that runs; a first start makes it.

    `shelter` is used only as root, and only for what PostgreSQL's account cannot reach where it is.
    """
    refuse_running_loop()
    home = Home(data_dir)
    try:
        home.prepare()
        with home.alone():
            seat = home.lock("users.lock")
            try:
                seat.share()
                return _open(home, seat, binaries=binaries, shelter=shelter)
            except BaseException:
                seat.close()
                raise
    except OSError as error:
        raise in_plain_words(error) from error


def _open(home: Home, seat: FileLock, *, binaries: Path | None, shelter: Path) -> EmbeddedPostgres:
    memory = home.recall()
    if memory is not None and memory.is_made:
        _check_cluster(home, memory, binaries)
    lock = home.lock("server.lock")
    try:
        greeting = join(home, memory, lock)
        how = "already running"
        if memory is None or greeting is None:
            memory, greeting = _start(home, lock, memory=memory, binaries=binaries, shelter=shelter)
            how = "started"
    finally:
        lock.close()
    return _opened(home, seat, memory=memory, greeting=greeting, how=how)


def _opened(home: Home, seat: FileLock, *, memory: Memory, greeting: Greeting, how: str) -> EmbeddedPostgres:
    account = account_for(memory.cluster)
    return EmbeddedPostgres(
        url=f"postgresql://{NAME}:{memory.password}@{ADDRESS}:{memory.port}/{NAME}",
        origin=f"{memory.title} at {memory.cluster}, port {memory.port}, as {account.name}, {how}",
        pid=greeting.pid,
        _home=home,
        _seat=seat,
    )


def _start(
    home: Home, lock: FileLock, *, memory: Memory | None, binaries: Path | None, shelter: Path
) -> tuple[Memory, Greeting]:
    cluster = memory.cluster if memory is not None and memory.cluster.exists() else None
    account = account_for(cluster)
    programs = find_binaries(binaries, major=None if cluster is None else _major(cluster))
    title = programs.title
    bin_dir = sheltered(programs.bin_dir, version=programs.version, account=account, shelter=shelter)
    programs = replace(programs, bin_dir=bin_dir)
    if memory is None:
        place = _place_for_cluster(home, account, shelter)
        memory = Memory(place, title, superuser_password=secrets.token_hex(16), password=secrets.token_hex(16))
    memory = home.remember(replace(memory, title=title))
    if cluster is None:
        make_cluster(programs, account, memory)
    memory = home.remember(replace(memory, is_made=True))
    return start(programs, account, home=home, lock=lock, memory=memory)


def _check_cluster(home: Home, memory: Memory, binaries: Path | None) -> None:
    if not memory.cluster.exists():
        raise EmbeddedPostgresError(
            f"The database that {home.path} remembers is gone from {memory.cluster}. Bring it back; or, to begin with "
            f"an empty one, remove {home.path}."
        )
    if binaries is not None:
        find_binaries(binaries, major=_major(memory.cluster))


def _major(cluster: Path) -> int:
    return int((cluster / "PG_VERSION").read_text())


def _place_for_cluster(home: Home, account: Account, shelter: Path) -> Path:
    place = home.path / "cluster"
    if place.exists():
        raise EmbeddedPostgresError(
            f"{place} is a database without its password file {home.memory}: restore that file, or move {place} away."
        )
    if account.may_enter(home.path):
        return place
    own_directory(shelter)
    outside = shelter / f"data-{secrets.token_hex(4)}"
    outside.mkdir()
    outside.chmod(0o711)
    return outside / "cluster"
