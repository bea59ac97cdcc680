"""Builds the screens into `callcenter/static/`, when what they are made of has changed since the last time.

python -m frontend.build needs      the package that pip must install before a build, if any
python -m frontend.build packages   npm's packages, as the lock file has them, with those for checks and tests
python -m frontend.build screens    the screens

A stamp inside each result holds the hash of its sources: nothing is done twice, and asking costs a few milliseconds.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from frontend import node

FOLDER = node.FOLDER
LEFT_OUT = {".vite", "__pycache__", "dev-dist", "node_modules", "tests"}


@dataclass(frozen=True, slots=True)
class Result:
    """What is made from files below `folder`; `stamp`, inside the result, says from which."""

    stamp: Path
    folder: Path
    sources: Callable[[Path], Iterable[Path]]

    def is_stale(self) -> bool:
        """True when it was never finished, or its sources are not what they were."""
        return not self.stamp.is_file() or self.stamp.read_text(encoding="ascii") != self.hash()

    def hash(self) -> str:
        """One number for names and contents of all sources."""
        found = sha256()
        for path in sorted(self.sources(self.folder)):
            found.update(f"{path.relative_to(self.folder).as_posix()}\0".encode())
            found.update(sha256(path.read_bytes()).digest())
        return found.hexdigest()

    def make(self, told: str, *words: str) -> None:
        """Run npm when it is stale; raises `SystemExit` when npm fails, and it stays stale."""
        if not self.is_stale():
            return
        print(told, flush=True)
        self.stamp.unlink(missing_ok=True)
        before = self.hash()
        if code := node.run("npm", *words):
            raise SystemExit(code)
        self.stamp.write_text(before, encoding="ascii")


def sources(folder: Path) -> Iterator[Path]:
    """What the screens are made of: all that lies here, but tests, tools and what was made."""
    for path in folder.iterdir():
        if path.name in LEFT_OUT or path.suffix == ".py":
            continue
        if path.is_dir():
            yield from sources(path)
        else:
            yield path


def lists(folder: Path) -> Iterator[Path]:
    """What decides which packages npm installs."""
    return (folder / name for name in (".npmrc", "package.json", "package-lock.json"))


PACKAGES = Result(FOLDER / "node_modules" / ".installed", FOLDER, lists)
PACKAGES_TO_BUILD = Result(FOLDER / "node_modules" / ".installed-to-build", FOLDER, lists)
SCREENS = Result(FOLDER.parent / "callcenter" / "static" / ".sources", FOLDER, sources)


def install() -> None:
    """Exactly the packages of the lock file."""
    PACKAGES.make("Installing what the screens are built and checked with (half a minute, once) ...", "ci", "--silent")


def build() -> None:
    """The screens as the service serves them."""
    if not SCREENS.is_stale():
        return
    if PACKAGES.is_stale():
        told = "Installing what the screens are built with (half a minute, once) ..."
        PACKAGES_TO_BUILD.make(told, "ci", "--silent", "--omit=dev")
    SCREENS.make("Building the screens ...", "run", "build")


def main(wanted: str) -> None:
    """Do what was asked for on the command line."""
    match wanted:
        case "needs":
            print(node.WHEEL if SCREENS.is_stale() and node.find() is None else "")
        case "packages":
            install()
        case "screens":
            build()
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["screens"])
