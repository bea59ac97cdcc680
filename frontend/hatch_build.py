"""Lets every way of building the package build the screens first, when they are missing or stale.

Node comes along as a wheel only when there is something to build and the machine has none that is new enough.
`HATCH_BUILD_NO_HOOKS=true` leaves this out: the Makefile does, because it builds the screens itself.
"""

import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ScreensHook(BuildHookInterface[Any]):
    """Runs `frontend.build`, which knows what is stale."""

    def dependencies(self) -> list[str]:
        """What the build needs besides hatchling."""
        return subprocess.check_output(self._command("needs"), cwd=self.root, text=True).split()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, before the files of the package are gathered."""
        del version, build_data
        subprocess.run(self._command("screens"), cwd=self.root, check=True)

    @staticmethod
    def _command(wanted: str) -> list[str]:
        return [sys.executable, "-m", "frontend.build", wanted]
