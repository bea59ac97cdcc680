"""Looking after the data: `seed`, `verify`, `report`, `policy`."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer

from callcenter.cli.centre import prepare
from callcenter.cli.house import House, open_house, told_plainly
from callcenter.domain import policy as policies
from callcenter.domain import sheet
from callcenter.domain.report import By, Question
from callcenter.flow import Database, reporting, responding, seeding, verifying

T = TypeVar("T")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(seed)
    app.command()(verify)
    app.command()(report)
    app.command("policy")(show_policy)


def with_database(house: House, work: Callable[[Database], Awaitable[T]]) -> T:
    """Run one piece of work on the database, from outside an event loop."""

    async def run() -> T:
        database = Database(house.url, pool_size=3, name="callcenter command")
        await database.open()
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def seed(
    demo: Annotated[bool, typer.Option("--demo", help="the demonstration district, with invented people")] = False,
) -> None:
    """Fill an empty database."""
    if not demo:
        typer.echo("Say what to seed: --demo is the demonstration district.", err=True)
        raise typer.Exit(2)
    with open_house() as house, told_plainly():
        prepare(house)
        directory = house.settings.data_dir.absolute()
        directory.mkdir(parents=True, exist_ok=True)
        planted = with_database(house, lambda database: seeding.seed_demo(database, directory))
        typer.echo(
            "The demonstration district is planted." if planted else "There are stations already: nothing changed."
        )
        typer.echo(f"Sign-ins: {directory / 'credentials.json'}")


def verify() -> None:
    """Replay the feed and compare it with every table; exits 1 and names what differs."""
    with open_house() as house, told_plainly():
        prepare(house)
        findings = with_database(house, verifying.verify)
        typer.echo(verifying.render(findings))
        if not findings.is_clean:
            raise typer.Exit(1)


def report(
    since: Annotated[str | None, typer.Option("--from", help="moment or date, such as 2026-11-01")] = None,
    until: Annotated[str | None, typer.Option("--to", help="moment or date, not included")] = None,
    by: Annotated[By, typer.Option(help="what makes a row")] = By.STATION,
    form: Annotated[str, typer.Option("--format", help="csv or json")] = "csv",
    output: Annotated[Path | None, typer.Option(help="a file instead of the screen")] = None,
) -> None:
    """Response times of a period."""
    with open_house(quiet=True) as house, told_plainly():
        prepare(house)
        question = Question(since=since, until=until)
        made = with_database(house, lambda database: reporting.response_times(database, question, by=by))
        body = sheet.as_csv(made) if form == "csv" else msgspec.json.format(msgspec.json.encode(made))
        if output is not None:
            output.write_bytes(body)
        else:
            typer.echo(body.decode("utf-8-sig"))


def show_policy(
    check: Annotated[Path | None, typer.Option(help="only check this document")] = None,
) -> None:
    """The policy in force, as JSON; or a check of another document."""
    with told_plainly():
        if check is not None:
            policies.read(check.read_bytes())
            typer.echo("This document is sound.")
            return
        with open_house(quiet=True) as house:
            prepare(house)
            found = with_database(house, responding.policy_in_force)
            typer.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
