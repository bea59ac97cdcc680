"""What the clock does to a call that waits: waves, offers that end, silence that sounds, the breach, a hold."""

import pytest

from callcenter.domain import commands as c
from callcenter.domain import facts as f
from callcenter.domain.due import next_due
from callcenter.domain.ids import Button, CallKind, Role
from callcenter.domain.policy import Policy
from callcenter.domain.roster import Person
from tests.domain.building import (
    NOON,
    a_call,
    a_person,
    accepted,
    answered,
    at,
    caregiver,
    delivered,
    dispatcher,
    escalated,
    kinds,
    looked,
    offered,
    released,
    resolved,
)
from tests.domain.centre import Centre

NEAR, FAR = a_person("near", 100), a_person("far", 200)
SUPERVISOR = a_person("supervisor", 20_000, role=Role.SUPERVISOR)
PATIENT = Policy(offer_seconds=600)


def pressed(*people: Person, policy: Policy | None = None, button: Button = Button.EMERGENCY) -> Centre:
    """A centre in which somebody has just pressed and the call has been looked at once."""
    centre = Centre(*people, policy=policy)
    centre.press(button)
    centre.forward(0)
    return centre


def escalations(centre: Centre) -> list[tuple[int, str, tuple[int, ...]]]:
    """Each step of the search: the wave, why, and what was skipped."""
    return [(b.wave, b.reason, b.skipped) for b in centre.told(f.CallEscalated) if isinstance(b, f.CallEscalated)]


def test_a_new_call_is_due_at_once() -> None:
    """Before anybody has been asked, the next step is now."""
    assert next_due(a_call(), Policy()) == NOON


def test_offer_tells_how_long_it_stands_and_how_far_it_is() -> None:
    """60 seconds, and the metres for the screen."""
    (offer,) = pressed(NEAR).call.offers

    assert (offer.caregiver, offer.wave, offer.expires_at, offer.distance_metres) == ("near", 1, at(60), 100)


def test_offer_nobody_answered_runs_out_and_is_made_again() -> None:
    """The only caregiver there is asked anew every minute, until they answer."""
    centre = pressed(NEAR)
    centre.shows("near")

    centre.forward(120)

    assert centre.seconds(f.OfferExpired) == [60, 120]
    assert centre.seconds(f.OfferMade) == [0, 60, 120]


def test_offer_that_ran_out_makes_room_for_the_next() -> None:
    """With one open offer allowed, the old one does not stand in the way of the new."""
    centre = pressed(NEAR, policy=Policy(max_open_offers=1))
    centre.shows("near")

    centre.forward(60)

    assert centre.seconds(f.OfferMade) == [0, 60]


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (a_person("near", is_on_duty=False), "off_duty"),
        (a_person("near", busy_with=CallKind.EMERGENCY), "busy"),
        (a_person("somebody else"), "off_duty"),
    ],
    ids=["went off duty", "took another emergency", "is no longer on the staff list"],
)
def test_offer_is_withdrawn_from_somebody_who(person: Person, reason: str) -> None:
    """A home never waits for a phone in a locker."""
    decision = looked(a_call((0, offered("near")), (1, delivered("near"))), person, after=3)

    body = decision.facts[0].body
    assert isinstance(body, f.OfferWithdrawn)
    assert (body.caregiver, body.reason) == ("near", reason)


def test_emergency_offer_stays_with_somebody_on_an_assistance_call() -> None:
    """They may still come: the emergency outranks what they do."""
    call = a_call((0, offered("near")), (1, delivered("near")))

    decision = looked(call, a_person("near", busy_with=CallKind.ASSISTANCE), after=3)

    assert kinds(decision) == []


def test_boards_sound_at_once_when_nobody_is_on_duty() -> None:
    """All waves are empty: the call is unanswered in the second it was raised."""
    centre = pressed()

    assert escalations(centre) == [(4, "nobody_to_ask", (1, 2, 3))]
    assert centre.seconds(f.CallUnanswered) == [0]


def test_boards_sound_at_120_seconds_when_nobody_accepts() -> None:
    """Not a second earlier, and once."""
    centre = pressed(NEAR, FAR, policy=PATIENT)
    centre.shows("near", "far")

    centre.forward(119.9)
    too_early = centre.seconds(f.CallUnanswered)
    centre.forward(30)

    assert (too_early, centre.seconds(f.CallUnanswered)) == ([], [120])


def test_every_wave_is_on_the_timeline() -> None:
    """Nobody answers through all waves: each step says its wave and why, to the second."""
    centre = pressed(NEAR, SUPERVISOR, policy=PATIENT)
    centre.shows("near")

    centre.forward(300)

    by_time = [(wave, "time", ()) for wave in (2, 3, 4, 5)]
    assert escalations(centre) == [*by_time, (5, "repeat", ()), (5, "repeat", ())]
    assert centre.seconds(f.CallEscalated) == [30, 60, 120, 180, 240, 300]


def test_offers_no_screen_shows_bring_the_next_wave_after_5_seconds() -> None:
    """The timeline says that it was not time that brought it."""
    centre = pressed(NEAR, FAR, policy=Policy(first_wave_size=1))

    centre.forward(5)

    assert escalations(centre) == [(2, "undelivered", ())]
    assert centre.asked() == ["near", "far"]


def test_everybody_refusing_brings_the_next_wave_at_once() -> None:
    """The last no is enough; nobody waits for the half minute."""
    centre = pressed(NEAR, a_person("next", station="next"))
    centre.forward(3)

    centre.submit(c.Decline(actor=caregiver("near")))
    centre.forward(0)

    assert escalations(centre) == [(3, "nobody_to_ask", (1, 2))]
    assert centre.call.pending_offers[0].caregiver == "next"


def test_breach_is_marked_at_180_seconds_after_the_press_reached_us() -> None:
    """Counted from the first byte of the press, not from when the call was written."""
    call = a_call((2, offered("near", expires=600)), (3, delivered("near")), received=-10)

    too_early, in_time = looked(call, NEAR, after=169.9), looked(call, NEAR, after=170)

    assert "call_breached" not in kinds(too_early)
    assert "call_breached" in kinds(in_time)


def test_breach_is_marked_once() -> None:
    """The limit is passed once; the fifth wave repeats each minute all the same."""
    centre = pressed(SUPERVISOR)

    centre.forward(360)

    assert centre.seconds(f.CallBreached) == [180]
    assert centre.seconds(f.CallEscalated) == [0, 180, 240, 300, 360]


@pytest.mark.parametrize(
    "human", [answered("desk"), accepted("near")], ids=["a dispatcher spoke", "a caregiver accepted"]
)
def test_no_breach_once_a_human_has_answered_because(human: f.CallBody) -> None:
    """The answer clock has stopped, even if the call comes back."""
    history = [(0, offered("near")), (10, human), (20, accepted("near")), (100, released("near"))]

    decision = looked(a_call(*history), after=200)

    assert "call_breached" not in kinds(decision)


def test_voice_contact_keeps_the_boards_quiet_until_the_claim_is_stale() -> None:
    """45 seconds without a sign of the dispatcher, and it sounds again; the search never stopped."""
    centre = pressed()
    centre.forward(10)
    centre.submit(c.Answer(actor=dispatcher()))
    centre.look()

    centre.forward(60)

    assert centre.seconds(f.CallUnanswered) == [0, 55]


def test_hold_pauses_the_search_until_it_ends() -> None:
    """Offers are off, nobody is asked, and at the end the search goes on by itself."""
    centre = pressed(NEAR, policy=PATIENT)
    centre.forward(1)
    centre.submit(c.Hold(actor=dispatcher(), seconds=300))

    centre.forward(400)

    assert centre.seconds(f.OfferMade) == [0, 301]
    assert escalations(centre)[0] == (1, "hold_ended", ())


def test_breach_is_marked_during_a_hold() -> None:
    """A pause for the searchers is none for the person at home."""
    centre = pressed(NEAR)
    centre.submit(c.Hold(actor=dispatcher(), seconds=900))

    centre.forward(200)

    assert centre.seconds(f.CallBreached) == [180]


def test_somebody_free_again_is_asked_when_the_call_is_looked_at() -> None:
    """Between two deadlines, without another alarm."""
    decision = looked(a_call((0, escalated(4)), (0, f.CallUnanswered(wave=4))), NEAR, after=50)

    assert kinds(decision) == ["offer_made"]


def test_nobody_is_paged_for_a_technical_task() -> None:
    """It waits for its station in silence; after two hours it is brought to mind, and again two hours later."""
    call = a_call(kind=CallKind.TECHNICAL)

    early, reminded = looked(call, NEAR, after=7199), looked(call, NEAR, after=7200)

    assert (kinds(early), kinds(reminded)) == ([], ["call_escalated"])
    assert next_due(reminded.call, Policy()) == at(14_400)


def test_a_closed_call_is_left_alone() -> None:
    """No deadline, and looking at it changes nothing."""
    call = a_call((1, answered("desk")), (2, resolved()))

    assert next_due(call, Policy()) is None
    assert kinds(looked(call, NEAR, after=9000)) == []
