"""How a migration reaches the database: one transaction each, giving up quickly rather than blocking the centre."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from callcenter.storage.tables import metadata

LOCK_TIMEOUT = "5s"


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    del parents
    return not (kind == "table" and name is not None and name.startswith("facts_"))


def _migrate(connection: Connection) -> None:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=_is_ours,
        transaction_per_migration=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _connect_and_migrate(url: str) -> None:
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
    await engine.dispose()


def _url() -> str:
    url = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    if not url:
        message = "say which database: alembic -x url=postgresql://… , or use `callcenter migrate`"
        raise SystemExit(message)
    return str(url).replace("postgresql://", "postgresql+asyncpg://", 1)


asyncio.run(_connect_and_migrate(_url()))
