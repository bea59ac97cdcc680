"""The schema brought up to date, by Alembic, from the migrations that came with this program."""

from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

CONNECT_SECONDS = 10.0
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


async def revision(url: str) -> str | None:
    """The revision a database is at; None when it has none of our tables."""
    connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        found = await connection.fetchval("SELECT version_num FROM alembic_version")
        return str(found) if found else None
    finally:
        await connection.close()
