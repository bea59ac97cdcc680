"""A whole run from outside: an honest centre ends with 0, one that forgets or doubles ends with 1."""

from io import StringIO
from pathlib import Path

import msgspec
from aiohttp.test_utils import TestServer
from rich.console import Console

from simulators import check
from simulators.scenarios import SCENARIOS
from simulators.stage import perform
from simulators.wire import Json
from tests.simulators.builders import UNITS, a_centre, an_order
from tests.simulators.tiny_centre import TinyCentre

FIVE_A_SECOND = 4_000_000.0


async def play(centre: TinyCentre, directory: Path) -> tuple[int, Json]:
    async with TestServer(centre.app()) as server:
        order = an_order(directory, str(server.make_url("/")), rate=FIVE_A_SECOND)
        code = await perform(order, Console(file=StringIO()))
    scorecard: Json = msgspec.json.decode((directory / "scorecard.json").read_bytes())
    return code, scorecard


async def test_an_honest_centre_keeps_every_press(tmp_path: Path) -> None:
    code, scorecard = await play(a_centre(), tmp_path)

    assert code == 0
    assert scorecard["account"]["made"] == scorecard["account"]["acknowledged"] > 0
    assert scorecard["account"]["lost"] == scorecard["account"]["unknown"] == 0
    assert scorecard["times_seconds"]["screen"]["n"] == scorecard["account"]["made"]


async def test_a_centre_that_forgets_a_press_is_found_out(tmp_path: Path) -> None:
    centre = a_centre()
    centre.misdeeds = ["forget"]

    code, scorecard = await play(centre, tmp_path)

    assert code == 1
    assert scorecard["account"]["lost"] == 1
    assert scorecard["kept"] is False


async def test_a_centre_that_counts_a_press_twice_is_found_out(tmp_path: Path) -> None:
    centre = a_centre()
    centre.misdeeds = ["store twice"]

    code, scorecard = await play(centre, tmp_path)

    assert code == 1
    assert scorecard["account"]["duplicated"] == 1


async def test_the_outside_checker_agrees_with_the_run_and_finds_a_fact_that_was_taken_out(tmp_path: Path) -> None:
    await play(a_centre(), tmp_path)
    journal, feed = tmp_path / "journal", tmp_path / "journal" / "feed.jsonl"
    lines = feed.read_bytes().splitlines(keepends=True)
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(lines[1:]))

    assert check.main([str(journal), "--feed", str(feed)]) == 0
    assert check.main([str(journal), "--feed", str(cut)]) == 1


async def test_everyone_at_once_presses_in_every_home(tmp_path: Path) -> None:
    centre = a_centre()
    async with TestServer(centre.app()) as server:
        order = an_order(tmp_path, str(server.make_url("/")), scenario=SCENARIOS["everyone_at_once"], seconds=3.5)
        code = await perform(order, Console(file=StringIO()))

    raised = {fact["unit"] for fact in centre.facts if fact["kind"] == "call_raised"}
    assert code == 0
    assert raised == set(UNITS)
