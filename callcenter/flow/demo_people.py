"""Invented people of the demonstration: names, ages, ailments, families."""

from callcenter.domain.district import Contact
from callcenter.flow import demo_words as words
from callcenter.flow.drawing import Draw

FEMALE, MALE = "female", "male"
OLDEST_BORN, YOUNGEST_BORN = 1930, 1955
CHANCE_OF_A_MARK = 0.14
HAN, HUI = 0.68, 0.90


def elder_name(draw: Draw, who: str, sex: str) -> str:
    """A name as the district's elders bear them: Han, Hui or Tibetan."""
    is_woman = sex == FEMALE
    people = draw.share(f"{who} people")
    if people < HAN:
        family, given = words.HAN_FAMILY, words.HAN_WOMEN if is_woman else words.HAN_MEN
    elif people < HUI:
        family, given = words.HUI_FAMILY, words.HUI_WOMEN if is_woman else words.HUI_MEN
    else:
        return draw.one_of(f"{who} given", (words.TIBETAN_WOMEN if is_woman else words.TIBETAN_MEN).split())
    return draw.one_of(f"{who} family", family) + draw.one_of(f"{who} given", given.split())


def younger_name(draw: Draw, who: str, sex: str) -> str:
    """A name of somebody of working age."""
    family = words.HAN_FAMILY if draw.happens(f"{who} people", HAN) else words.HUI_FAMILY
    given = words.YOUNG_WOMEN if sex == FEMALE else words.YOUNG_MEN
    return draw.one_of(f"{who} family", family) + draw.one_of(f"{who} given", given.split())


def sex(draw: Draw, who: str, women: float) -> str:
    """`women` is their share."""
    return FEMALE if draw.happens(f"{who} sex", women) else MALE


def birth_date(draw: Draw, who: str) -> str:
    """Between 70 and 96 years before the centre opens, in late 2026."""
    year = draw.number(f"{who} year", OLDEST_BORN, YOUNGEST_BORN)
    return f"{year}-{draw.number(f'{who} month', 1, 12):02d}-{draw.number(f'{who} day', 1, 28):02d}"


def risk_marks(draw: Draw, who: str) -> tuple[str, ...]:
    """What a caregiver must know at a glance."""
    return tuple(mark for mark in words.RISK_MARKS if draw.happens(f"{who} {mark}", CHANCE_OF_A_MARK))


def medical_notes(draw: Draw, who: str, marks: tuple[str, ...]) -> str | None:
    """The same in sentences, and what they take; None for the healthy."""
    notes = [words.RISK_NOTES[mark] for mark in marks]
    notes += [f"长期服用{medicine}" for medicine in words.MEDICINES if draw.happens(f"{who} {medicine}", 0.1)]
    return "；".join(notes) or None


def contacts(draw: Draw, who: str, first_phone: int) -> tuple[Contact, ...]:
    """One to three people to ring, with numbers from `first_phone` on."""
    count = draw.number(f"{who} contacts", 1, 3)
    return tuple(_contact(draw, f"{who} contact {k}", first_phone + k) for k in range(count))


def phone(number: int) -> str:
    """A number that looks invented and is."""
    return f"0971-555-{number:04d}"


def _contact(draw: Draw, who: str, number: int) -> Contact:
    relation, their_sex = draw.one_of(f"{who} relation", words.RELATIONS)
    return Contact(younger_name(draw, who, their_sex), relation, phone(number))
