"""Asks import-linter whether the walls between the rooms stand."""

import os
import subprocess
import sys
from pathlib import Path


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Hold the house at `root` against its contracts, with nothing remembered from before."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(command, cwd=root, env=plain, capture_output=True, check=False, text=True)
