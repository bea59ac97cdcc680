"""What the tests of the embedded database need around it: questions in SQL, and other processes that use it."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg

from callcenter.embedded_postgres.home import Home

OPENER = """
import sys
from pathlib import Path
from callcenter.embedded_postgres import open_embedded
opened = open_embedded(Path(sys.argv[1]))
print(opened.pid, flush=True)
sys.stdin.read()
opened.release()
"""


def ask(url: str, sql: str) -> Any:  # noqa: ANN401 (whatever the database answers)
    """Put one question to the database and give its answer."""

    async def conversation() -> Any:  # noqa: ANN401
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(conversation())


def another_process(data_dir: Path) -> subprocess.Popen[str]:
    """Open the same data directory elsewhere; it says its server's pid, and releases when its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", OPENER, data_dir], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def server_pid_seen_by(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def is_running(data_dir: Path) -> bool:
    """Whether a process of the server in this data directory lives."""
    lock = Home(data_dir).lock("server.lock")
    try:
        return not lock.try_exclusive()
    finally:
        lock.close()
