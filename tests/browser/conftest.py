"""A running centre, the system's Chromium, and people with their screens.

A file whose tests kill the server has a fixture `demo` of its own that returns `own_demo`; all others share one centre.
"""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from callcenter.domain.ids import UnitId
from callcenter.flow.demo_district import Credentials
from tests.browser import chromium
from tests.browser.demo import Demo, open_demo, seeded
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
CHINA = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}

NewPage = Callable[..., Page]
NewContext = Callable[..., BrowserContext]


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
        context = new_context(base_url=demo.url, **CHINA, **kind)
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
def sign_in(demo: Demo) -> Callable[..., None]:
    """Signs somebody in on a page, by the door that the sign-in page uses, and goes to `path`."""

    def signs_in(page: Page, login: str, path: str = "/") -> None:
        answer = page.request.post("/api/v1/sessions", data={"login": login, "password": demo.staff[login].password})
        assert answer.status == httpx.codes.CREATED, answer.text()
        page.goto(path)

    return signs_in


@pytest.fixture
def press(demo: Demo) -> Callable[..., str]:
    """Presses a button of a unit's home; the id of the call."""
    return lambda unit, button="emergency": demo.presses(UnitId(unit), button)
