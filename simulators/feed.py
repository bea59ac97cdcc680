"""Read the feed of facts: page by page from the centre as a supervisor, or from a file that was kept."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from simulators.credentials import WrongUseError
from simulators.wire import Answer, Json

PAGE = 1000

Ask = Callable[[str], Awaitable[Answer]]


class FeedUnreadableError(Exception):
    """The feed could not be read, so nothing can be said about losses."""


async def pages(ask: Ask, after: int) -> AsyncIterator[list[Json]]:
    """Give the facts after a position in commit order; raises FeedUnreadableError when refused."""
    while True:
        answer = await ask(f"/api/v1/feed?after={after}&limit={PAGE}")
        if not answer.ok:
            story = f"GET /api/v1/feed answered {answer.status} {answer.code}"
            raise FeedUnreadableError(story)
        facts: list[Json] = answer.body["facts"]
        if not facts:
            return
        yield facts
        after = int(facts[-1]["seq"])


def from_file(path: Path) -> Iterator[Json]:
    """Give the facts of a file: one JSON object a line, or one answer of the feed."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise WrongUseError(str(error)) from error
    for line in lines:
        decoded: Json = msgspec.json.decode(line)
        facts: Iterable[Json] = decoded.get("facts", [decoded])
        yield from facts
