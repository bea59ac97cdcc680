"""A report on some of the calls: which of them pass."""

import pytest
from msgspec.structs import replace

from callcenter.domain.ids import CallKind, StaffId, StationId
from callcenter.domain.report import EVERYTHING, By, Filters, Question
from callcenter.domain.tally import Recorded
from callcenter.storage import reports
from callcenter.storage.database import Database
from tests.written_calls import Written, write


async def november(database: Database, *, by: By = By.STATION, filters: Filters = EVERYTHING) -> Recorded:
    """November's calls that pass the filters."""
    return await reports.recorded(database, Question(since="2026-11-01", until="2026-12-01", filters=filters), by=by)


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        (EVERYTHING, {"S1", "S2", "S3"}),
        (replace(EVERYTHING, station=StationId("S2")), {"S2"}),
        (replace(EVERYTHING, caregiver=StaffId("C201")), {"S1", "S2"}),
        (replace(EVERYTHING, kind=CallKind.EMERGENCY), {"S1", "S3"}),
        (Filters(station=StationId("S1"), caregiver=StaffId("C201"), kind=CallKind.EMERGENCY), {"S1"}),
        (Filters(station=StationId("S3"), caregiver=StaffId("C201"), kind=None), set()),
    ],
)
async def test_filters_leave_only_the_calls_that_pass_all_of_them(
    district: Database, filters: Filters, keys: set[str]
) -> None:
    """C201 arrived at one call, is on the way to another, and was overtaken on a third."""
    await write(
        district,
        Written(station="S1", arrived_by="C201", first_arrived_at=9),
        Written(station="S2", accepted_by="C201", kind="assistance"),
        Written(station="S3", accepted_by="C201", arrived_by="C301", first_arrived_at=9),
    )

    recorded = await november(district, filters=filters)

    assert {count.key for count in recorded.counts} == {tally.key for tally in recorded.tallies} == keys
    assert recorded.asked.filters == filters


async def test_a_caregivers_report_is_the_row_of_that_caregiver(district: Database) -> None:
    """Whoever asks for one person sees what the table of all persons says."""
    await write(district, Written(accepted_by="C101"), Written(accepted_by="C101", arrived_by="C102"))
    alone = replace(EVERYTHING, caregiver=StaffId("C102"))

    rows, narrowed = await november(district, by=By.CAREGIVER), await november(district, by=By.STATION, filters=alone)

    assert [count.calls for count in rows.counts if count.key == "C102"] == [count.calls for count in narrowed.counts]
