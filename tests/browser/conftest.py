"""A running centre, the system's Chromium, and people with their screens.

A file whose tests kill the server has a fixture `demo` of its own that returns `own_demo`; all others share one centre.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from callcenter.domain.ids import Role, StationId, UnitId
from callcenter.flow.demo_district import Credentials
from tests.browser import chromium
from tests.browser.board import Board
from tests.browser.demo import Demo, open_demo, seeded
from tests.browser.given import NewContext, NewPage, OpenBoard, OpenPhone, Press, SignIn
from tests.browser.line import Line, open_line
from tests.browser.phone import Phone
from tests.browser.watch import Watch

DESK = {"viewport": {"width": 1440, "height": 900}}
WALL = {"viewport": {"width": 1920, "height": 1080}}
PHONE = {
    "viewport": {"width": 412, "height": 915},
    "device_scale_factor": 2.625,
    "has_touch": True,
    "is_mobile": True,
    "permissions": ["notifications"],
}
# A bound for the slowest machine, never a wait: what is expected is looked for until it is there.
PATIENCE_MS = 20_000
PATIENCE_SECONDS = 180
CHINA = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A whole journey takes longer than most tests, above all beside others."""
    for item in items:
        item.add_marker(pytest.mark.timeout(PATIENCE_SECONDS))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each page is told its centre's address when it is made; the plugin's own fixture offends pytest 9."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this system, never one that somebody would have to download."""
    path = chromium.find()
    assert path is not None, "no Chromium: python -m tests.browser.chromium says what to do"
    return {**browser_type_launch_args, "executable_path": str(path), "args": list(chromium.FLAGS)}


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[tuple[str, Credentials]]:
    """The demo district, seeded once."""
    with seeded(server_url) as made:
        yield made


@pytest.fixture(scope="session")
def shared_demo(server_url: str, template: tuple[str, Credentials]) -> Iterator[Demo]:
    """A centre for every test that leaves it running."""
    with open_demo(server_url, *template) as demo:
        yield demo


@pytest.fixture
def own_demo(server_url: str, template: tuple[str, Credentials]) -> Iterator[Demo]:
    """A centre of the test's own, which it may kill, at the price of about two seconds."""
    with open_demo(server_url, *template) as demo:
        yield demo


@pytest.fixture
def demo(shared_demo: Demo) -> Iterator[Demo]:
    """The demo district, at rest again afterwards."""
    yield shared_demo
    shared_demo.goes_to_rest()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Every page of the test is listened to, and none may complain."""
    watch = Watch()
    yield watch
    assert watch.complaints() == []


@pytest.fixture
def opened(demo: Demo, new_context: NewContext, watch: Watch) -> NewPage:
    """Makes pages of a browser of their own: what one signs in to, no other knows."""

    def page(**kind: object) -> Page:
        context = new_context(**{"base_url": demo.url} | CHINA | kind)
        context.set_default_timeout(PATIENCE_MS)
        watch.follow(context)
        return context.new_page()

    return page


@pytest.fixture
def a_desk(opened: NewPage) -> NewPage:
    """Makes a dispatcher's or supervisor's screen."""
    return lambda **other: opened(**DESK | other)


@pytest.fixture
def a_wall(opened: NewPage) -> NewPage:
    """Makes the large display on the wall."""
    return lambda **other: opened(**WALL | other)


@pytest.fixture
def a_phone(opened: NewPage) -> NewPage:
    """Makes a caregiver's phone, which may ring."""
    return lambda **other: opened(**PHONE | other)


@pytest.fixture
def sign_in(demo: Demo) -> SignIn:
    """Signs somebody in on a page, by the door that the sign-in page uses, and goes to `path`."""

    def signs_in(page: Page, login: str, path: str = "/") -> None:
        answer = page.request.post("/api/v1/sessions", data={"login": login, "password": demo.staff[login].password})
        assert answer.status == httpx.codes.CREATED, answer.text()
        page.goto(path)

    return signs_in


@pytest.fixture
def press(demo: Demo) -> Press:
    """Presses a button of a unit's home; the id of the call."""
    return lambda unit, button="emergency": demo.presses(UnitId(unit), button)


@pytest.fixture
def line(demo: Demo) -> Iterator[Line]:
    """A line to the service that the test may cut; `open_phone(via=line)` puts somebody behind it."""
    with open_line(demo.centre.port) as line:
        yield line


@pytest.fixture
def open_board(demo: Demo, a_desk: NewPage, sign_in: SignIn) -> OpenBoard:
    """Opens the board of a dispatcher; `place` counts them from 0."""

    def opens(path: str = "/board", *, place: int = 0, via: Line | None = None) -> Board:
        page = a_desk(**_behind(via))
        login = demo.person(Role.DISPATCHER, place=place).login
        sign_in(page, login, path)
        board = Board(page, demo.name_of(login))
        board.is_live()
        return board

    return opens


@pytest.fixture
def open_phone(demo: Demo, a_phone: NewPage, sign_in: SignIn) -> OpenPhone:
    """Opens the phone of a caregiver of this station, on duty and ready to ring."""

    def opens(station: str, *, place: int = 0, via: Line | None = None) -> Phone:
        page = a_phone(**_behind(via))
        login = demo.person(Role.CAREGIVER, station=StationId(station), place=place).login
        sign_in(page, login, "/phone")
        phone = Phone(page, login, demo.name_of(login))
        phone.starts_shift()
        return phone

    return opens


def _behind(line: Line | None) -> dict[str, str]:
    return {"base_url": line.url} if line else {}
