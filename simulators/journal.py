"""What the actors say happened, written outside the system under test: JSON lines, one file per kind of actor.

A line is flushed before the actor goes on, so a press stands in the journal before it is sent.
"""

import sys
from pathlib import Path
from typing import BinaryIO

from simulators import clock
from simulators.wire import Json, encode

RUN_FILE = "run.json"
UNITS_FILE = "units.jsonl"
CAREGIVERS_FILE = "caregivers.jsonl"
DISPATCHERS_FILE = "dispatchers.jsonl"
FEED_FILE = "feed.jsonl"


class Journal:
    """One append-only file of one kind of actor."""

    def __init__(self, path: Path, *, echoes: bool) -> None:
        self._echoes = echoes
        self._file: BinaryIO = path.open("ab")

    def write(self, who: str, what: str, **fields: object) -> None:
        """Add a line with wall and monotonic time, and flush it."""
        line = {"wall": clock.wall(), "monotonic": clock.monotonic(), "who": who, "what": what, **fields}
        text = encode(line)
        self._file.write(text + b"\n")
        self._file.flush()
        if self._echoes:
            print(text.decode(), file=sys.stderr)

    def close(self) -> None:
        self._file.close()


class Journals:
    """The directory of one run; `echoes` repeats every line on the error output."""

    def __init__(self, directory: Path, *, echoes: bool = False) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.units = Journal(directory / UNITS_FILE, echoes=echoes)
        self.caregivers = Journal(directory / CAREGIVERS_FILE, echoes=echoes)
        self.dispatchers = Journal(directory / DISPATCHERS_FILE, echoes=echoes)

    def describe(self, run: Json) -> None:
        """Write `run.json` anew: arguments, seed, and where in the feed the run began."""
        (self.directory / RUN_FILE).write_bytes(encode(run) + b"\n")

    def close(self) -> None:
        for journal in (self.units, self.caregivers, self.dispatchers):
            journal.close()
