"""The whole memory checked against its facts, in one consistent look that disturbs nobody who works meanwhile.

The feed is read from its first fact; then every table that the facts explain is held against them. Nothing is mended:
what differs is named, and a person decides.
"""

from callcenter.storage import comparing
from callcenter.storage.database import Database
from callcenter.storage.findings import Findings
from callcenter.storage.replaying import Progress, replay


async def verify(database: Database, *, progress: Progress | None = None) -> Findings:
    """Everything that differs; `progress` hears now and then how many facts have been read, of how many."""
    findings = Findings()
    async with (
        database.reading() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        told = await replay(connection, findings, progress)
        await comparing.compare_calls(connection, told, findings)
        await comparing.compare_presses(connection, findings)
        await comparing.compare_people(connection, told, findings)
        await comparing.compare_units(connection, told, findings)
        await comparing.compare_policy(connection, told, findings)
    return findings
