"""Data directories where PostgreSQL's account may go; whatever still runs in them afterwards is stopped."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from callcenter.embedded_postgres import open_embedded
from tests.embedded_database.surroundings import is_running


@contextmanager
def _open_directory() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="callcenter-"))
    directory.chmod(0o755)
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


@contextmanager
def _stopped_afterwards(data_dir: Path) -> Iterator[Path]:
    try:
        yield data_dir
    finally:
        if (data_dir / "postgres").exists() and is_running(data_dir):
            open_embedded(data_dir).release()


@pytest.fixture(scope="session")
def used_before() -> Iterator[Path]:
    """A data directory with a database in it that is not running; made once, to be copied."""
    with _open_directory() as directory, _stopped_afterwards(directory / "data") as data_dir:
        open_embedded(data_dir).release()
        yield data_dir


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty directory that everybody may enter."""
    with _open_directory() as directory:
        yield directory


@pytest.fixture
def empty_dir(place: Path) -> Iterator[Path]:
    """A data directory for a first start."""
    with _stopped_afterwards(place / "data") as data_dir:
        yield data_dir


@pytest.fixture
def data_dir(used_before: Path, empty_dir: Path) -> Path:
    """A data directory of one's own that has been used before."""
    subprocess.run(["/bin/cp", "-Rp", used_before, empty_dir], check=True)
    return empty_dir
