"""Phones are watched by their last sign of life: silent once when that is too long ago, back with the next one."""

from msgspec.structs import replace

from callcenter.domain import duty
from callcenter.domain import facts as f
from callcenter.domain.duty import Duty
from callcenter.domain.ids import Role, StaffId
from callcenter.domain.phones import Vigil, watch
from callcenter.domain.policy import Policy
from tests.domain.building import HERE, at

NEAR = StaffId("near")
OFF = Duty(staff=NEAR, role=Role.CAREGIVER, station=HERE, is_on_duty=False, can_ring=False, is_planned=False)
ON, _ = duty.start(OFF, at(0), can_ring=True)
SILENT = replace(ON, silent_since=at(40))
POLICY = Policy(phone_silent_seconds=30)


def test_starting_a_shift_counts_as_being_heard() -> None:
    """Whoever has just come on duty has the full time to open the page."""
    assert watch(ON, POLICY, at(30)) == (ON, None)


def test_a_phone_that_says_nothing_for_too_long_is_silent() -> None:
    """The fact names the last sign of life."""
    silent, fact = watch(replace(ON, heard_at=at(5)), POLICY, at(36))

    assert silent.silent_since == at(36)
    assert fact == f.PhoneSilent(caregiver=NEAR, last_heard_at=at(5))


def test_a_silent_phone_is_told_once() -> None:
    """It stays silent from the first moment on."""
    assert watch(SILENT, POLICY, at(500)) == (SILENT, None)


def test_a_silent_phone_that_is_heard_is_back() -> None:
    """One word is enough."""
    back, fact = watch(replace(SILENT, heard_at=at(41)), POLICY, at(44))

    assert back.silent_since is None
    assert fact == f.PhoneRestored(caregiver=NEAR)


def test_a_longer_patience_does_not_bring_a_silent_phone_back() -> None:
    """Only being heard does."""
    assert watch(SILENT, Policy(phone_silent_seconds=3600), at(44)) == (SILENT, None)


def test_off_duty_nobody_is_silent() -> None:
    """The end of the shift clears it, and nothing is watched until the next."""
    off, _ = duty.end(SILENT)

    assert (off.silent_since, off.heard_at) == (None, None)
    assert watch(off, POLICY, at(10_000)) == (off, None)


def test_silence_means_nothing_before_everybody_had_their_full_time() -> None:
    """A process that has just begun has not listened long enough to judge."""
    vigil = Vigil(100.0, longest_pause_seconds=10)

    assert [vigil.has_lasted(now, POLICY) for now in (100.0, 110.0, 120.0, 129.9, 130.0)] == [False] * 4 + [True]


def test_after_a_pause_everybody_gets_their_full_time_again() -> None:
    """The database may have been away, and nobody could write down who was heard."""
    vigil = Vigil(0.0, longest_pause_seconds=10)
    before = [vigil.has_lasted(now, POLICY) for now in (10.0, 20.0, 30.0)]

    after = [vigil.has_lasted(now, POLICY) for now in (45.0, 55.0, 65.0, 75.0)]

    assert (before[-1], after) == (True, [False, False, False, True])
