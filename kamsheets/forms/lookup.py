"""From a cell's words to the code of a closed list: code, name in both languages, other spellings, or both together.

>>> from types import SimpleNamespace as Of
>>> stages = [Of(code="M5", label=Of(zh="技术突破", en="Technical breakthrough", aliases=("技术",)))]
>>> known = Lookup(stages)
>>> known.code("M5 技术突破"), known.code("technical breakthrough"), known.nearest("技术突波")
('M5', 'M5', '技术突破')
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from kamsheets.formats import provinces
from kamsheets.formats import text as texts
from kamsheets.forms.choices import Choice

_LIKE_ENOUGH = 60
"""Per cent of characters that a proposal shares with what was typed."""


def _key(words: str) -> str:
    return re.sub(r"[\W_]", "", texts.folded(texts.simplified(words)).casefold()) or words.strip()


class Lookup:
    """The spellings of one list."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.choices = tuple(choices)
        self._codes: dict[str, str] = {}
        for each in (self._names, self._pairs):
            for choice in self.choices:
                for spelling in each(choice):
                    self._codes.setdefault(_key(spelling), choice.code)

    @staticmethod
    def _names(choice: Choice) -> tuple[str, ...]:
        return (choice.code, choice.label.zh, choice.label.en, *choice.label.aliases)

    @staticmethod
    def _pairs(choice: Choice) -> tuple[str, ...]:
        code, label = choice.code, choice.label
        return (f"{code}{label.zh}", f"{label.zh}{code}", f"{code}{label.en}", f"{label.en}{code}")

    def code(self, words: str) -> str | None:
        """The code that ``words`` name, or None."""
        return self._codes.get(_key(words))

    def nearest(self, words: str) -> str | None:
        """The Chinese name of the entry that was probably meant, or None."""
        from rapidfuzz import fuzz, process

        names = {name: choice.label.zh for choice in self.choices for name in self._names(choice)}
        found = process.extractOne(words, list(names), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
        return names[found[0]] if found else None

    def options(self, lang: str, most: int = 15) -> str:
        """The names to choose from, in ``lang``."""
        names = [choice.label.zh if lang == "zh" else choice.label.en for choice in self.choices]
        shown = ("、" if lang == "zh" else ", ").join(names[:most])
        return f"{shown} …" if len(names) > most else shown


@lru_cache(maxsize=128)
def lookup(choices: tuple[Choice, ...]) -> Lookup:
    """The spellings of a list, worked out once for all tables that use it."""
    return Lookup(choices)


class Provinces(Lookup):
    """The divisions of first level. Nothing is proposed for a similar name: 陕西 is not 山西."""

    def __init__(self) -> None:
        super().__init__(())

    def code(self, words: str) -> str | None:
        """The two-digit code of a province in any of its spellings, or None."""
        return provinces.code(words) if provinces.is_valid(words) else None

    def nearest(self, words: str) -> str | None:
        """The province of a city or address, or None."""
        found = provinces.place(texts.folded(words))
        return provinces.full(found.province) if found else None

    def options(self, lang: str, most: int = 3) -> str:
        """Some names, to show the form."""
        names = [provinces.full(code) if lang == "zh" else provinces.english(code) for code in provinces.CODES[:most]]
        return ("、" if lang == "zh" else ", ").join(names) + " …"
