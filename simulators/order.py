"""What was asked for on the command line."""

from dataclasses import asdict, dataclass
from pathlib import Path

from simulators.scenarios import Scenario
from simulators.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One run as ordered; `duration_seconds` None means until Ctrl-C."""

    url: str
    credentials: Path
    scenario: Scenario
    seed: int
    speed: float
    rate: float
    duration_seconds: float | None
    journal: Path
    quiet: bool = False
    verbose: bool = False
    server_command: str = ""
    database_command: str = ""
    leave_out_caregivers: frozenset[str] = frozenset()
    leave_out_units: frozenset[str] = frozenset()
    scorecard: Path | None = None

    def document(self) -> Json:
        """Give the order as it stands in `run.json`."""
        document = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}
        document["scenario"] = self.scenario.name
        return document
