"""Telling programmers what the doors take and give: `describe`."""

import msgspec
import typer
from pydantic import SecretStr

from callcenter import app as front_door
from callcenter.cli.house import read_settings

NO_DATABASE = SecretStr("postgresql://none.invalid/none")


def add_to(app: typer.Typer) -> None:
    """Put this command on the command line."""
    app.command()(describe)


def describe() -> None:
    """The OpenAPI document of every door and every live message; needs no database."""
    settings = read_settings().model_copy(update={"database_url": NO_DATABASE})
    document = front_door.create(settings).openapi()
    typer.echo(msgspec.json.format(msgspec.json.encode(document)).decode())
