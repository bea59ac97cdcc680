"""What every actor of a run shares: the wire, the books, the journals, the story and the two dials that drive it."""

import asyncio
from dataclasses import dataclass, field

from simulators.journal import Journals
from simulators.ledger import Ledger
from simulators.scenarios import Scenario
from simulators.wire import Wire

SIGN_INS_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One run's surroundings; `speed` compresses what people take and nothing else."""

    wire: Wire
    ledger: Ledger
    journals: Journals
    scenario: Scenario
    seed: int
    speed: float
    left_out_units: frozenset[str] = frozenset()
    sign_ins: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SIGN_INS_AT_ONCE))
