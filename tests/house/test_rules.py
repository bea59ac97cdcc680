"""Each rule of the house can say no: a bad sample is caught, and its good twin is let through."""

from collections.abc import Callable, Iterator

import pytest

from tests.house import rules
from tests.house.source import Source

CAUGHT = [
    (rules.without_story, "callcenter/flow/raising.py", "x = 1\n"),
    (rules.without_story, "callcenter/flow/__init__.py", ""),
    (rules.blanket_permissions, "callcenter/app.py", "x = 1  # type: ignore\n"),
    (rules.blanket_permissions, "callcenter/app.py", "x = 1  # noqa\n"),
    (rules.blanket_permissions, "callcenter/app.py", "# ruff: noqa\n"),
    (rules.blanket_permissions, "callcenter/app.py", "# mypy: ignore-errors\n"),
    (rules.clock_readings, "callcenter/app.py", "import time\nx = time.time()\n"),
    (rules.clock_readings, "callcenter/app.py", "from time import time as now\n"),
    (rules.clock_readings, "simulators/home.py", "from datetime import datetime as d\nx = d.now()\n"),
    (rules.clock_readings, "simulators/home.py", "import datetime as d\nx = d.datetime.utcnow()\n"),
    (rules.clock_readings, "migrations/first.py", "from datetime import date\nx = date.today()\n"),
    (rules.mocks_and_skips, "tests/api/test_x.py", "from unittest import mock\n"),
    (rules.mocks_and_skips, "tests/api/test_x.py", "from unittest.mock import patch\n"),
    (rules.mocks_and_skips, "tests/api/test_x.py", "import unittest.mock\n"),
    (rules.mocks_and_skips, "tests/api/test_x.py", "import pytest\n@pytest.mark.skip\ndef test_x(): ...\n"),
    (rules.mocks_and_skips, "tests/api/test_x.py", "from pytest import importorskip\n"),
    (rules.names_for_assorted_things, "callcenter/utils.py", ""),
    (rules.names_for_assorted_things, "callcenter/helpers/time.py", ""),
    (rules.names_for_assorted_things, "callcenter/live/socket_manager.py", ""),
    (rules.names_for_assorted_things, "tests/common.py", ""),
]

LET_THROUGH = [
    (rules.without_story, "callcenter/flow/raising.py", '"""A press becomes a call."""\n'),
    (rules.without_story, "tests/__init__.py", ""),
    (rules.blanket_permissions, "callcenter/app.py", "x = 1  # type: ignore[attr-defined]\ny = 2  # noqa: S104\n"),
    (rules.blanket_permissions, "callcenter/app.py", "x = '# type: ignore'\n"),
    (rules.clock_readings, "callcenter/clock.py", "import time\nx = time.time()\n"),
    (rules.clock_readings, "tests/api/test_x.py", "import time\nx = time.time()\n"),
    (rules.clock_readings, "callcenter/app.py", "from datetime import datetime\nx = datetime(2026, 11, 22)\n"),
    (rules.clock_readings, "callcenter/app.py", "x = clock.time.time()\n"),
    (rules.mocks_and_skips, "tests/api/test_x.py", "import pytest\n@pytest.mark.parametrize('x', [1])\ndef f(): ...\n"),
    (rules.names_for_assorted_things, "callcenter/domain/baseline.py", ""),
]


@pytest.mark.parametrize(("rule", "path", "text"), CAUGHT)
def test_a_bad_sample_is_caught(rule: Callable[[Source], Iterator[str]], path: str, text: str) -> None:
    """The complaint names the file."""
    complaints = list(rule(Source.of(path, text)))

    assert complaints
    assert all(complaint.startswith(path) for complaint in complaints)


@pytest.mark.parametrize(("rule", "path", "text"), LET_THROUGH)
def test_a_good_sample_is_let_through(rule: Callable[[Source], Iterator[str]], path: str, text: str) -> None:
    """A rule that complains about everything would be switched off within a week."""
    assert list(rule(Source.of(path, text))) == []


def test_a_file_of_301_lines_is_too_long() -> None:
    """300 lines are allowed, one more is not."""
    longest, too_long = (Source.of("callcenter/app.py", "x = 1\n" * lines) for lines in (300, 301))

    assert rules.sizes(longest) == {}
    assert rules.sizes(too_long) == {"callcenter/app.py": 301}


def test_a_function_of_41_lines_is_too_long() -> None:
    """40 lines are allowed, one more is not, be it a coroutine or inside a class."""
    longest = Source.of("callcenter/app.py", "def accept():\n" + "    x = 1\n" * 39)
    too_long = Source.of("callcenter/app.py", "class C:\n    async def accept():\n" + "        x = 1\n" * 40)

    assert rules.sizes(longest) == {}
    assert rules.sizes(too_long) == {"callcenter/app.py::accept": 41}


@pytest.mark.parametrize(
    "line",
    [
        "--index" + "-url something",
        "https://pypi" + ".org/simple",
        "https://files.python" + "hosted.org/x.whl",
        '"resolved": "https://registry.npm' + 'js.org/vue"',
        "file:" + "///srv/wheels",
        "see /" + "root/notes.txt",
        "cd '/wo" + "rk/here'",
        "/ho" + "me/somebody/project",
    ],
)
def test_an_address_of_a_machine_or_registry_is_caught(line: str) -> None:
    """The complaint points at the line."""
    (complaint,) = rules.addresses("README.md", f"# Title\n\n{line}\n")

    assert complaint.startswith("README.md:3: names ")


def test_a_lock_file_that_names_hosts_is_caught() -> None:
    """Even when it happens to name none today."""
    assert list(rules.addresses("uv" + ".lock", ""))


def test_addresses_of_the_service_and_the_container_are_let_through() -> None:
    """Loopback, our own routes and the container's folders are for everybody."""
    text = "http://127.0.0.1:8000/api/v1/calls /var/lib/callcenter ../work/plan docs/work/plan"

    assert list(rules.addresses("README.md", text)) == []
