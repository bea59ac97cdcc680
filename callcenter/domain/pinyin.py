"""What a name sounds like, in the letters of a keyboard: so that a resident is found while the telephone rings.

A few characters sound otherwise in names than in books; both readings find.
"""

from collections.abc import Iterator
from itertools import product

IN_NAMES = {
    "秘": "bi", "重": "chong", "种": "chong", "都": "du", "盖": "ge", "句": "gou", "隗": "kui", "缪": "miao",
    "牟": "mu", "区": "ou", "逄": "pang", "朴": "piao", "繁": "po", "覃": "qin", "仇": "qiu", "单": "shan",
    "召": "shao", "折": "she", "洗": "xian", "解": "xie", "乐": "yue", "员": "yun", "藏": "zang", "曾": "zeng",
    "查": "zha", "翟": "zhai", "祭": "zhai",
}  # fmt: skip


def search_words(name: str) -> str:
    """Every way to type a name: whole (wangxiulan), by initials (wxl), and the surname whole (wangxl)."""
    words = {word for syllables in _readings(name) for word in _ways(syllables)}
    return " ".join(sorted(words))


def _ways(syllables: tuple[str, ...]) -> Iterator[str]:
    initials = "".join(syllable[0] for syllable in syllables)
    yield "".join(syllables)
    yield initials
    yield syllables[0] + initials[1:]


def _readings(name: str) -> list[tuple[str, ...]]:
    """All readings of the name's Chinese characters, syllable by syllable; none when it has none."""
    from pypinyin import constants, lazy_pinyin  # noqa: PLC0415 - its books take 58 MB: only who registers pays

    written = "".join(letter for letter in name if ord(letter) in constants.PINYIN_DICT)
    if not written:
        return []
    spoken = lazy_pinyin(written)
    return list(product(*(_sounds(letter, sound) for letter, sound in zip(written, spoken, strict=True))))


def _sounds(letter: str, sound: str) -> list[str]:
    """The book's sound and that in names; the umlaut may be typed as v or as u."""
    sounds = {sound, IN_NAMES.get(letter, sound)}
    return sorted(sounds | {one.replace("v", "u") for one in sounds})
