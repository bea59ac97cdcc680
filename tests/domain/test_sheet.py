"""The report as a sheet: what a spreadsheet opens without being told anything."""

import csv
from io import StringIO

from callcenter.domain.ids import CallKind, StaffId, StationId
from callcenter.domain.report import EVERYTHING, By, Filters, Reason, Report, Span
from callcenter.domain.response_time import report
from callcenter.domain.sheet import as_csv, file_name
from callcenter.domain.tally import Count, Fate, Recorded, Tally
from tests.domain.counted import asked


def a_report(*, name: str = "小桥", filters: Filters = EVERYTHING) -> Report:
    """One station: an emergency answered in 7.5 s, one still open for 100 s, and a technical call."""
    return report(
        Recorded(
            asked=asked(filters=filters),
            names={"S1": name},
            counts=(Count("S1", None, 2, 1, 0), Count("S1", Reason.TECHNICAL, 1, 0, 0)),
            tallies=(
                Tally("S1", Span.ANSWER, True, Fate.ENDED, 75, 1),
                Tally("S1", Span.ANSWER, True, Fate.OPEN, 1000, 1),
                Tally("S1", Span.TRAVEL, True, Reason.REASSIGNED, 0, 1),
                Tally("S1", Span.TRAVEL, True, Reason.NOT_ACCEPTED, 0, 1),
            ),
        ),
        By.STATION,
    )


def read(sheet: bytes) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them."""
    return list(csv.DictReader(StringIO(sheet.decode("utf-8-sig"), newline="")))


def test_the_sheet_says_that_it_is_utf_8() -> None:
    """Without the mark a spreadsheet shows Chinese names as rubbish."""
    sheet = as_csv(a_report())

    assert sheet.startswith(b"\xef\xbb\xbfstation,name,")
    assert "小桥".encode() in sheet


def test_one_row_for_each_station_and_one_for_all() -> None:
    """The total comes last and is called TOTAL."""
    rows = read(as_csv(a_report()))

    assert [(row["station"], row["name"], row["n"]) for row in rows] == [("S1", "小桥", "2"), ("TOTAL", "TOTAL", "2")]


def test_times_have_one_decimal_and_unproven_ends_are_empty() -> None:
    """An empty cell is not a zero."""
    row = read(as_csv(a_report()))[0]

    assert (row["answer p50"], row["answer p90"], row["answer p50 high"]) == ("7.5", "", "")


def test_each_target_brings_its_share_with_interval_and_verdict() -> None:
    """One kept the minute, one is past it."""
    row = read(as_csv(a_report()))[0]

    assert (row["answer within 60 s met"], row["answer within 60 s missed"]) == ("1", "1")
    assert (row["answer within 60 s share"], row["answer within 60 s reached"]) == ("0.500000", "no")
    assert (row["answer within 60 s low"], row["answer within 60 s high"]) == ("0.094531", "0.905469")
    assert row["emergency arrival within 900 s verdict"] == "too few to tell"


def test_what_was_left_out_stands_beside_the_figure() -> None:
    """How many, and why."""
    row = read(as_csv(a_report()))[0]

    assert (row["excluded"], row["excluded because"]) == ("1", "technical 1")
    assert (row["travel excluded"], row["travel excluded because"]) == ("2", "not accepted 1; reassigned 1")


def test_a_name_that_looks_like_a_formula_is_not_calculated() -> None:
    """Whoever may choose a name must not run anything in the supervisor's spreadsheet."""
    row = read(as_csv(a_report(name="=1+1")))[0]

    assert row["name"] == "'=1+1"


def test_the_file_is_named_for_its_period_in_the_districts_calendar() -> None:
    """November is November, though it began in October by UTC."""
    assert file_name(a_report()) == "response-times-by-station-20261101T0000-20261201T0000.csv"


def test_a_sheet_about_some_calls_says_whose_in_every_row_and_in_its_name() -> None:
    """Passed on without its page, it must not be taken for everybody's."""
    some = Filters(station=StationId("S1"), caregiver=StaffId("C101"), kind=CallKind.EMERGENCY)

    made = a_report(filters=some)

    assert {(row["only station"], row["only caregiver"], row["only kind"]) for row in read(as_csv(made))} == {
        ("S1", "C101", "emergency")
    }
    assert file_name(made) == "response-times-by-station-S1-C101-emergency-20261101T0000-20261201T0000.csv"
