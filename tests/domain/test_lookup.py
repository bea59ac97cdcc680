"""Which resident a search means: who fits it most closely comes first."""

import pytest

from callcenter.domain.ids import ResidentId, StationId
from callcenter.domain.lookup import FoundResident, Listed, Term, best_first, terms_of


def listed(
    id_: str = "R0001",
    name: str = "王秀兰",
    typed: str = "wangxiulan wxl wangxl",
    *,
    phone: str | None = "0971-555-1000",
    address: str = "城北区小桥社区3号楼",
    contacts: tuple[str, ...] = ("13809710000",),
) -> Listed:
    """Somebody of the district."""
    resident = FoundResident(
        id=ResidentId(id_), name=name, sex="female", birth_date="1940-01-01", station=StationId("S1"),
        address=address, phone=phone, lives_alone=True, risk_marks=[], open_call=None,
    )  # fmt: skip
    return Listed(resident=resident, search_words=typed, contact_phones=list(contacts))


def order(search: str, *people: Listed) -> list[str]:
    """The ids in the order of the list."""
    return [found.id for found in best_first(people, terms_of(search))]


@pytest.mark.parametrize(
    ("search", "better", "worse"),
    [
        ("王秀", listed("R2", "王秀", "wangxiu wx"), listed("R1")),
        ("秀", listed("R2", "秀英", "xiuying xy"), listed("R1")),
        ("wxl", listed("R2"), listed("R1", "文学良一", "wenxueliangyi wxly")),
        ("wang", listed("R2"), listed("R1", "李旺", "liwang lw")),
        ("小桥", listed("R2", "小桥"), listed("R1")),
        ("xl", listed("R2", "徐丽", "xuli xl"), listed("R1")),
        ("5551000", listed("R2"), listed("R1", phone="0971-555-10009")),
        ("09715551000", listed("R2"), listed("R1", phone="0971-555-1000-8")),
        ("1380971", listed("R2", phone="1380971"), listed("R1")),
        ("r1", listed("R1"), listed("R12")),
        ("R12", listed("R12"), listed("R011", address="R12栋")),
        ("王 小桥", listed("R2"), listed("R1", "李英", "liying ly", address="小桥王家巷")),
    ],
)
def test_the_closer_match_comes_first(search: str, better: Listed, worse: Listed) -> None:
    """Whole before beginning, beginning before middle, name before address, own telephone before a contact's."""
    assert order(search, worse, better)[0] == better.resident.id


def test_equal_matches_keep_the_order_of_their_numbers() -> None:
    """The same search gives the same list every time."""
    assert order("王", listed("R3"), listed("R1"), listed("R2")) == ["R1", "R2", "R3"]


@pytest.mark.parametrize(
    ("search", "terms"),
    [
        ("  王秀兰\u3000Wang ", [Term("王秀兰", ""), Term("wang", "")]),
        ("ＷＸＬ １３８", [Term("wxl", ""), Term("138", "138")]),
        ("0971-555-1000", [Term("0971-555-1000", "09715551000")]),
        ("(0971)5551000", [Term("(0971)5551000", "09715551000")]),
        ("+86-138", [Term("+86-138", "86138")]),
        ("3-2", [Term("3-2", "")]),
        ("12号楼", [Term("12号楼", "")]),
        ("%_", [Term("%_", "")]),
        (" ", []),
    ],
)
def test_a_search_is_taken_apart_as_people_type(search: str, terms: list[Term]) -> None:
    """Whatever the width of the letters, and however a number is written."""
    assert terms_of(search) == terms
