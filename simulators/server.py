"""The server under test as our own child: started, waited for, killed without mercy, started again.

Without a command the server is somebody else's, and only its readiness is asked for.
"""

import asyncio
import os
import shlex
import signal
from contextlib import suppress
from pathlib import Path

from simulators import clock
from simulators.credentials import WrongUseError
from simulators.scenarios import Restarts
from simulators.wire import Wire

OTHERS_READY_SECONDS = 30.0
OWN_READY_SECONDS = 180.0
ASKS_EVERY_SECONDS = 0.2
STOPS_WITHIN_SECONDS = 20.0


class Server:
    """Starts, kills and stops the process group of `command`."""

    def __init__(self, wire: Wire, *, command: str, database_command: str, log: Path) -> None:
        self._wire = wire
        self._command = command
        self._database_command = database_command
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Give the child's process number, None when the server is somebody else's."""
        return self._process.pid if self._process else None

    async def starts(self) -> None:
        """Start the child, if it is ours, and wait until it is ready; raises WrongUseError when it never is."""
        if self._command:
            await self._spawn()
        limit = OWN_READY_SECONDS if self._command else OTHERS_READY_SECONDS
        if not await self._ready_within(limit):
            story = f"the server was not ready within {limit:.0f} s" + (f"; see {self._log}" if self._command else "")
            raise WrongUseError(story)

    async def falls(self, what: Restarts) -> None:
        """Kill the server with SIGKILL and start it at once, or run the command that restarts the database."""
        match what:
            case Restarts.SERVER:
                self._signal(signal.SIGKILL)
                await self._gone()
                await self._spawn()
            case Restarts.DATABASE:
                with self._log.open("ab") as log:
                    restart = await asyncio.create_subprocess_shell(self._database_command, stdout=log, stderr=log)
                    await restart.wait()
            case Restarts.NOTHING:
                return

    async def stops(self) -> None:
        """Ask the child to end, and make it end."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOPS_WITHIN_SECONDS):
                await self._gone()
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self._gone()

    async def stands(self) -> None:
        """Make sure that the server is up again, whatever a fall was interrupted in; waits until it is ready."""
        if self._command and (self._process is None or self._process.returncode is not None):
            await self._spawn()
        await self._ready_within(OWN_READY_SECONDS)

    async def _spawn(self) -> None:
        with self._log.open("ab") as log:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *shlex.split(self._command), stdout=log, stderr=log, start_new_session=True
                )
            except OSError as error:
                story = f"cannot start the server command: {error}"
                raise WrongUseError(story) from error

    async def _ready_within(self, limit_seconds: float) -> bool:
        deadline = clock.monotonic() + limit_seconds
        while clock.monotonic() < deadline:
            if (await self._wire.request("GET", "/readyz")).ok:
                return True
            if self._process is not None and self._process.returncode is not None:
                story = f"the server ended by itself with {self._process.returncode}; see {self._log}"
                raise WrongUseError(story)
            await asyncio.sleep(ASKS_EVERY_SECONDS)
        return False

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    async def _gone(self) -> None:
        if self._process is not None:
            await self._process.wait()
