"""The clock knocks: every call whose deadline has come is looked at, by whichever process is first."""

from callcenter.storage.committer import LARGEST_BATCH, Committer


async def look_at_due_calls(committer: Committer) -> int:
    """Look at everything due now, batch after batch; how many calls there were."""
    seen = 0
    while True:
        found = await committer.knock()
        seen += found
        if found < LARGEST_BATCH:
            return seen
