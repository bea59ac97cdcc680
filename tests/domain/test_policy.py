"""The policy: it holds the district's numbers, survives its own text, and is refused when it contradicts itself."""

from typing import Any

import msgspec
import pytest

from callcenter.domain.errors import Malformed
from callcenter.domain.ids import CallKind
from callcenter.domain.policy import Policy, StepLimits, read

EMERGENCY = {"departure_seconds": 300, "arrival_seconds": 900, "resolution_seconds": 3600}


def document(**changes: object) -> bytes:
    """The default document as text, with some fields changed."""
    return msgspec.json.encode(msgspec.to_builtins(Policy()) | changes)


def test_defaults_are_the_districts() -> None:
    """Waves at 0, 30, 60, 120 and 180 s; a breach at 180 s; departure in 5 and arrival in 15 minutes."""
    policy = read(b"{}")

    assert policy.wave_seconds == (0, 30, 60, 120, 180)
    assert (policy.repeat_seconds, policy.first_wave_size, policy.max_open_offers, policy.delivery_seconds) == (
        60,
        3,
        3,
        5,
    )
    assert (policy.breach_seconds, policy.claim_heartbeat_seconds, policy.claim_seconds) == (180, 15, 45)
    assert (policy.emergency.departure_seconds, policy.emergency.arrival_seconds) == (300, 900)
    assert (policy.heartbeat_seconds, policy.silent_after_missed, policy.phone_silent_seconds) == (60, 3, 30)


def test_document_read_back_is_the_same_policy() -> None:
    """Every number survives, changed ones too."""
    changed = Policy(version=7, wave_seconds=(0, 10, 20, 30, 40), claim_seconds=90, battery_low_percent=0)

    assert read(msgspec.json.encode(changed)) == changed


def test_each_kind_of_call_has_its_own_limits() -> None:
    """An assistance call may take longer than an emergency."""
    limits = {
        kind: StepLimits(departure_seconds=n, arrival_seconds=n, resolution_seconds=n)
        for n, kind in enumerate(CallKind, 1)
    }

    policy = Policy(
        emergency=limits[CallKind.EMERGENCY],
        assistance=limits[CallKind.ASSISTANCE],
        technical=limits[CallKind.TECHNICAL],
        welfare=limits[CallKind.WELFARE],
    )

    assert {kind: policy.limits(kind) for kind in CallKind} == limits


REFUSED = [
    ("a first wave that waits", {"wave_seconds": [1, 30, 60, 120, 180]}, "wave_seconds[0]"),
    ("waves that go back", {"wave_seconds": [0, 60, 30, 120, 180]}, "wave_seconds"),
    ("two waves at once", {"wave_seconds": [0, 30, 30, 120, 180]}, "wave_seconds"),
    ("four waves", {"wave_seconds": [0, 30, 60, 120]}, "wave_seconds"),
    ("six waves", {"wave_seconds": [0, 30, 60, 120, 180, 240]}, "wave_seconds"),
    ("an offer that ends before it can be delivered", {"offer_seconds": 5}, "delivery_seconds"),
    ("a claim shorter than its heartbeat", {"claim_seconds": 14}, "claim_seconds"),
    ("a repeat without a pause", {"repeat_seconds": 0}, "repeat_seconds"),
    ("a first wave of nobody", {"first_wave_size": 0}, "first_wave_size"),
    ("no offers at all", {"max_open_offers": 0}, "max_open_offers"),
    ("a negative limit", {"breach_seconds": -1}, "breach_seconds"),
    ("a limit of a fortnight", {"breach_seconds": 14 * 86_400}, "breach_seconds"),
    ("a battery of 101 per cent", {"battery_low_percent": 101}, "battery_low_percent"),
    ("a word for a number", {"repeat_seconds": "sixty"}, "repeat_seconds"),
    ("half a second", {"repeat_seconds": 0.5}, "repeat_seconds"),
    ("a number nobody knows", {"coffee_seconds": 60}, "coffee_seconds"),
    ("limits of a kind left half empty", {"emergency": {"departure_seconds": 300}}, "emergency"),
    ("a limit nobody knows", {"emergency": EMERGENCY | {"lunch_seconds": 1}}, "lunch_seconds"),
    ("a target above all", {"targets": {"answer": [{"within_seconds": 60, "share": 1.01}]}}, "share"),
]


@pytest.mark.parametrize(("change", "named"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_document_is_refused_with(change: dict[str, Any], named: str) -> None:
    """One stable code, and the field that is wrong in the message."""
    with pytest.raises(Malformed) as refused:
        read(document(**change))

    assert refused.value.code == "policy_invalid"
    assert named in refused.value.message


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b'"wave_seconds"'])
def test_text_that_is_no_document_is_refused(text: bytes) -> None:
    """With the same code as a wrong one."""
    with pytest.raises(Malformed) as refused:
        read(text)

    assert refused.value.code == "policy_invalid"
