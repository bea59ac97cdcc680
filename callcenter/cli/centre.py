"""Running the centre: `serve`, and bringing the schema up to date with `migrate`."""

import asyncio
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from callcenter import app as front_door
from callcenter.cli.house import House, open_house, told_plainly
from callcenter.storage import migrating


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(serve)
    app.command()(migrate)


def migrate() -> None:
    """Bring the database to the schema of this program."""
    with open_house() as house, told_plainly():
        typer.echo(f"Schema is at {migrating.migrate(house.url)}")


def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="port to listen on")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="processes; all do the same work")] = 1,
) -> None:
    """Serve: units, screens, phones and the clockwork behind them."""
    with open_house() as house, told_plainly():
        prepare(house)
        front_door.end_with_parent()
        signal.signal(signal.SIGTERM, _leave)
        settings = house.settings
        address, chosen = host or settings.host, settings.port if port is None else port
        typer.echo(f"Serving on http://{address}:{chosen} with {workers} process(es)", err=True)
        front_door.serve(host=address, port=chosen, workers=workers)


def prepare(house: House) -> None:
    """The embedded database is kept at our schema; any other must have been migrated on purpose."""
    if house.is_embedded:
        migrating.migrate(house.url)
        return
    found = asyncio.run(migrating.revision(house.url))
    if found != migrating.newest():
        typer.echo(
            f"The database's schema is at {found or 'nothing'}, this program needs {migrating.newest()}: "
            "run `callcenter migrate` first (or use the newer program, if the database is newer).",
            err=True,
        )
        raise typer.Exit(1)


def _leave(number: int, frame: FrameType | None) -> None:
    """Uvicorn raises the signal again when it has stopped: then we stop too, by the door, not through the window."""
    del number, frame
    sys.exit(0)
