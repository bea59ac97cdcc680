"""The account at the end: what the units were promised against what the feed holds.

A unit's journal is the witness. An acknowledged press that the feed does not know is lost. A press that the feed knows
twice is duplicated. A press made but never acknowledged is unknown: it may be there or not, and is counted apart.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from simulators.ledger import PressKey
from simulators.wire import Json

PRESS_FACTS = {"call_raised", "call_repeated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The totals of one run; `kept` is the promise."""

    made: int
    acknowledged: int
    lost: int
    duplicated: int
    unknown: int
    raised: int
    joined: int
    resolved: int
    feed_holes: int
    lost_presses: tuple[PressKey, ...] = ()
    duplicated_presses: tuple[PressKey, ...] = ()

    @property
    def kept(self) -> bool:
        """Tell whether nothing acknowledged was lost, nothing doubled, and the feed has no hole."""
        return not (self.lost or self.duplicated or self.feed_holes)

    def totals(self) -> Json:
        """Give everything as a JSON object."""
        return asdict(self)


def account(made: Iterable[PressKey], acknowledged: Iterable[PressKey], facts: Iterable[Json]) -> Account:
    """Hold the units' journal against the feed; facts of other runs are passed over."""
    made_set, acknowledged_set = set(made), set(acknowledged)
    found: Counter[PressKey] = Counter()
    raised: set[str] = set()
    resolved: set[str] = set()
    joined = holes = 0
    last: int | None = None
    for fact in facts:
        seq = int(fact["seq"])
        holes += last is not None and seq != last + 1
        last = seq
        if fact["kind"] == "call_resolved":
            resolved.add(str(fact["call"]))
        key = _press_of(fact)
        if key not in made_set:
            continue
        found[key] += 1
        if fact["kind"] == "call_raised":
            raised.add(str(fact["call"]))
        else:
            joined += 1
    lost = sorted(key for key in acknowledged_set if not found[key])
    doubled = sorted(key for key, times in found.items() if times > 1)
    return Account(
        made=len(made_set),
        acknowledged=len(acknowledged_set),
        lost=len(lost),
        duplicated=len(doubled),
        unknown=len(made_set - acknowledged_set),
        raised=len(raised),
        joined=joined,
        resolved=len(raised & resolved),
        feed_holes=holes,
        lost_presses=tuple(lost),
        duplicated_presses=tuple(doubled),
    )


def _press_of(fact: Json) -> PressKey | None:
    if fact["kind"] not in PRESS_FACTS or fact.get("n") is None:
        return None
    return PressKey(str(fact.get("unit")), str(fact.get("boot")), int(fact["n"]))


def journalled(lines: Iterable[Json]) -> tuple[set[PressKey], set[PressKey]]:
    """Read the units' journal: the presses made, and those of them that were acknowledged."""
    by_what: dict[str, set[PressKey]] = {"made": set(), "acknowledged": set()}
    for line in lines:
        if line["what"] in by_what:
            by_what[line["what"]].add(PressKey(line["who"], line["boot"], line["n"]))
    return by_what["made"], by_what["acknowledged"]
