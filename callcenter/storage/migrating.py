"""The schema brought up to date, by Alembic, from the migrations that came with this program."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

PACKAGE = Path(__file__).resolve().parents[1]


def _home() -> Path:
    """Beside the package in the repository, inside it when installed."""
    beside = PACKAGE.parent
    return beside if (beside / "migrations" / "env.py").exists() else PACKAGE


def _config(url: str) -> Config:
    config = Config(_home() / "alembic.ini")
    config.attributes["url"] = url
    return config


def migrate(url: str) -> str:
    """Bring the database to the newest schema; the revision it is at. Call it outside an event loop."""
    config = _config(url)
    command.upgrade(config, "head")
    return newest()


def newest() -> str:
    """The revision this program was built for."""
    return ScriptDirectory.from_config(_config("")).get_current_head() or ""


async def migrate_in_thread(url: str) -> str:
    """The same from inside an event loop."""
    return await asyncio.to_thread(migrate, url)
