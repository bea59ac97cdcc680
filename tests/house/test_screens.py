"""The screens keep the rules of the house, and each rule can say no.

A file may be longer than the house allows if the reason stands in `LONGER_FOR_A_REASON`.
"""

import json
from collections.abc import Callable, Iterator

import pytest

from tests.house import screens
from tests.house.source import ROOT

Rule = Callable[[str, str], Iterator[str]]

LONGER_FOR_A_REASON: dict[str, str] = {}

RULES: tuple[Rule, ...] = (screens.shortcuts, screens.strangers, screens.holes)

CAUGHT: list[tuple[Rule, str, str]] = [
    (screens.shortcuts, "src/core/live.ts", "const frame = told as any;\n"),
    (screens.shortcuts, "src/core/live.ts", "function read(frame: any): void {}\n"),
    (screens.shortcuts, "src/core/live.ts", "const all: Record<string, any> = {};\n"),
    (screens.shortcuts, "src/core/live.ts", "const all: any[] = [];\n"),
    (screens.shortcuts, "src/core/live.ts", "// @ts-ignore\n"),
    (screens.shortcuts, "src/core/live.ts", "// @ts-expect-error\n"),
    (screens.shortcuts, "src/core/live.ts", "/* eslint-disable */\n"),
    (screens.shortcuts, "src/core/live.ts", "// eslint-disable-next-line\n"),
    (screens.shortcuts, "src/board/Row.vue", "<!-- eslint-disable -->\n"),
    (screens.shortcuts, "src/board/Row.vue", '<p v-html="note" />\n'),
    (screens.shortcuts, "src/board/marks.ts", "element.innerHTML = name;\n"),
    (screens.shortcuts, "src/board/Row.vue", '<p style="color: red">\n'),
    (screens.shortcuts, "tests/live.test.ts", 'it.skip("resumes", () => {});\n'),
    (screens.strangers, "src/board/map.ts", 'const tiles = "https://tiles.example/{z}";\n'),
    (screens.strangers, "src/shared/base.css", "@import url(https://fonts.example/x.css);\n"),
    (screens.holes, "src/core/live.ts", 'import { ref } from "vue";\n'),
    (screens.holes, "src/core/live.ts", 'import { defineStore } from "pinia";\n'),
    (screens.holes, "src/core/live.ts", 'import { useLive } from "@/shared/stores/live";\n'),
    (screens.holes, "src/shared/parts/Row.vue", 'import Timer from "../../board/Timer.vue";\n'),
    (screens.holes, "src/phone/Offer.vue", 'import type { Row } from "@/board/rows";\n'),
    (screens.holes, "src/reports/Chart.vue", 'const map = await import("@/board/map");\n'),
    (screens.holes, "src/board/Row.vue", 'import "@/phone/offer.css";\n'),
]

LET_THROUGH: list[tuple[Rule, str, str]] = [
    (screens.shortcuts, "src/core/live.ts", "const many = told.any; // as anybody would\n"),
    (
        screens.shortcuts,
        "src/core/live.ts",
        "// eslint-disable-next-line @typescript-eslint/no-deprecated -- until 12\n",
    ),
    (screens.shortcuts, "src/core/live.ts", "// @ts-expect-error: the type of an old browser\n"),
    (screens.shortcuts, "src/board/Row.vue", '<p :style="{ width }" class="style" data-style="x">\n'),
    (screens.shortcuts, screens.GENERATED, "const frame = told as any;\n"),
    (screens.strangers, "src/phone/way.ts", 'const link = "https://uri.amap.com/marker";\n'),
    (screens.strangers, "tests/http.test.ts", 'const service = "http://127.0.0.1:8000";\n'),
    (screens.holes, "src/core/live.ts", 'import { openDB } from "idb";\nimport { clock } from "./clock";\n'),
    (screens.holes, "src/phone/Offer.vue", 'import Dialog from "../shared/parts/Dialog.vue";\n'),
    (screens.holes, "src/router.ts", 'import Board from "@/board/BoardPage.vue";\n'),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_of_the_screens_keeps_the_rule(rule: Rule) -> None:
    """No file of the screens has a complaint against it."""
    assert [complaint for path, text in screens.files().items() for complaint in rule(path, text)] == []


def test_a_long_file_of_the_screens_has_its_reason_written_down() -> None:
    """What is longer than the house allows is in the table, and what is in the table is longer."""
    too_long = {path: lines for path, text in screens.files().items() if (lines := screens.size(path, text))}

    assert too_long.keys() == LONGER_FOR_A_REASON.keys(), too_long


@pytest.mark.parametrize(("rule", "path", "text"), CAUGHT)
def test_a_bad_line_is_caught(rule: Rule, path: str, text: str) -> None:
    """The complaint names the file."""
    (complaint,) = rule(path, text)

    assert complaint.startswith(path)


@pytest.mark.parametrize(("rule", "path", "text"), LET_THROUGH)
def test_a_good_line_is_let_through(rule: Rule, path: str, text: str) -> None:
    """A rule that complains about everything would be switched off within a week."""
    assert list(rule(path, text)) == []


def test_a_file_of_301_lines_is_too_long_unless_it_was_generated() -> None:
    """300 lines are allowed, one more is not."""
    assert screens.size("src/board/Row.vue", "x\n" * 300) == 0
    assert screens.size("src/board/Row.vue", "x\n" * 301) == 301
    assert screens.size(screens.GENERATED, "x\n" * 301) == 0


def test_every_room_of_the_screens_has_its_neighbours_named() -> None:
    """A new room is a decision: it stands in the table, and the table holds nothing else."""
    rooms = {path.split("/")[1] for path in screens.files() if path.startswith("src/") and path.count("/") > 1}

    assert rooms == screens.NEIGHBOURS.keys()


def test_the_lock_file_of_npm_says_nothing_of_where_its_packages_came_from() -> None:
    """Anybody's registry serves the same packages: their checksums are what counts."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_bytes())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert [name for name, package in lock["packages"].items() if name and "integrity" not in package] == []
