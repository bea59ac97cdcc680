"""The house keeps its own rules.

A file or function may be longer than the house allows if the reason stands in `LONGER_FOR_A_REASON`.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.house import rules
from tests.house.source import ROOT, Source, committed_files, python_files
from tests.house.walls import lint_imports

LONGER_FOR_A_REASON: dict[str, str] = {
    "callcenter/domain/facts.py": "every kind of fact on one list, each a few lines: the glossary of what can happen",
    "callcenter/storage/tables.py": "every table on one list: the schema reads as one page",
    "migrations/versions/20261122_first.py": "the first schema is one step; a migration is never split afterwards",
}

RULES = (
    rules.without_story,
    rules.blanket_permissions,
    rules.clock_readings,
    rules.mocks_and_skips,
    rules.names_for_assorted_things,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule: Callable[[Source], Iterator[str]]) -> None:
    """No file of the house has a complaint against it."""
    complaints = [complaint for source in python_files() for complaint in rule(source)]

    assert complaints == []


def test_a_long_file_or_function_has_its_reason_written_down() -> None:
    """What is longer than the house allows is in the table, and what is in the table is longer."""
    too_long = {what: lines for source in python_files() for what, lines in rules.sizes(source).items()}

    assert too_long.keys() == LONGER_FOR_A_REASON.keys(), too_long


def test_no_file_tells_where_a_machine_fetches_or_keeps_things() -> None:
    """A clone of this repository says nothing about the machine that it came from."""
    texts = ((path, (ROOT / path).read_bytes().decode("utf-8", errors="ignore")) for path in committed_files())

    assert [complaint for path, text in texts for complaint in rules.addresses(path, text)] == []


def test_the_house_was_read_at_all() -> None:
    """A rule that looked at nothing would praise everything."""
    seen = {source.path for source in python_files()}

    assert {"callcenter/__init__.py", "simulators/__init__.py", "tests/house/test_house.py"} <= seen
    assert {"pyproject.toml", "constraints.txt", "Makefile"} <= set(committed_files())


def test_the_walls_between_the_rooms_stand() -> None:
    """Every contract in pyproject.toml is kept."""
    result = lint_imports(ROOT)

    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout
