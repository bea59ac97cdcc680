"""A fresh database, a centre on it, and a dispatcher's board in a browser, for measuring."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from callcenter.domain.ids import Role
from callcenter.embedded_postgres import open_embedded
from callcenter.storage.migrating import migrate
from tests.browser import chromium
from tests.browser.board import Board
from tests.browser.demo import Demo, open_demo, seeded
from tests.conftest import TEMPLATE, with_database
from tests.journeys.centre import connected


class Stage(NamedTuple):
    """What a measurement needs."""

    demo: Demo
    page: Page
    browser: str


@contextmanager
def stage() -> Iterator[Stage]:
    """Everything open and live; gone afterwards."""
    with TemporaryDirectory(prefix="callcenter-bench-") as folder:
        server = open_embedded(Path(folder))
        try:
            connected(server.url, lambda connection: connection.execute(f"CREATE DATABASE {TEMPLATE}"))
            migrate(with_database(server.url, TEMPLATE))
            with seeded(server.url) as template, open_demo(server.url, *template) as demo, sync_playwright() as tool:
                browser = tool.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
                context = browser.new_context(base_url=demo.url, locale="zh-CN", timezone_id="Asia/Shanghai")
                yield Stage(demo, _board(demo, context.new_page()), browser.version)
                browser.close()
        finally:
            server.release()


def _board(demo: Demo, page: Page) -> Page:
    page.set_viewport_size({"width": 1440, "height": 900})
    person = demo.person(Role.DISPATCHER)
    page.request.post("/api/v1/sessions", data={"login": person.login, "password": person.password})
    page.goto("/board")
    Board(page, person.login).is_live()
    return page
