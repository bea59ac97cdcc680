"""Several processes may use one database: the first starts it, the last stops it, none takes it from the others."""

import asyncio
from pathlib import Path

import pytest

from callcenter.embedded_postgres import open_embedded
from tests.embedded_database.surroundings import another_process, ask, is_running, server_pid_seen_by


def test_second_user_joins_the_server_that_runs(data_dir: Path) -> None:
    first = open_embedded(data_dir)

    second = open_embedded(data_dir)

    assert (second.pid, second.url) == (first.pid, first.url)
    assert second.origin.endswith("already running")
    first.release()
    second.release()


def test_only_the_last_to_leave_stops_the_server(data_dir: Path) -> None:
    first, second = open_embedded(data_dir), open_embedded(data_dir)

    first.release()
    first.release()
    answer = ask(second.url, "SELECT 1")
    second.release()

    assert answer == 1
    assert not is_running(data_dir)
    with pytest.raises(ConnectionRefusedError):
        ask(second.url, "SELECT 1")


def test_server_stays_for_another_process_and_stops_when_that_leaves(data_dir: Path) -> None:
    opened = open_embedded(data_dir)
    with another_process(data_dir) as other:
        server_pid_seen_by(other)
        opened.release()
        assert is_running(data_dir)

    assert not is_running(data_dir)


def test_server_outlives_a_killed_user_and_the_next_finds_it(data_dir: Path) -> None:
    with another_process(data_dir) as killed:
        pid = server_pid_seen_by(killed)
        killed.kill()

    found = open_embedded(data_dir)

    assert found.pid == pid
    assert found.origin.endswith("already running")
    found.release()
    assert not is_running(data_dir)


def test_two_processes_that_come_at_once_share_one_server(empty_dir: Path) -> None:
    with another_process(empty_dir) as one, another_process(empty_dir) as other:
        pids = {server_pid_seen_by(one), server_pid_seen_by(other)}

    assert len(pids) == 1
    assert not is_running(empty_dir)


async def test_server_can_be_used_from_an_event_loop_through_a_thread(data_dir: Path) -> None:
    opened = await asyncio.to_thread(open_embedded, data_dir)

    await asyncio.to_thread(opened.release)

    assert not is_running(data_dir)
