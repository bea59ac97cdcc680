"""Who is asked next: a pure choice from the call, the home, the people on duty and the policy.

Waves widen: the named caregivers and the nearest of the home station, the whole station, its neighbours, the district,
the supervisors. A wave that has nobody to ask is skipped at once. The same inputs always give the same people in the
same order.
"""

from datetime import UTC, datetime, timedelta

import msgspec

from callcenter.domain.call import Call
from callcenter.domain.ids import OfferState, Role
from callcenter.domain.policy import BREACH_WAVE, LAST_ASKING_WAVE, Policy
from callcenter.domain.roster import Home, Person, Roster, distance_metres

FAR = 10**9
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """The next step: the wave to be in, the waves passed over because nobody could be asked, and whom to ask now."""

    wave: int
    skipped: tuple[int, ...] = ()
    picks: tuple[Person, ...] = ()


def can_be_asked(person: Person, call: Call, policy: Policy) -> bool:
    """On duty, not yet asked or refusing, below the offer cap, and free unless this call outranks theirs."""
    busy = person.active_call is not None and not outranks(call, person)
    return (
        person.is_on_duty
        and not busy
        and person.id != call.accepted_by
        and person.id not in call.refused_by
        and person.open_offers < policy.max_open_offers
        and all(offer.caregiver != person.id for offer in call.pending_offers)
    )


def outranks(call: Call, person: Person) -> bool:
    """True when `call` is more urgent than the one the person is on (1 is the most urgent)."""
    return person.active_priority is not None and call.priority < person.active_priority


def by_preference(home: Home) -> "_Preference":
    """Free before busy, ringing before mute or silent, nearer, fewer calls this shift, longest idle, then by id."""
    return _Preference(home)


class _Preference:
    def __init__(self, home: Home) -> None:
        self._home = home

    def __call__(self, person: Person) -> tuple[bool, bool, int, int, datetime, str]:
        metres = distance_metres(person, self._home)
        return (
            person.active_call is not None,
            not person.can_ring or person.silent_since is not None,
            FAR if metres is None else metres,
            person.calls_this_shift,
            person.idle_since or LONG_AGO,
            person.id,
        )


def members(wave: int, home: Home, roster: Roster, policy: Policy) -> list[Person]:
    """Everybody a wave reaches, earlier waves included, whether or not they can be asked now."""
    neighbours = set(home.neighbours[: policy.neighbour_stations])

    def reached(person: Person) -> bool:
        if person.role is Role.SUPERVISOR:
            return wave >= BREACH_WAVE
        if person.role is not Role.CAREGIVER:
            return False
        named = person.id in {home.primary, home.backup}
        at_home = home.station is not None and person.station == home.station
        return named or at_home or (wave >= 3 and person.station in neighbours) or wave >= LAST_ASKING_WAVE  # noqa: PLR2004 - waves are named by number in the policy

    return [person for person in roster.values() if reached(person)]


def picks(wave: int, call: Call, home: Home, roster: Roster, policy: Policy) -> tuple[Person, ...]:
    """Whom to ask in `wave` now, best first; the first wave stays small."""
    able = [person for person in members(wave, home, roster, policy) if can_be_asked(person, call, policy)]
    able.sort(key=by_preference(home))
    if wave > 1:
        return tuple(able)
    named = [person for who in (home.primary, home.backup) for person in able if person.id == who]
    others = [person for person in able if person not in named]
    room = policy.first_wave_size - _asked_in_first_wave(call)
    return tuple((named + others)[: max(0, room)])


def _asked_in_first_wave(call: Call) -> int:
    # An accepted offer of a call that waits belongs to the search before, even when both began at the same moment.
    gone = {OfferState.WITHDRAWN, OfferState.ACCEPTED}
    return sum(
        offer.wave == 1 and offer.made_at >= call.routed_from and offer.state not in gone for offer in call.offers
    )


def due_wave(call: Call, policy: Policy, now: datetime) -> int:
    """The wave that time alone has brought the call to, at least 1."""
    passed = (now - call.routed_from).total_seconds()
    return max(1, sum(start <= passed for start in policy.wave_seconds))


def is_undelivered(call: Call, policy: Policy, now: datetime) -> bool:
    """True when offers are out and not one reached a screen in the policy's delivery time."""
    pending = call.pending_offers
    limit = now - timedelta(seconds=policy.delivery_seconds)
    return bool(pending) and all(o.state is OfferState.OPEN and o.made_at <= limit for o in pending)


def next_step(call: Call, home: Home, roster: Roster, policy: Policy, now: datetime) -> Step:
    """Where the search for a caregiver goes now."""
    wave = max(call.wave, due_wave(call, policy, now))
    undelivered = is_undelivered(call, policy, now)
    if wave < LAST_ASKING_WAVE and wave == call.wave and undelivered:
        wave += 1
    skipped: list[int] = []
    while True:
        chosen = picks(wave, call, home, roster, policy)
        if chosen or (call.pending_offers and not undelivered) or wave >= LAST_ASKING_WAVE:
            return Step(wave=wave, skipped=tuple(skipped), picks=chosen)
        skipped.append(wave)
        wave += 1
