"""A caregiver's own figures: the median is of those offered and taken, and says of how many."""

from uuid import UUID

import pytest

from callcenter.domain.ids import CallId, CallKind, CallState
from callcenter.domain.my_day import MyCall, my_calls
from tests.domain.building import HERE, at


def taken(after: float | None, number: int = 1) -> MyCall:
    """A call accepted so many seconds after its offer; None when it was assigned."""
    return MyCall(
        id=CallId(UUID(int=number)), number=f"20261122-{number:04d}", kind=CallKind.EMERGENCY,
        state=CallState.RESOLVED, station=HERE, received_at=at(0), offered_at=None if after is None else at(10),
        accepted_at=at(10 + (after or 0)), departed_at=None, arrived_at=None, resolved_at=None, outcome=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "accepted", "median"),
    [
        ([], 0, None),
        ([None], 0, None),
        ([8], 1, 8),
        ([8, 30, 4], 3, 8),
        ([8, 30, 4, 10], 4, 9),
        ([8, None, 30, None, 4], 3, 8),
    ],
)
def test_the_median_counts_what_was_offered_and_taken(
    seconds: list[float | None], accepted: int, median: float | None
) -> None:
    """An assigned call was nobody's choice and says nothing of how quickly somebody answers."""
    told = my_calls([taken(after, number) for number, after in enumerate(seconds)])

    assert (len(told.calls), told.accepted, told.accept_median_seconds) == (len(seconds), accepted, median)
