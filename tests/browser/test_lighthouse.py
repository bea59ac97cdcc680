"""Lighthouse's opinion of the two screens that people look at all day: accessibility and best practices."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from callcenter.domain.ids import Role, StationId
from tests.browser import chromium
from tests.browser.conftest import DESK, PHONE
from tests.browser.demo import Demo

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
CATEGORIES = ("accessibility", "best-practices")
LEAST = 0.95


@pytest.mark.parametrize(
    ("role", "path", "form"), [(Role.DISPATCHER, "/board", "desktop"), (Role.CAREGIVER, "/phone", "mobile")]
)
def test_lighthouse_finds_little_to_say(
    demo: Demo, playwright: Playwright, tmp_path: Path, role: Role, path: str, form: str
) -> None:
    """At least 95 of 100 in both, on a board with calls and on a caregiver's phone."""
    login = demo.person(role).login
    demo.presses(demo.home(StationId("S1")).unit)
    port = _free_port()
    screen = DESK if form == "desktop" else PHONE
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=chromium.find(),
        args=[*chromium.FLAGS, f"--remote-debugging-port={port}"],
        base_url=demo.url,
        locale="zh-CN",
        **screen,
    )
    try:
        sign_in = {"login": login, "password": demo.staff[login].password}
        assert context.pages[0].request.post("/api/v1/sessions", data=sign_in).ok
        scores = _scores(f"{demo.url}{path}", port, form, tmp_path / "told.json")
    finally:
        context.close()

    assert all(score >= LEAST for score, _ in scores.values()), scores


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _scores(url: str, port: int, form: str, told: Path) -> dict[str, tuple[float, list[str]]]:
    """Each category's score, with the audits that cost something."""
    lighthouse = ["node", "node_modules/lighthouse/cli/index.js", url, f"--port={port}", "--quiet", "--output=json"]
    options = [f"--output-path={told}", f"--only-categories={','.join(CATEGORIES)}", "--disable-storage-reset"]
    screen = ["--preset=desktop"] if form == "desktop" else ["--form-factor=mobile"]
    command = [sys.executable, str(FRONTEND / "node.py"), *lighthouse, *options, *screen, "--max-wait-for-load=20000"]
    subprocess.run(command, check=True, cwd=FRONTEND, timeout=150)
    report = json.loads(told.read_bytes())
    assert report["finalDisplayedUrl"].startswith(url), report["finalDisplayedUrl"]
    return {
        name: (
            report["categories"][name]["score"],
            [
                audit["id"]
                for audit in report["categories"][name]["auditRefs"]
                if (report["audits"][audit["id"]]["score"] or 1) < 1 or report["audits"][audit["id"]]["score"] == 0
            ],
        )
        for name in CATEGORIES
    }
