"""The system's Chromium, which the browser tests drive; `python -m tests.browser.chromium` installs it where it may.

No browser is ever downloaded from anywhere but the system's own packages. `CALLCENTER_TEST_CHROMIUM` names another one.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "CALLCENTER_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ON_A_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

# Without a sandbox of its own, since it may run as root; with WebGL in software, for the map; without what calls home.
FLAGS = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> Path | None:
    """The Chromium to use, if there is one."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return Path(found)
    return ON_A_MAC if ON_A_MAC.is_file() else None


def writes_chinese() -> bool:
    """Whether any font here has Chinese; without one every word of the screens is a row of boxes."""
    lister = shutil.which("fc-list")
    if lister is None:
        return ON_A_MAC.is_file()
    return bool(subprocess.check_output([lister, ":lang=zh-cn"], text=True).strip())


def missing() -> Iterator[str]:
    """Debian's names of the packages that are still needed."""
    if find() is None:
        yield "chromium"
    if not writes_chinese():
        yield from ("fontconfig", "fonts-wqy-microhei")


def install(packages: list[str]) -> None:
    """Install them, with a fresh list of packages only when the one that is there does not do."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    print(f"Installing {', '.join(packages)} (about a minute, once) ...", flush=True)
    if subprocess.run(command, env=quiet, check=False, capture_output=True).returncode:
        subprocess.run(["apt-get", "update", "--quiet"], env=quiet, check=False, stdout=subprocess.DEVNULL)
        subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)


def main() -> None:
    """Install what is missing, or say what is; raises `SystemExit` when the tests could not run."""
    is_able = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") and VARIABLE not in os.environ
    if (wanted := list(missing())) and is_able:
        install(wanted)
    if wanted := list(missing()):
        raise SystemExit(
            f"The browser tests need a Chromium and a font with Chinese. Missing here: {' '.join(wanted)}.\n"
            f"On Debian and Ubuntu: sudo apt-get install --no-install-recommends {' '.join(wanted)}\n"
            f"A Chromium elsewhere can be named: {VARIABLE}=/path/to/chromium"
        )


if __name__ == "__main__":
    main()
