"""The response-time report as a sheet: one row per group and a TOTAL, for whoever calculates further.

CSV in UTF-8 with a byte-order mark, which spreadsheets need for Chinese names. Times are seconds with one decimal,
shares lie between 0 and 1, an empty cell is a figure that the calls do not give.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from msgspec.structs import asdict

from callcenter.domain.period import DISTRICT_TIME
from callcenter.domain.report import Excluded, Group, Report, Span, SpanFigures, TargetResult

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Cell = tuple[str, str]


def as_csv(report: Report) -> bytes:
    """The whole sheet; its columns depend on the policy's targets alone, never on the calls."""
    written = StringIO(newline="")
    total = _row(report, report.total) | {report.by: "TOTAL", "name": "TOTAL"}
    sheet = csv.DictWriter(written, fieldnames=list(total))
    sheet.writeheader()
    sheet.writerows(_row(report, group) for group in report.rows)
    sheet.writerow(total)
    return written.getvalue().encode("utf-8-sig")


def file_name(report: Report) -> str:
    """A name that says what is inside, whose calls, and for which stretch of the district's calendar."""
    since, until = (f"{at.astimezone(DISTRICT_TIME):%Y%m%dT%H%M}" for at in (report.since, report.until))
    narrowed = "".join(f"-{value}" for value in asdict(report.filters).values() if value is not None)
    return f"response-times-by-{report.by}{narrowed}-{since}-{until}.csv"


def _row(report: Report, group: Group) -> dict[str, str]:
    cells = {
        report.by: _harmless(group.key or ""),
        "name": _harmless(group.name),
        "from": report.since.astimezone(DISTRICT_TIME).isoformat(),
        "to": report.until.astimezone(DISTRICT_TIME).isoformat(),
        **{f"only {name}": _harmless(value or "") for name, value in asdict(report.filters).items()},
        "n": str(group.n),
        "open": str(group.open),
        "breaches": str(group.breaches),
    }
    cells |= _left_out("excluded", group.excluded)
    for span in Span:
        cells |= _span(span.replace("_", " "), getattr(group, span))
    for result in group.attainment.answer:
        cells |= _target(f"answer within {result.within_seconds} s", result)
    for result in group.attainment.arrival:
        cells |= _target(f"emergency arrival within {result.within_seconds} s", result)
    return cells


def _span(name: str, figures: SpanFigures) -> Iterator[Cell]:
    yield f"{name} n", str(figures.n)
    yield f"{name} open", str(figures.open)
    for percentile in ("p50", "p90", "p95", "p99"):
        figure = getattr(figures, percentile)
        yield f"{name} {percentile}", _seconds(figure.value)
        yield f"{name} {percentile} low", _seconds(figure.low)
        yield f"{name} {percentile} high", _seconds(figure.high)
    yield from _left_out(f"{name} excluded", figures.excluded)


def _target(name: str, result: TargetResult) -> Iterator[Cell]:
    yield f"{name} target", _share(result.target)
    yield f"{name} n", str(result.n)
    yield f"{name} met", str(result.met)
    yield f"{name} missed", str(result.missed)
    yield f"{name} undecided", str(result.undecided)
    yield f"{name} share", _share(result.share)
    yield f"{name} low", _share(result.low)
    yield f"{name} high", _share(result.high)
    yield f"{name} reached", {True: "yes", False: "no", None: ""}[result.reached]
    yield f"{name} verdict", result.verdict.replace("_", " ")
    yield from _left_out(f"{name} excluded", result.excluded)


def _left_out(name: str, excluded: Iterable[Excluded]) -> Iterator[Cell]:
    reasons = tuple(excluded)
    yield name, str(sum(one.calls for one in reasons))
    yield f"{name} because", "; ".join(f"{one.reason.replace('_', ' ')} {one.calls}" for one in reasons)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _harmless(text: str) -> str:
    # A spreadsheet runs a cell that begins like a formula, whoever chose the name.
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
