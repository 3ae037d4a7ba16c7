"""合规用语: where listed words stand in a text (domain §1.10, word scan).

The list is the company's policy and comes as an argument; a hit warns and never blocks. Full width, blanks and dots
between the characters of a Chinese word do not hide it.

>>> scan("请线 人打点一下", ("线人", "打点"))
[Word(word='线人', text='线 人', start=1), Word(word='打点', text='打点', start=4)]
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from kamsheets.formats import text as texts

_BETWEEN = r"[\s.·*_\-]{0,3}"


class Word(NamedTuple):
    """A listed word, and how and where it stands."""

    word: str
    text: str
    start: int


def scan(text: str, words: Iterable[str]) -> list[Word]:
    """Every occurrence of ``words`` in ``text``, in its order."""
    listed = tuple(words)
    plain = texts.folded(text)
    if not plain or not listed:
        return []
    pattern, by_name = _compiled(listed)
    return [Word(by_name[found.lastgroup or ""], found[0], found.start()) for found in pattern.finditer(plain)]


def clear(folded: str, words: Iterable[str]) -> bool:
    """Whether a text (in its usual width) certainly holds none; a quick look at many texts joined by blanks."""
    return not _quick(tuple(words)).search(folded)


@lru_cache(maxsize=16)
def _quick(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words without names: a plain alternation is looked for much faster."""
    parts = [_loose(texts.folded(word)) for word in words if texts.key(word)]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=16)
def _compiled(words: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    by_name = {f"w{i}": word for i, word in enumerate(sorted(words, key=len, reverse=True)) if texts.key(word)}
    parts = [f"(?P<{name}>{_loose(texts.folded(word))})" for name, word in by_name.items()]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE), by_name


def _loose(word: str) -> str:
    return re.escape(word) if word.isascii() else _BETWEEN.join(map(re.escape, word))
