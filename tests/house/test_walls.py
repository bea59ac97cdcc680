"""The walls can fall: import-linter, with the contracts of this house, sees each kind of hole."""

from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.house.walls import lint_imports

ROOMS = ("domain", "storage", "flow", "live", "api")
SINGLE_FILES = ("__main__", "cli", "app", "engine", "settings", "clock", "embedded_postgres")


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A house with every room, nothing in them, and our contracts."""
    for room in ROOMS:
        (tmp_path / "callcenter" / room).mkdir(parents=True)
        (tmp_path / "callcenter" / room / "__init__.py").touch()
    (tmp_path / "simulators").mkdir()
    for module in ("callcenter/__init__", "simulators/__init__", *(f"callcenter/{name}" for name in SINGLE_FILES)):
        (tmp_path / f"{module}.py").touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return tmp_path


def test_a_house_without_holes_is_approved(small_house: Path) -> None:
    """So that each refusal below is due to its one line."""
    result = lint_imports(small_house)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("callcenter/domain/call.py", "import asyncpg"),
        ("callcenter/domain/call.py", "import logging"),
        ("callcenter/storage/feed.py", "import callcenter.flow"),
        ("callcenter/storage/feed.py", "import fastapi"),
        ("callcenter/flow/raising.py", "import callcenter.live"),
        ("callcenter/flow/raising.py", "import sqlalchemy"),
        ("callcenter/flow/raising.py", "import callcenter.clock"),
        ("callcenter/live/hub.py", "import callcenter.storage"),
        ("callcenter/api/calls.py", "import callcenter.storage"),
        ("callcenter/api/calls.py", "import callcenter.engine"),
        ("callcenter/api/calls.py", "import callcenter.settings"),
        ("callcenter/storage/database.py", "import callcenter.embedded_postgres"),
        ("callcenter/assorted.py", ""),
        ("simulators/home.py", "import callcenter.domain"),
    ],
)
def test_a_hole_in_a_wall_is_seen(small_house: Path, file: str, line: str) -> None:
    """One import in the wrong place, or a room nobody planned, and the check fails."""
    (small_house / file).write_text(f"{line}\n", encoding="utf-8")

    result = lint_imports(small_house)

    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout
