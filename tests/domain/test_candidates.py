"""The desk's list of whom to send cannot disagree with whom routing would ask."""

from callcenter.domain.call import Call
from callcenter.domain.candidates import Candidate, Named, weigh
from callcenter.domain.ids import CallKind, OfferState, Role, StationId
from callcenter.domain.policy import LAST_ASKING_WAVE, Policy
from callcenter.domain.roster import Person
from callcenter.domain.routing import picks
from tests.domain.building import ANOTHER_CALL, a_call, a_home, a_person, a_roster, at, declined, offered

TEAM = (
    a_person("far", 4_000, station=StationId("third")),
    a_person("near", 200),
    a_person("tired", 300, calls_this_shift=4),
    a_person("fresh", 300, calls_this_shift=1),
    a_person("idle", 300, calls_this_shift=1, idle_since=at(-900)),
    a_person("mute", 100, can_ring=False),
    a_person("busy", 50, busy_with=CallKind.ASSISTANCE),
    a_person("nowhere", None),
    a_person("home", 10, is_on_duty=False),
    a_person("chief", None, role=Role.SUPERVISOR, station=None),
)


def weighed(*people: Person, call: Call | None = None) -> list[Candidate]:
    """The list that the desk sees."""
    names = {person.id: Named(f"Name of {person.id}", None) for person in people}
    return weigh(call or a_call(), a_home(), a_roster(*people), names).candidates


def test_the_list_has_the_order_in_which_routing_asks() -> None:
    """Everybody who could be asked stands there as the widest wave would ask them."""
    asked = picks(LAST_ASKING_WAVE, a_call(), a_home(), a_roster(*TEAM), Policy())

    order = [one.staff for one in weighed(*TEAM)]

    assert [name for name in order if name in {person.id for person in asked}] == [person.id for person in asked]
    assert order == ["near", "fresh", "idle", "tired", "far", "chief", "nowhere", "mute", "busy", "home"]


def test_a_candidate_is_told_with_what_speaks_for_and_against() -> None:
    """Where from, how busy, and what became of the offer."""
    person = a_person("primary", 700, busy_with=CallKind.ASSISTANCE, open_offers=2, calls_this_shift=3)
    call = a_call((0, offered("primary")), (5, declined("primary")))

    (told,) = weighed(person, call=call)

    assert (told.name, told.distance_metres, told.is_primary, told.is_backup) == ("Name of primary", 700, True, False)
    assert (told.active_call, told.active_kind) == (ANOTHER_CALL, CallKind.ASSISTANCE)
    assert (told.open_offers, told.calls_this_shift, told.offer_state) == (2, 3, OfferState.DECLINED)


def test_who_was_never_asked_and_is_free_has_nothing_to_tell() -> None:
    """Null, not a guess."""
    (told,) = weighed(a_person("backup", None))

    assert (told.distance_metres, told.active_call, told.active_kind, told.offer_state) == (None, None, None, None)
    assert (told.is_primary, told.is_backup) == (False, True)
