"""Being on duty: a shift is started, changed and ended by the one who works it."""

import pytest

from callcenter.domain import duty
from callcenter.domain import facts as f
from callcenter.domain.duty import Duty
from callcenter.domain.errors import Refused
from callcenter.domain.ids import Role, StaffId
from tests.domain.building import HERE, THE_CALL, at

OFF = Duty(staff=StaffId("near"), role=Role.CAREGIVER, station=HERE, is_on_duty=False, can_ring=False, is_planned=False)


@pytest.mark.parametrize("planned", [True, False], ids=["planned", "unplanned"])
def test_shift_starts_and_says_whether_it_was(*, planned: bool) -> None:
    """Without a plan it is allowed, and marked."""
    before = Duty(
        staff=OFF.staff, role=OFF.role, station=HERE, is_on_duty=False, can_ring=False, is_planned=False,
        has_planned_shift=planned,
    )  # fmt: skip

    on, fact = duty.start(before, at(0), can_ring=True)

    assert fact == f.ShiftStarted(caregiver=StaffId("near"), can_ring=True, planned=planned)
    assert (on.is_on_duty, on.can_ring, on.is_planned, on.started_at) == (True, True, planned, at(0))


def test_shift_cannot_start_twice() -> None:
    """The phone is told since when it has been running."""
    on, _ = duty.start(OFF, at(0), can_ring=True)

    with pytest.raises(Refused) as refused:
        duty.start(on, at(60), can_ring=True)

    assert (refused.value.code, refused.value.details) == ("already_on_duty", {"started_at": at(0)})


def test_phone_that_cannot_ring_any_more_says_so_once() -> None:
    """The same again is no news."""
    on, _ = duty.start(OFF, at(0), can_ring=True)

    mute, told = duty.change(on, can_ring=False)

    assert told == f.ShiftChanged(caregiver=StaffId("near"), can_ring=False)
    assert duty.change(mute, can_ring=False) == (mute, None)


def test_shift_ends() -> None:
    """Nothing of it is left but the facts."""
    on, _ = duty.start(OFF, at(0), can_ring=True)

    assert duty.end(on) == (OFF, f.ShiftEnded(caregiver=StaffId("near")))


def test_shift_does_not_end_with_a_call_in_hand() -> None:
    """Finish it or give it back first."""
    busy = Duty(
        staff=OFF.staff, role=OFF.role, station=HERE, is_on_duty=True, can_ring=True, is_planned=True,
        active_call=THE_CALL,
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        duty.end(busy)

    assert (refused.value.code, refused.value.details) == ("has_active_call", {"active_call": THE_CALL})


def test_nobody_changes_or_ends_a_shift_that_has_not_started() -> None:
    """Both say so with the same code."""
    with pytest.raises(Refused) as changing:
        duty.change(OFF, can_ring=True)
    with pytest.raises(Refused) as ending:
        duty.end(OFF)

    assert (changing.value.code, ending.value.code) == ("not_on_duty", "not_on_duty")
