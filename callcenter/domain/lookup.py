"""What people look up: the district as a map shows it, and residents found by whatever is known of them.

Somebody telephones, and the desk types what it hears: a name or how it sounds, the number on the display, a street.
"""

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

import msgspec

from callcenter.domain.ids import CallId, ResidentId, StationId
from callcenter.domain.picture import Station


class HomeOnMap(msgspec.Struct, frozen=True, kw_only=True):
    """Where a resident lives."""

    resident: ResidentId
    station: StationId
    latitude: float
    longitude: float


class DistrictMap(msgspec.Struct, frozen=True, kw_only=True):
    """The district: its name, its stations, how many units it has, its homes, and whose tiles lie under them."""

    name: str
    stations: list[Station]
    units: int
    homes: list[HomeOnMap]
    tile_url: str | None


class FoundResident(msgspec.Struct, frozen=True, kw_only=True):
    """A resident as the desk picks them from a list; `open_call` is the call that a press would join."""

    id: ResidentId
    name: str
    sex: str | None
    birth_date: str | None
    station: StationId
    address: str
    phone: str | None
    lives_alone: bool
    risk_marks: list[str]
    open_call: CallId | None


class ResidentList(msgspec.Struct, frozen=True, kw_only=True):
    """The residents that fit a search, the best match first."""

    residents: list[FoundResident]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A resident with what else they are found by: how the name is typed, and whom their contacts are called at."""

    resident: FoundResident
    search_words: str
    contact_phones: list[str]


class Term(msgspec.Struct, frozen=True):
    """One word of a search as the registry is written; `digits` when it may be a telephone number, else empty."""

    text: str
    digits: str


NUMBER = re.compile(r"[+(]*\d[\d()-]*")
FEWEST_DIGITS = 3


def terms_of(search: str) -> list[Term]:
    """The words of a search; full-width letters and digits are those of a keyboard."""
    return [Term(word, _digits(word)) for word in normalize("NFKC", search).lower().split()]


def best_first(found: Iterable[Listed], terms: Sequence[Term]) -> list[FoundResident]:
    """The residents in the order in which they fit all terms; equals by id."""
    ranked = sorted(found, key=lambda one: (sum(_distance(one, term) for term in terms), one.resident.id))
    return [one.resident for one in ranked]


def _digits(word: str) -> str:
    digits = re.sub(r"\D", "", word)
    return digits if NUMBER.fullmatch(word) and len(digits) >= FEWEST_DIGITS else ""


def _distance(one: Listed, term: Term) -> int:
    """How far a term is from naming this resident: 0 says exactly who it is, more says less."""
    resident, typed = one.resident, one.search_words.split()
    name, phone = resident.name.lower(), re.sub(r"\D", "", resident.phone or "")
    tests = (
        term.text in {resident.id.lower(), name} or term.digits == phone != "",
        term.text in typed or name.startswith(term.text),
        any(word.startswith(term.text) for word in typed) or (term.digits != "" and phone.endswith(term.digits)),
        term.text in name or (term.digits != "" and term.digits in phone),
        any(term.text in word for word in typed),
        term.text in resident.address.lower(),
    )
    return next((place for place, fits in enumerate(tests) if fits), len(tests))
