"""Finding the database: the one that is named, or the embedded one, started when nobody has it running."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import asyncpg
import msgspec
import typer
from pydantic import SecretStr, ValidationError

from callcenter import logs
from callcenter.domain.errors import CallCenterError
from callcenter.embedded_postgres import EmbeddedPostgresError, kept, open_embedded
from callcenter.settings import Settings

URL_VARIABLE = "CALLCENTER_DATABASE_URL"
EMBEDDED_VARIABLE = "CALLCENTER_DATABASE_IS_EMBEDDED"


class House(msgspec.Struct, frozen=True):
    """Where the data is; `origin` is one line for people."""

    settings: Settings
    url: str
    origin: str
    is_embedded: bool


def read_settings() -> Settings:
    """Settings from the environment; ends the program with one clear line when they are wrong."""
    try:
        settings = Settings()
    except ValidationError as wrong:
        for flaw in wrong.errors():
            name = "_".join(str(part) for part in flaw["loc"]).upper()
            typer.echo(f"CALLCENTER_{name}: {flaw['msg']}", err=True)
        raise typer.Exit(2) from wrong
    logs.begin(level=settings.log_level, form=settings.log_format)
    return settings


@contextmanager
def open_house(*, quiet: bool = False) -> Iterator[House]:
    """The database for one command; the embedded one is stopped again when nobody else uses it."""
    settings = read_settings()
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        at = urlsplit(url)
        yield _said(House(settings, url, f"PostgreSQL at {at.netloc.rpartition('@')[2]}{at.path}", False), quiet)
        return
    start = partial(open_embedded, settings.data_dir.absolute(), binaries=settings.postgres_binaries)
    try:
        server = start()
    except EmbeddedPostgresError as wrong:
        typer.echo(f"The embedded PostgreSQL cannot start: {wrong}", err=True)
        raise typer.Exit(1) from wrong
    # The processes that this one starts find the same database, and know what it is.
    os.environ |= {URL_VARIABLE: server.url, EMBEDDED_VARIABLE: "true"}
    settings = settings.model_copy(update={"database_url": SecretStr(server.url)})
    try:
        with kept(server, start):
            yield _said(House(settings, server.url, server.origin, True), quiet)
    finally:
        del os.environ[URL_VARIABLE], os.environ[EMBEDDED_VARIABLE]


def _said(house: House, quiet: bool) -> House:
    if not quiet:
        typer.echo(f"Database: {house.origin}", err=True)
    return house


@contextmanager
def told_plainly() -> Iterator[None]:
    """Trouble with the database or the rules as one line, not as a traceback."""
    try:
        yield
    except CallCenterError as error:
        typer.echo(f"{error.code}: {error.message}", err=True)
        raise typer.Exit(1) from error
    except (OSError, asyncpg.PostgresError) as error:
        typer.echo(f"The database does not answer as it should: {error}", err=True)
        raise typer.Exit(1) from error
