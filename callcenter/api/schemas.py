"""What people send, strictly: a wrong type or an unknown field is refused, and so is text no table could hold."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from callcenter.domain.ids import CallKind


def _whole_letters(text: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        msg = "half a character is not allowed"
        raise ValueError(msg)
    return text


def _written_out(moment: object) -> object:
    if not (isinstance(moment, str) and "T" in moment.upper()):
        msg = "a moment is written out, such as 2026-11-22T10:15:04+08:00"
        raise ValueError(msg)
    return moment


def _within_the_calendar(moment: datetime) -> datetime:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        msg = "this moment lies beyond the calendar"
        raise ValueError(msg) from None
    return moment


def _whole(number: object) -> object:
    return int(number) if isinstance(number, float) and number.is_integer() else number


Moment = Annotated[
    AwareDatetime, Field(strict=False), BeforeValidator(_written_out), AfterValidator(_within_the_calendar)
]
# JSON has one kind of number: 3.0 is 3.
Whole = BeforeValidator(_whole)
PRINTABLE = r"^[^\x00-\x08\x0b-\x1f]*$"
Remark = Annotated[str, Field(min_length=1, max_length=2000, pattern=PRINTABLE), AfterValidator(_whole_letters)]
Reason = Annotated[str, Field(max_length=500, pattern=PRINTABLE), AfterValidator(_whole_letters)]
# In an address a filter may be left empty; PostgreSQL has no letter NUL.
Filter = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]
Words = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class Strict(BaseModel):
    """No coercion, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid")


class VerbBody(Strict):
    """What every verb may carry: the device's time as evidence, and the version the sender saw."""

    at: Moment | None = None
    version: Annotated[int, Field(ge=1, le=2**31 - 1), Whole] | None = None


class ReasonBody(VerbBody):
    """A verb that may say why."""

    reason: Reason | None = None


class ResolveBody(ReasonBody):
    """How it ended: `helped`, `false_alarm`, `no_answer`, `referred`, `restored`, `test` or another word in use."""

    outcome: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,39}$", examples=["helped"])]
    satisfaction: Annotated[int, Field(ge=1, le=5), Whole] | None = None


class AnswerBody(VerbBody):
    """`take_over` takes a fresh claim from a colleague, visibly."""

    take_over: bool = False


class AssignBody(VerbBody):
    """Who is to go."""

    caregiver: Name


class EscalateBody(VerbBody):
    """`kind` may make the call more urgent."""

    kind: Annotated[CallKind, Field(strict=False)] | None = None


class NoteBody(VerbBody):
    """The remark."""

    text: Remark


class HoldBody(ReasonBody):
    """For how long; the policy has the last word."""

    seconds: Annotated[int, Field(ge=1, le=86_400), Whole] | None = None


class OpenBody(Strict):
    """A call opened by hand."""

    resident: Name
    kind: Annotated[CallKind, Field(strict=False)]
    note: Remark | None = None


class ShiftBody(Strict):
    """Whether this phone can make itself heard."""

    can_ring: bool


class RevealBody(Strict):
    """Which field is to be shown."""

    field: Literal["key_safe_code"]


Key = UUID
