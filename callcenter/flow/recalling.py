"""A short memory in front of a question: the same key asked again within seconds costs no database.

Those who ask for unknown keys while a question is under way go together in the next one, so that 900 homes waking at
once make a handful of questions. "Nobody" is not remembered: a unit registered a moment ago is let in at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Generic, TypeVar

T = TypeVar("T")

MOST_REMEMBERED = 20_000


class Recall(Generic[T]):
    """Answers by key, each remembered for `life_seconds`."""

    def __init__(self, ask: Callable[[Collection[bytes]], Awaitable[dict[bytes, T]]], *, life_seconds: float) -> None:
        self._ask = ask
        self._life_seconds = life_seconds
        self._known: dict[bytes, tuple[float, T]] = {}
        self._wanted: set[bytes] = set()
        self._gathering: asyncio.Task[dict[bytes, T]] | None = None
        self._turn = asyncio.Lock()

    async def find(self, key: bytes) -> T | None:
        """What belongs to `key`, as it was at most `life_seconds` ago; None for nothing."""
        known = self._known.get(key)
        if known is not None and known[0] > asyncio.get_running_loop().time():
            return known[1]
        self._wanted.add(key)
        if self._gathering is None:
            self._gathering = asyncio.create_task(self._gather())
        # One asker who gives up must not take the answer from the others.
        return (await asyncio.shield(self._gathering)).get(key)

    def forget(self, key: bytes) -> None:
        """Ask again the next time."""
        self._known.pop(key, None)

    async def _gather(self) -> dict[bytes, T]:
        async with self._turn:
            self._gathering = None
            wanted, self._wanted = self._wanted, set()
            found = await self._ask(wanted)
            until = asyncio.get_running_loop().time() + self._life_seconds
            for key in wanted:
                self._known.pop(key, None)
                if key in found:
                    self._known[key] = (until, found[key])
            while len(self._known) > MOST_REMEMBERED:
                del self._known[next(iter(self._known))]
            return found
