"""The shapes of what the fixtures give, for the tests to name."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.board import Board
from tests.browser.phone import Phone

NewPage = Callable[..., Page]
NewContext = Callable[..., BrowserContext]
OpenBoard = Callable[..., Board]
OpenPhone = Callable[..., Phone]
SignIn = Callable[..., None]
Press = Callable[..., str]
