"""`callcenter demo`: the whole centre on one machine, with simulated homes and caregivers; and `press`, the newcomer's.

The centre runs as a server of its own, the simulators as another program that knows only the wire. One caregiver and
one home are left out of the play: sign in as that caregiver, type `make press`, and answer the call.
"""

import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from callcenter import clock
from callcenter.app import PARENT_VARIABLE
from callcenter.cli import scoreboard
from callcenter.cli.house import URL_VARIABLE, House, open_house, read_settings, told_plainly
from callcenter.cli.upkeep import with_database
from callcenter.domain.report import By, Question
from callcenter.flow import reporting, seeding, verifying
from callcenter.storage import migrating

READY_SECONDS = 60.0
STOP_SECONDS = 20.0
PORTS_TRIED = 50


class Newcomer(msgspec.Struct):
    """What is left to the person who tries the demonstration, kept for `callcenter press`."""

    url: str
    unit: str
    pager: str
    token: str
    login: str
    password: str
    boot: str
    n: int = 0


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(demo)
    app.command()(press)


def demo(  # noqa: PLR0913, PLR0917 - one argument for each option
    duration: Annotated[float | None, typer.Option(help="seconds; without it until Ctrl-C")] = None,
    speed: Annotated[
        float, typer.Option(help="how much faster people walk and work; the centre's clock stays real")
    ] = 20.0,
    rate: Annotated[float | None, typer.Option(help="how much more often than in life homes press")] = None,
    scenario: Annotated[str, typer.Option(help="see python -m simulators --help")] = "ordinary_day",
    port: Annotated[int | None, typer.Option(help="first port to try")] = None,
    play_seed: Annotated[int | None, typer.Option("--seed", help="same seed, same day; by chance without it")] = None,
    check: Annotated[bool, typer.Option("--verify", help="replay the whole feed at the end")] = False,
) -> None:
    """Show the main job: presses at home become help at the door, and the minutes are on record."""
    signal.signal(signal.SIGINT, lambda *_: None)  # the simulators end the play; we still have the report to print
    with open_house() as house, told_plainly():
        typer.echo(f"Schema is at {migrating.migrate(house.url)}")
        directory = house.settings.data_dir.absolute()
        with_database(house, lambda database: seeding.seed_demo(database, directory))
        chosen = free_port(house.settings.host, port or house.settings.port)
        newcomer = _leave_out(directory, f"http://{house.settings.host}:{chosen}")
        command = [sys.executable, "-m", "callcenter", "serve", "--port", str(chosen)]
        chance = secrets.randbelow(1_000_000) if play_seed is None else play_seed
        play = _play(directory, newcomer, scenario=scenario, speed=speed, seed=chance)
        play += ["--duration", str(duration)] if duration else []
        play += ["--rate", str(rate)] if rate is not None else []
        if scenario == "server_restart":
            code = subprocess.call([*play, "--server-command", shlex.join(command)], env=_environment(house))
        else:
            with _served(command, directory, newcomer.url, _environment(house)):
                _welcome(newcomer, directory)
                code = subprocess.call(play)
        _close(house, code, check=check)


def _close(house: House, code: int, *, check: bool) -> None:
    by_station = with_database(house, lambda database: reporting.response_times(database, Question(), by=By.STATION))
    scoreboard.show_report(by_station)
    if check:
        findings = with_database(house, verifying.verify)
        typer.echo(verifying.render(findings))
        code = code or int(not findings.is_clean)
    raise typer.Exit(code)


def free_port(host: str, wanted: int) -> int:
    """The wanted port or the next free one, saying so when it is another."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            if port != wanted:
                typer.echo(f"Port {wanted} is busy: taking {port}.")
            return port
    typer.echo(f"No free port between {wanted} and {wanted + PORTS_TRIED - 1}.", err=True)
    raise typer.Exit(1)


def _environment(house: House) -> dict[str, str]:
    return {**os.environ, URL_VARIABLE: house.url, PARENT_VARIABLE: str(os.getpid())}


@contextmanager
def _served(command: list[str], directory: Path, url: str, environment: dict[str, str]) -> Iterator[None]:
    with (directory / "service.log").open("ab") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_until_ready(server, url, directory / "service.log")
        yield
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = clock.monotonic() + READY_SECONDS
    while clock.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, OSError):
            clock.pause(0.1)
    typer.echo(f"The service did not become ready; its log is {log}.", err=True)
    raise typer.Exit(1)


def _leave_out(directory: Path, url: str) -> Newcomer:
    """The last caregiver of the last station, and a home of the same station."""
    credentials: dict[str, Any] = msgspec.json.decode((directory / "credentials.json").read_bytes())
    person = [one for one in credentials["staff"] if one["role"] == "caregiver"][-1]
    home = [one for one in credentials["units"] if one["station"] == person["station"]][-1]
    newcomer = Newcomer(
        url=url,
        unit=home["unit"],
        pager=home["pager"],
        token=home["token"],
        login=person["login"],
        password=person["password"],
        boot=secrets.token_hex(4),
    )
    _remember(directory, newcomer)
    return newcomer


def _remember(directory: Path, newcomer: Newcomer) -> None:
    path = directory / "newcomer.json"
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(newcomer))


def _play(directory: Path, newcomer: Newcomer, *, scenario: str, speed: float, seed: int) -> list[str]:
    return [
        sys.executable, "-m", "simulators",
        "--url", newcomer.url,
        "--credentials", str(directory / "credentials.json"),
        "--scenario", scenario,
        "--speed", str(speed),
        "--seed", str(seed),
        "--leave-out-caregiver", newcomer.login,
        "--leave-out-unit", newcomer.unit,
        "--scorecard", str(directory / "scorecard.json"),
    ]  # fmt: skip


def _welcome(newcomer: Newcomer, directory: Path) -> None:
    credentials: dict[str, Any] = msgspec.json.decode((directory / "credentials.json").read_bytes())
    typer.echo(f"Open {newcomer.url} in a browser. All people there are invented; sign in as one of them:")
    for role, sees in (("dispatcher", "the live board"), ("supervisor", "the reports")):
        person = next(one for one in credentials["staff"] if one["role"] == role)
        typer.echo(f"  {person['login']}  {person['password']}  {sees}")
    typer.echo(f"  {newcomer.login}  {newcomer.password}  a caregiver's phone, left to you: start your shift there,")
    typer.echo(f"        then `make press` presses the button of home {newcomer.unit}, left to you too")
    typer.echo(f"All sign-ins are in {directory / 'credentials.json'}; for programs: {newcomer.url}/docs")


def press(
    button: Annotated[str, typer.Option(help="emergency or assistance")] = "emergency",
) -> None:
    """Press the button of the home that the demonstration left to you."""
    directory = read_settings().data_dir.absolute()
    path = directory / "newcomer.json"
    if not path.exists():
        typer.echo("Start the demonstration first: make demo", err=True)
        raise typer.Exit(1)
    newcomer = msgspec.json.decode(path.read_bytes(), type=Newcomer)
    newcomer.n += 1
    _remember(directory, newcomer)
    message = {"boot": newcomer.boot, "n": newcomer.n, "kind": "press", "button": button, "pager": newcomer.pager}
    request = urllib.request.Request(  # noqa: S310 - our own loopback address
        f"{newcomer.url}/api/v1/signals",
        data=msgspec.json.encode(message),
        headers={"Authorization": f"Bearer {newcomer.token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:  # noqa: S310 - as above
            typer.echo(msgspec.json.format(answer.read()).decode())
    except urllib.error.HTTPError as refusal:
        typer.echo(refusal.read().decode(), err=True)
        raise typer.Exit(1) from refusal
    except OSError as away:
        typer.echo(f"Nobody answers at {newcomer.url}: is `make demo` running? ({away})", err=True)
        raise typer.Exit(1) from away
