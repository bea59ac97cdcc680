"""Servers are killed at seeded moments in the middle of a run, and stand again at once."""

import socket
import sys
from pathlib import Path

from simulators.accidents import moments
from simulators.chance import dice
from simulators.scenarios import Restarts
from simulators.server import Server
from simulators.wire import Wire


def a_free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_short_run_has_one_fall_in_its_middle() -> None:
    (moment,) = moments(dice(1, "restarts"), 30)

    assert 4 < moment < 26


def test_a_long_run_has_several_falls_in_order() -> None:
    chosen = moments(dice(1, "restarts"), 200)

    assert len(chosen) == 5
    assert chosen == sorted(chosen)


def test_the_same_seed_kills_at_the_same_moments() -> None:
    assert moments(dice(4, "restarts"), 120) == moments(dice(4, "restarts"), 120)


async def test_a_killed_server_is_ready_again(tmp_path: Path) -> None:
    (tmp_path / "readyz").write_text("{}")
    port = a_free_port()
    command = f"{sys.executable} -m http.server {port} --bind 127.0.0.1 --directory {tmp_path}"
    wire = Wire(f"http://127.0.0.1:{port}")
    server = Server(wire, command=command, database_command="", log=tmp_path / "server.log")
    try:
        await server.starts()
        first = server.pid
        await server.falls(Restarts.SERVER)
        await server.stands()

        assert (await wire.request("GET", "/readyz")).ok
        assert server.pid != first
    finally:
        await server.stops()
        await wire.close()
