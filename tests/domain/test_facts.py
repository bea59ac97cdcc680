"""Facts on disk and on the wire: each kind survives its own text, and the names are those that were promised."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.domain import facts as f
from callcenter.domain.evolution import evolve
from callcenter.domain.ids import Role
from tests.domain.building import a_call, at, stamped

PROMISED = {
    "call_raised",
    "call_repeated",
    "cancel_requested",
    "offer_made",
    "offer_delivered",
    "offer_seen",
    "offer_declined",
    "offer_expired",
    "offer_withdrawn",
    "call_escalated",
    "call_unanswered",
    "call_answered",
    "call_accepted",
    "caregiver_departed",
    "caregiver_arrived",
    "arrival_proven",
    "call_released",
    "call_assigned",
    "call_late",
    "call_breached",
    "call_noted",
    "call_held",
    "call_reopened",
    "call_resolved",
    "unit_silent",
    "unit_restored",
    "unit_fault",
    "unit_fault_cleared",
    "signals_missing",
    "shift_started",
    "shift_ended",
    "policy_changed",
    "shift_changed",
    "phone_silent",
    "phone_restored",
}
BODIES: tuple[type[f.Body], ...] = get_args(f.Body)
ABOUT_CALLS: tuple[type[f.CallBody], ...] = get_args(f.CallBody)
NAMES = [str(body.__struct_config__.tag) for body in BODIES]

moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone itself
st.register_type_strategy(datetime, moments)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
json_values = st.dictionaries(texts, st.integers(-(2**53), 2**53) | texts | st.booleans() | st.none(), max_size=3)


def fields(body: type[f.Body]) -> dict[str, st.SearchStrategy[Any]]:
    """What may stand in each field of a fact of this kind."""
    hints = {field.name: field.type for field in msgspec.structs.fields(body)}
    return {name: strategy_for(kind) for name, kind in hints.items()}


def strategy_for(kind: object) -> st.SearchStrategy[Any]:
    """A value of a field's type; integers are those that JSON keeps exactly."""
    if kind == dict[str, Any]:
        return json_values
    if kind is int:
        return st.integers(-(2**53), 2**53)
    return st.from_type(cast("type[object]", kind))


def bodies(body: type[f.Body]) -> st.SearchStrategy[f.Body]:
    """Any fact of this kind."""
    return cast("st.SearchStrategy[f.Body]", st.builds(body, **fields(body)))


stamps = st.builds(
    f.Stamp,
    at=moments,
    call=st.none() | st.uuids(),
    version=st.none() | st.integers(1, 10_000),
    station=st.none() | texts,
    actor=st.builds(f.Actor, role=st.sampled_from(Role), id=texts),
)


@pytest.mark.parametrize("body", BODIES, ids=NAMES)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_fact_survives_its_own_text(body: type[f.Body], data: st.DataObject) -> None:
    """Whatever stands in its fields, from disk or wire it comes back the same."""
    fact = f.Fact(data.draw(stamps), data.draw(bodies(body)))

    assert f.from_json(f.to_json(fact)) == fact


def test_names_are_those_promised() -> None:
    """No kind is missing and none has appeared unannounced."""
    assert len(NAMES) == len(set(NAMES))
    assert set(NAMES) == PROMISED


@pytest.mark.parametrize("body", BODIES, ids=NAMES)
def test_fields_of_a_kind_do_not_hide_those_of_the_stamp(body: type[f.Body]) -> None:
    """Stamp and body are one flat object, to which the feed adds its number."""
    carried = {"seq", "kind", *(field.name for field in msgspec.structs.fields(f.Stamp))}

    assert carried.isdisjoint(field.name for field in msgspec.structs.fields(body))


def test_fact_is_one_flat_object_with_its_kind_first() -> None:
    """As it is stored, hashed and sent."""
    text = f.to_json(f.Fact(stamped(5, 2), f.CallNoted(text="hello")))

    assert list(msgspec.json.decode(text)) == ["kind", "text", "at", "call", "version", "station", "actor"]
    assert text.startswith(b'{"kind":"call_noted",')
    assert b'"at":"2026-11-22T04:00:05Z"' in text


def test_number_the_feed_adds_does_not_disturb_the_reader() -> None:
    """`seq` belongs to the feed, not to the fact."""
    fact = f.Fact(stamped(5, 2), f.CallNoted(text="hello"))

    assert f.from_json(f.to_json(fact)[:-1] + b',"seq":81261}') == fact


STAMP = '"call":null,"version":null,"station":null,"actor":{"role":"system","id":"system"}'
BROKEN = {
    "a kind nobody knows": f'{{"kind":"call_dreamt","text":"x","at":"2026-11-22T04:00:00Z",{STAMP}}}',
    "no stamp": '{"kind":"call_noted","text":"x"}',
    "no real moment": f'{{"kind":"call_noted","text":"x","at":"yesterday",{STAMP}}}',
    "no text where one belongs": f'{{"kind":"call_noted","at":"2026-11-22T04:00:00Z",{STAMP}}}',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_text_is_refused_that_has(text: str) -> None:
    """A feed that cannot be read must be noticed, not guessed at."""
    with pytest.raises(msgspec.ValidationError):
        f.from_json(text)


def test_moment_of_another_time_zone_stays_the_same_moment() -> None:
    """Eight hours ahead is the same press."""
    noon = at(0).astimezone(timezone(timedelta(hours=8)))
    fact = f.Fact(stamped(0, 2), f.CallHeld(until=noon))

    body = f.from_json(f.to_json(fact)).body

    assert isinstance(body, f.CallHeld)
    assert body.until == at(0)


@pytest.mark.parametrize("version", [1, 3, 7])
def test_fact_out_of_order_is_refused(version: int) -> None:
    """The second fact has version 2; anything else is a broken feed."""
    with pytest.raises(ValueError, match="does not follow"):
        evolve(a_call(), f.Fact(stamped(5, version), f.CallNoted(text="hello")))


def test_call_begins_by_being_raised() -> None:
    """No other fact opens one."""
    with pytest.raises(ValueError, match="does not follow"):
        evolve(None, f.Fact(stamped(5, 1), f.CallNoted(text="hello")))


NOT_ABOUT_CALLS = [body for body in BODIES if body not in ABOUT_CALLS]


@pytest.mark.parametrize("body", NOT_ABOUT_CALLS, ids=[str(body.__struct_config__.tag) for body in NOT_ABOUT_CALLS])
@settings(max_examples=1, deadline=None, derandomize=True)
@given(data=st.data())
def test_fact_about_something_else_never_changes_a_call(body: type[f.Body], data: st.DataObject) -> None:
    """It is a broken feed, and said so."""
    stray = f.Fact(stamped(5, 2), data.draw(bodies(body)))

    with pytest.raises(ValueError, match="call"):
        evolve(a_call(), stray)
