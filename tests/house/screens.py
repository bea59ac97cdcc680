"""The rules of the house for the screens, in TypeScript and Vue, that eslint and prettier do not see.

Each takes a file's path below `frontend/src` or `frontend/tests` and its text, and gives back its complaints.
"""

import re
from collections.abc import Iterator
from functools import cache
from posixpath import dirname, join, normpath

from tests.house.source import ROOT, committed_files

LONGEST_FILE = 300
GENERATED = "src/core/wire.ts"

# Which rooms a room may import from, besides itself; files at the top of `src` join the rooms and may use them all.
NEIGHBOURS = {
    "core": set[str](),
    "words": {"core"},
    "shared": {"core", "words"},
    "board": {"core", "words", "shared"},
    "phone": {"core", "words", "shared"},
    "reports": {"core", "words", "shared"},
}
FOR_PAGES_ALONE = re.compile(r"(vue|vue-.+|pinia|reka-ui|echarts|maplibre-gl|@vue/.+)(/|$)")

# Where a page may send its reader, at a tap: nothing is ever fetched from there. The second is a name, not a place.
LINKS = ("https://uri.amap.com/", "https://api.map.baidu.com/", "https://maps.apple.com/", "http://www.w3.org/")

_REFUSED = {
    "says `any`": re.compile(r"\bas\s+any\b|[:<,|]\s*any\b(?=\s*[\])>,;=|{[]|\s*$)"),
    "silences the types": re.compile(r"@ts-(ignore|nocheck)|@ts-expect-error\s*$"),
    "silences every rule": re.compile(r"eslint-disable(-next-line|-line)?\s*(\*/|-->|--|$)"),
    "puts in raw HTML": re.compile(r"\bv-html\b|\.(inner|outer)HTML\b|insertAdjacentHTML"),
    "has a style inline": re.compile(r"(?<![:\w-])style=[\"']"),
    "skips a test": re.compile(r"\b(it|test|describe)\.(skip|only|todo|skipIf)\b"),
}
_ADDRESS = re.compile(r"https?://[^\s\"'`)]*")
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")


@cache
def files() -> dict[str, str]:
    """Every file of the screens and their tests, by its path below `frontend`."""
    paths = (path for path in committed_files() if re.match(r"frontend/(src|tests)/.*\.(ts|vue|css)$", path))
    return {path.removeprefix("frontend/"): (ROOT / path).read_text(encoding="utf-8") for path in paths}


def size(path: str, text: str) -> int:
    """How many lines too many the house would have to find a reason for; what is generated has as many as it needs."""
    lines = len(text.splitlines())
    return lines if lines > LONGEST_FILE and path != GENERATED else 0


def shortcuts(path: str, text: str) -> Iterator[str]:
    """No way round the types, the linter, the content policy or a test."""
    if path == GENERATED:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in _REFUSED.items():
            if pattern.search(line):
                yield f"{path}:{number}: {what}"


def strangers(path: str, text: str) -> Iterator[str]:
    """The screens speak to the service that sent them and to nobody else."""
    if not path.startswith("src/"):
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for address in _ADDRESS.findall(line):
            if not address.startswith(LINKS):
                yield f"{path}:{number}: names {address}"


def holes(path: str, text: str) -> Iterator[str]:
    """Imports run one way: board, phone and reports use shared, shared uses core, and core knows no page."""
    room = _room(path)
    if room not in NEIGHBOURS:
        return
    for wanted in _IMPORT.findall(text):
        place = _place(path, wanted)
        if place is None:
            if room == "core" and FOR_PAGES_ALONE.match(wanted):
                yield f"{path}: core imports {wanted}"
        elif _room(place) not in NEIGHBOURS[room] | {room}:
            yield f"{path}: {room} imports {place.removeprefix('src/')}"


def _place(path: str, wanted: str) -> str | None:
    """The path that an import means; None for a package."""
    if wanted.startswith("@/"):
        return f"src/{wanted.removeprefix('@/')}"
    return normpath(join(dirname(path), wanted)) if wanted.startswith(".") else None


def _room(path: str) -> str:
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 1 else ""
