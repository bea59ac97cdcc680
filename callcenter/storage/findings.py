"""What a check of the whole memory found: how much was looked at, and every difference by its number or id.

Differences name records and fields, never what stands in them: what people wrote stays in the tables.
"""

import msgspec

MOST_LISTED = 1_000


class Difference(msgspec.Struct, frozen=True):
    """One thing that is not as the facts say; `about` is the record, such as `fact 81261`."""

    about: str
    what: str


class Findings(msgspec.Struct, kw_only=True):
    """The result of a check; `unlisted` counts the differences beyond the first thousand."""

    facts: int = 0
    calls: int = 0
    open_calls: int = 0
    offers: int = 0
    presses: int = 0
    people: int = 0
    units: int = 0
    differences: list[Difference] = []
    unlisted: int = 0

    @property
    def is_clean(self) -> bool:
        """True when the memory is exactly what the facts say."""
        return not self.differences

    def differs(self, about: str, what: str) -> None:
        """Write a difference down."""
        if len(self.differences) < MOST_LISTED:
            self.differences.append(Difference(about, what))
        else:
            self.unlisted += 1
