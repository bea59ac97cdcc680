"""How a name is typed by somebody who only hears it."""

import pytest

from callcenter.domain.pinyin import search_words


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王秀兰", ["wangxiulan", "wxl", "wangxl"]),
        ("单玉莲", ["shanyulian", "syl", "shanyl", "danyulian"]),
        ("解正德", ["xiezhengde", "xzd", "jiezhengde"]),
        ("仇学文", ["qiuxuewen", "qxw"]),
        ("曾秀英", ["zengxiuying", "zxy"]),
        ("查国栋", ["zhaguodong", "zgd"]),
        ("朴春梅", ["piaochunmei"]),
        ("区桂兰", ["ouguilan", "ogl"]),
        ("盖志明", ["gezhiming", "gaizhiming"]),
        ("乐素琴", ["yuesuqin", "lesuqin"]),
        ("翟长青", ["zhaichangqing"]),
        ("任永福", ["renyongfu"]),
        ("吕淑贞", ["lvshuzhen", "lushuzhen", "lsz"]),
        ("尉迟玉珍", ["yuchiyuzhen", "ycyz"]),
        ("长孙秀兰", ["zhangsunxiulan", "zsxl"]),
        ("尕藏", ["gazang", "gz"]),
        ("完么才让", ["wanmecairang"]),
        ("王·小英", ["wangxiaoying", "wxy"]),
    ],
)
def test_a_name_is_typed_as_it_sounds_in_names(name: str, typed: list[str]) -> None:
    """Surnames have readings of their own; what the book says finds as well."""
    assert set(typed) <= set(search_words(name).split())


def test_a_surname_is_not_read_in_ways_that_nobody_uses() -> None:
    """Whoever looks for a Lin is not shown every Ren."""
    assert search_words("任建国") == "renjg renjianguo rjg"


def test_a_name_without_chinese_characters_has_no_pinyin() -> None:
    """It is found as it is written."""
    assert search_words("Smith J.") == search_words("") == ""
