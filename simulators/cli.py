"""The command line: `python -m simulators --url … --credentials … --scenario …`.

Exit codes: 0 everything promised was kept, 1 something was lost, doubled, missing or could not be checked, 2 wrong use.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from simulators import clock
from simulators.credentials import WrongUseError
from simulators.journal import RUN_FILE
from simulators.order import Order
from simulators.scenarios import SCENARIOS, Restarts, Scenario
from simulators.stage import perform

DEFAULT_SPEED = 60.0
EPILOG = "scenarios (with the rate each takes unless --rate is given):\n" + "\n".join(
    f"  {s.name:17} rate {s.rate:<5g} {s.story}" for s in SCENARIOS.values()
)


def parser() -> argparse.ArgumentParser:
    """Build the parser; --help names every scenario with its default rate."""
    p = argparse.ArgumentParser(
        prog="python -m simulators",
        description="Homes that press, caregivers who go, dispatchers who watch; ends with a scorecard.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    p.add_argument("--url", default="http://127.0.0.1:8000", help="where the call centre listens (%(default)s)")
    p.add_argument("--credentials", type=Path, required=True, help="credentials.json as `callcenter seed` writes it")
    p.add_argument("--scenario", choices=list(SCENARIOS), default="ordinary_day", help="(%(default)s)")
    p.add_argument("--seed", type=int, default=1, help="same seed, same day (%(default)s)")
    p.add_argument(
        "--speed", type=_positive, default=DEFAULT_SPEED, help="compresses what people take, nothing else (%(default)g)"
    )
    p.add_argument(
        "--rate",
        type=_not_negative,
        help="multiplies demand: 1 is 960 events a month for 900 homes; ordinary_day takes 900 "
        "(a press every three seconds, a whole day in 96 s); see the scenarios below",
    )
    p.add_argument("--duration", type=_positive, help="seconds until the end; without it, until Ctrl-C")
    p.add_argument(
        "--journal", type=Path, help="a new directory for this run's journals (default: under the temporary directory)"
    )
    p.add_argument("--scorecard", type=Path, help="write the scorecard to this file as JSON, too")
    _add_surroundings(p)
    return p


def _add_surroundings(p: argparse.ArgumentParser) -> None:
    p.add_argument("--quiet", action="store_true", help="no live table; one line every ten seconds")
    p.add_argument("--verbose", action="store_true", help="repeat every journal line on the error output")
    p.add_argument(
        "--server-command", default="", help="start this server as a child; server_restart kills it (SIGKILL)"
    )
    p.add_argument(
        "--database-command", default="", help="a shell command that restarts the database, for database_restart"
    )
    p.add_argument(
        "--leave-out-caregiver", action="append", default=[], metavar="LOGIN", help="left to the newcomer; repeatable"
    )
    p.add_argument(
        "--leave-out-unit", action="append", default=[], metavar="UNIT", help="left to the newcomer; repeatable"
    )


def order_from(arguments: Sequence[str] | None) -> Order:
    """Read the command line; raises WrongUseError for what argparse cannot see."""
    given = parser().parse_args(arguments)
    scenario = SCENARIOS[given.scenario]
    if scenario.restarts is Restarts.SERVER and not given.server_command:
        raise WrongUseError("server_restart needs --server-command: only a server of our own can be killed")
    if scenario.restarts is Restarts.DATABASE and not given.database_command:
        raise WrongUseError("database_restart needs --database-command: the shell command that restarts the database")
    journal = given.journal or _journal_directory(scenario, given.seed)
    if (journal / RUN_FILE).exists():
        raise WrongUseError(f"{journal} already holds the journal of a run: name a new directory")
    return Order(
        url=given.url,
        credentials=given.credentials,
        scenario=scenario,
        seed=given.seed,
        speed=given.speed,
        rate=scenario.rate if given.rate is None else given.rate,
        duration_seconds=given.duration,
        journal=journal,
        quiet=given.quiet,
        verbose=given.verbose,
        server_command=given.server_command,
        database_command=given.database_command,
        leave_out_caregivers=frozenset(given.leave_out_caregiver),
        leave_out_units=frozenset(given.leave_out_unit),
        scorecard=given.scorecard,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Play one run and give its exit code."""
    try:
        order = order_from(arguments)
        return asyncio.run(_perform(order))
    except WrongUseError as error:
        print(f"simulators: {error}", file=sys.stderr)
        return 2
    except (asyncio.CancelledError, KeyboardInterrupt):
        print("simulators: ended at once; nothing was counted", file=sys.stderr)
        return 1


async def _perform(order: Order) -> int:
    """Perform, and give a wrong use as itself, however deep in groups of tasks it was found."""
    wrong: BaseException
    try:
        return await perform(order, Console())
    except* WrongUseError as group:
        wrong = group
    while isinstance(wrong, BaseExceptionGroup):
        wrong = wrong.exceptions[0]
    raise wrong


def _journal_directory(scenario: Scenario, seed: int) -> Path:
    stamp = clock.wall().strftime("%Y%m%dT%H%M%S%f")
    return Path(tempfile.gettempdir()) / "callcenter-journals" / f"{stamp}-{scenario.name}-{seed}"


def _positive(text: str) -> float:
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError("must be more than 0")
    return value


def _not_negative(text: str) -> float:
    value = float(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return value
