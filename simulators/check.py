"""The outside checker: a run's unit journal against the feed, long after the run.

`python -m simulators.check JOURNAL_DIR --feed FILE_OR_URL [--credentials FILE]` exits 0 only if nothing acknowledged is
missing, nothing is there twice, and the feed has no hole. Needs nothing that the run itself believed.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from simulators.credentials import WrongUseError, load
from simulators.feed import FeedUnreadableError, from_file, pages
from simulators.journal import RUN_FILE, UNITS_FILE
from simulators.reconcile import account, journalled
from simulators.wire import Answer, Json, Wire, encode


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one journal and print the account as JSON."""
    p = argparse.ArgumentParser(prog="python -m simulators.check", description="Hold a journal against the feed.")
    p.add_argument("journal", type=Path, help="the directory of one run")
    p.add_argument("--feed", required=True, help="a file of facts, or the address of the call centre")
    p.add_argument("--credentials", type=Path, help="with an address: credentials that name a supervisor")
    given = p.parse_args(arguments)
    try:
        made, acknowledged = journalled(_lines(given.journal / UNITS_FILE))
        sums = account(made, acknowledged, _facts(given.feed, given.credentials, journal=given.journal))
    except (WrongUseError, FeedUnreadableError) as error:
        print(f"simulators.check: {error}", file=sys.stderr)
        return 2
    print(encode(sums.totals()).decode())
    return 0 if sums.kept else 1


def _lines(path: Path) -> list[Json]:
    try:
        return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
    except (OSError, msgspec.DecodeError) as error:
        raise WrongUseError(f"cannot read {path}: {error}") from error


def _facts(feed: str, credentials: Path | None, *, journal: Path) -> list[Json]:
    if not feed.startswith(("http://", "https://")):
        return list(from_file(Path(feed)))
    if credentials is None:
        raise WrongUseError("an address needs --credentials, to sign in as a supervisor")
    return asyncio.run(_read(feed, credentials, after=_feed_start(journal)))


def _feed_start(journal: Path) -> int:
    described = _lines(journal / RUN_FILE)
    return int(described[0].get("feed_start") or 0)


async def _read(url: str, credentials: Path, *, after: int) -> list[Json]:
    supervisors = load(credentials).with_role("supervisor")
    if not supervisors:
        raise WrongUseError("the credentials name no supervisor")
    wire = Wire(url)
    try:
        sign_in = encode({"login": supervisors[0].login, "password": supervisors[0].password})
        token = str((await wire.request("POST", "/api/v1/tokens", body=sign_in)).body.get("token") or "")

        async def ask(path: str) -> Answer:
            return await wire.request("GET", path, token=token)

        return [fact async for page in pages(ask, after) for fact in page]
    finally:
        await wire.close()


if __name__ == "__main__":
    sys.exit(main())
