"""The text the house is made of, read and parsed once for every rule."""

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("callcenter", "simulators", "migrations", "tests", "frontend")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: where it stands, what it says, and what Python makes of it."""

    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        """Parse a text as if it stood at `path`."""
        return cls(path, text, ast.parse(text, path))

    def comments(self) -> Iterator[tuple[int, str]]:
        """Each comment with its line; what merely looks like one inside a string is not."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string

    def names_used(self) -> Iterator[tuple[int, str]]:
        """Each imported name in full, where it is imported or used: `time.time`, whatever it is called here."""
        meanings: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for name, meaning in _imported_by(node):
                    meanings[name] = meaning
                    yield node.lineno, meaning
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                first, *rest = ast.unparse(node).split(".")
                if first in meanings:
                    yield node.lineno, ".".join([meanings[first], *rest])


def _imported_by(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        meaning = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
        yield alias.asname or alias.name, meaning
        if isinstance(node, ast.Import) and not alias.asname:
            first = alias.name.split(".")[0]
            yield first, first


@cache
def python_files() -> tuple[Source, ...]:
    """Every Python file of the house."""
    paths = (path for path in committed_files() if path.endswith(".py") and path.split("/")[0] in ROOMS)
    return tuple(Source.of(path, (ROOT / path).read_text(encoding="utf-8")) for path in paths)


@cache
def committed_files() -> tuple[str, ...]:
    """What is in git or about to be; without git (a source archive), what lies at the top and in the rooms."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    found = listed.stdout.split("\0") if listed.returncode == 0 else list(_without_git())
    return tuple(sorted(path for path in set(found) if (ROOT / path).is_file()))


def _without_git() -> Iterator[str]:
    for path in (*ROOT.glob("*"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))):
        yield path.relative_to(ROOT).as_posix()
