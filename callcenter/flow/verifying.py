"""Checking the memory: everything that the tables say must follow from the facts, and every fact must be there."""

from callcenter.storage.database import Database
from callcenter.storage.findings import Findings
from callcenter.storage.replaying import Progress
from callcenter.storage.verifying import verify as verify_memory


async def verify(database: Database, *, progress: Progress | None = None) -> Findings:
    """Replay the feed and compare; the service may go on working meanwhile."""
    return await verify_memory(database, progress=progress)


def render(findings: Findings) -> str:
    """The findings as lines for a terminal: what differs first, then what was looked at, then the verdict."""
    lines = [f"{difference.about}: {difference.what}" for difference in findings.differences]
    if findings.unlisted:
        lines.append(f"… and {findings.unlisted} more")
    lines.append(
        f"Checked {findings.facts} facts, {findings.calls} calls ({findings.open_calls} open), "
        f"{findings.offers} offers, {findings.presses} presses, {findings.people} people, {findings.units} units."
    )
    count = len(findings.differences) + findings.unlisted
    lines.append("Everything is as the facts say." if findings.is_clean else f"Differences: {count}.")
    return "\n".join(lines)
