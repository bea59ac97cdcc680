"""Making a cluster, starting its server, stopping it.

Starting hands the server an exclusive lock that all its processes inherit: while one of them lives the lock is held,
and once it is free nothing of that server is left. That, and no pid file, says whether a server may be started.
"""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from dataclasses import replace

from callcenter.embedded_postgres.account import Account
from callcenter.embedded_postgres.binaries import Binaries
from callcenter.embedded_postgres.contact import ADDRESS, SUPERUSER, Greeting, Silence, ask_to_stop, greet
from callcenter.embedded_postgres.errors import EmbeddedPostgresError
from callcenter.embedded_postgres.home import FileLock, Home, Memory, sync_directory

START_SECONDS = 60
RECOVERY_SECONDS = 600
STOP_SECONDS = 60
PORTS_TO_TRY = 5
PAUSE_SECONDS = 0.02

# Nothing here is newer than PostgreSQL 15. The last two keep residents' names out of the log.
SETTINGS = {
    "listen_addresses": ADDRESS,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "logging_collector": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


def make_cluster(binaries: Binaries, account: Account, memory: Memory) -> None:
    """Run initdb beside the final place, so that a cluster is there whole or not at all."""
    fresh = memory.cluster.with_name("cluster.new")
    password_file = memory.cluster.with_name("password.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(memory.superuser_password)
    if not account.is_us:
        os.chown(fresh, account.uid, account.gid)
        os.chown(password_file, account.uid, account.gid)
    try:
        _initdb(binaries, account, "-D", str(fresh), f"--pwfile={password_file}")
    finally:
        password_file.unlink()
    fresh.rename(memory.cluster)
    sync_directory(memory.cluster.parent)


def _initdb(binaries: Binaries, account: Account, *options: str) -> None:
    program = binaries.bin_dir / "initdb"
    always = (f"--username={SUPERUSER}", "--encoding=UTF8", "--auth=scram-sha-256", "--data-checksums")
    made = account.run(program, *options, *always, "--locale=C.UTF-8")
    if "invalid locale name" in made.stderr:
        # Older macOS has no C.UTF-8; C sorts the same.
        made = account.run(program, *options, *always, "--locale=C")
    if made.returncode != 0:
        raise EmbeddedPostgresError(
            f"initdb of {binaries.title}, run as {account.name}, made no database. It said:\n{made.stderr.strip()}"
        )


def join(home: Home, memory: Memory | None, lock: FileLock) -> Greeting | None:
    """The server that runs already; None, with `lock` in hand, once it is certain that none does."""
    began = time.monotonic()
    while not lock.try_exclusive():
        reply = greet(memory) if memory is not None else Silence.NOBODY
        if isinstance(reply, Greeting):
            return reply
        if time.monotonic() - began > _patience(reply):
            raise EmbeddedPostgresError(
                f"Processes of an earlier PostgreSQL still hold {home.path}, and it does not answer at the port in "
                f"{home.memory}. End them, or wait and try again. The end of {home.log}:\n{home.log_tail(0)}"
            )
        time.sleep(PAUSE_SECONDS)
    return None


def start(
    binaries: Binaries, account: Account, *, home: Home, lock: FileLock, memory: Memory
) -> tuple[Memory, Greeting]:
    """Start the server, on another port if the remembered one is taken; it keeps `lock` as long as it lives."""
    said = ""
    for _ in range(PORTS_TO_TRY):
        memory = home.remember(replace(memory, port=_free_port(memory.port)))
        log_size = home.log_size()
        process = _launch(binaries, account, home=home, lock=lock, memory=memory)
        try:
            greeting = _await_greeting(process, memory)
        except BaseException:
            process.send_signal(signal.SIGINT)
            raise
        finally:
            threading.Thread(target=process.wait, name="embedded-postgres-reaper", daemon=True).start()
        if greeting is not None:
            return memory, greeting
        said = home.log_tail(log_size if home.log_size() >= log_size else 0)
        if "could not bind" not in said:
            break
    raise EmbeddedPostgresError(
        f"{binaries.title}, run as {account.name}, does not start. It said ({home.log}):\n{said}"
    )


def _launch(
    binaries: Binaries, account: Account, *, home: Home, lock: FileLock, memory: Memory
) -> subprocess.Popen[bytes]:
    settings = [f"{name}={value}" for name, value in {**SETTINGS, "port": str(memory.port)}.items()]
    options = account.options()
    # The lock says that whoever wrote this file is dead; the number in it may have passed to another process, which
    # PostgreSQL would take for a running server. It still checks that nobody uses the shared memory named there.
    pid_file = memory.cluster / "postmaster.pid"
    if pid_file.exists():
        options["env"] = {**options["env"], "PG_GRANDPARENT_PID": pid_file.read_text().partition("\n")[0]}
    log = home.open_log()
    try:
        return subprocess.Popen(
            [binaries.bin_dir / "postgres", "-D", memory.cluster, *(part for one in settings for part in ("-c", one))],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(lock.fd,),
            **options,
        )
    finally:
        os.close(log)


def _await_greeting(process: subprocess.Popen[bytes], memory: Memory) -> Greeting | None:
    began = time.monotonic()
    while process.poll() is None:
        reply = greet(memory)
        if isinstance(reply, Greeting):
            return reply
        if time.monotonic() - began > _patience(reply):
            raise EmbeddedPostgresError(
                f"PostgreSQL runs, but does not answer on {ADDRESS}:{memory.port} ({reply.name})."
            )
        time.sleep(PAUSE_SECONDS)
    return None


def stop(home: Home, memory: Memory) -> None:
    """Shut the server down fast and wait until its last process is gone; nothing to do if none runs."""
    lock = home.lock("server.lock")
    try:
        began = time.monotonic()
        asked = False
        while not lock.try_exclusive():
            asked = asked or ask_to_stop(memory)
            if time.monotonic() - began > STOP_SECONDS:
                raise EmbeddedPostgresError(
                    f"The embedded PostgreSQL in {memory.cluster} has not stopped in {STOP_SECONDS} s; its data is "
                    f"safe. The end of {home.log}:\n{home.log_tail(0)}"
                )
            time.sleep(PAUSE_SECONDS)
    finally:
        lock.close()


def _patience(reply: Silence) -> int:
    return RECOVERY_SECONDS if reply is Silence.NOT_YET else START_SECONDS


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise EmbeddedPostgresError(f"No free port on {ADDRESS} for the embedded PostgreSQL.")
