"""The rules of the house that ruff, mypy and import-linter cannot see.

Each takes a file and gives back its complaints, `path:line: what is wrong`; no complaint, no text.
"""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Source

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
CLOCKS = {"callcenter/clock.py", "simulators/clock.py"}
REFUSED_NAMES = re.compile(r"(util|helper|manager|service|handler)s?|common|base|misc")

_READS_THE_TIME = re.compile(
    r"(datetime\.datetime\.(now|today|utcnow)|datetime\.date\.today|time\.(time|time_ns)|time\.(local|gm)time)$"
)
_MOCKS = re.compile(r"(unittest\.mock|pytest_mock|mock)(\.|$)")
_SKIPS = re.compile(r"pytest\.(skip|importorskip|xfail|mark\.(skip|skipif|xfail))$")
_BLANKET = re.compile(r"#\s*(type:\s*ignore(?!\[)|noqa(?!:\s*[A-Z])|ruff:\s*noqa(?!:\s*[A-Z])|mypy:\s*ignore-errors)")
_REGISTRY = re.compile(
    r"pypi\.(?:org|tuna)|pythonhosted\.(?:org)|registry\.npm(?:js|mirror)|file:/{2}|--(?:extra-)?index-(?:url)|--find-(?:links)"
)
_MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:root|work|Users|home/\w+)/")
_LOCKS_THAT_NAME_HOSTS = re.compile(r"(^|/)(uv\.lock|pylock(\.\w+)?\.toml|poetry\.lock|Pipfile\.lock)$")


def sizes(source: Source) -> dict[str, int]:
    """What is longer than the house allows, in lines: `path` for the file, `path::name` for a function."""
    lines = len(source.text.splitlines())
    too_long = {source.path: lines} if lines > LONGEST_FILE else {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                too_long[f"{source.path}::{node.name}"] = lines
    return too_long


def without_story(source: Source) -> Iterator[str]:
    """A file must say what it is for; only an empty `__init__.py` among the tests need not."""
    is_empty_marker = source.path.startswith("tests/") and source.path.endswith("__init__.py") and not source.text
    if not is_empty_marker and not ast.get_docstring(source.tree):
        yield f"{source.path}:1: no docstring"


def blanket_permissions(source: Source) -> Iterator[str]:
    """Silencing a tool takes the code of the one thing that is silenced."""
    for line, comment in source.comments():
        if _BLANKET.search(comment):
            yield f"{source.path}:{line}: silences everything: {comment}"


def clock_readings(source: Source) -> Iterator[str]:
    """The time of day comes from the clock alone, so that tests can wind it; tests themselves may look."""
    if source.path in CLOCKS or source.path.startswith("tests/"):
        return
    for line, name in source.names_used():
        if _READS_THE_TIME.match(name):
            yield f"{source.path}:{line}: reads the time with {name}"


def mocks_and_skips(source: Source) -> Iterator[str]:
    """A mock agrees with whoever wrote it, and a skipped test agrees with everybody."""
    for line, name in source.names_used():
        if _MOCKS.match(name):
            yield f"{source.path}:{line}: mocks with {name}"
        elif _SKIPS.match(name):
            yield f"{source.path}:{line}: leaves a test out with {name}"


def names_for_assorted_things(source: Source) -> Iterator[str]:
    """A name such as the refused ones says that nobody decided what belongs inside."""
    for part in source.path.removesuffix(".py").split("/"):
        if any(REFUSED_NAMES.fullmatch(word) for word in part.split("_")):
            yield f"{source.path}:1: refused name {part}"


def addresses(path: str, text: str) -> Iterator[str]:
    """Where one machine fetches its packages or keeps its files is nobody else's business."""
    if _LOCKS_THAT_NAME_HOSTS.search(path):
        yield f"{path}:1: a lock file of this kind names hosts"
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern in (_REGISTRY, _MACHINE_PATH):
            if found := pattern.search(line):
                yield f"{path}:{number}: names {found[0]}"
