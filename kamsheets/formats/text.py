"""文字: cell text as people type it, cleaned without changing what it says.

What is removed: control and zero-width characters, the ``_x000D_`` that spreadsheets leave behind, blanks at both ends.
What stays: letters, punctuation, line breaks inside. Full-width forms are folded only where a rule asks for it (NFKC).

Source: ECMA-376 22.4.2.4 (``_xHHHH_``); Unicode UAX 15; domain §7.

>>> clean(" 苏州华锐_x000D_\\n\\u200b车身 ")
'苏州华锐\\n车身'
>>> folded("ＪＴＦ－００１（草稿）")
'JTF-001(草稿)'
>>> key(" E - Mail ")
'e-mail'
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc]")
_BLANKS = re.compile(r"\s+")
_WIDE = (
    "".join(chr(n) for n in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))
    + "－．％＠＋／＿＃＆"
)
_NARROW = str.maketrans(_WIDE, unicodedata.normalize("NFKC", _WIDE))
_ANY_WIDE = re.compile(f"[{_WIDE}]")


_MARKS = tuple(zip("，：；！？（）", ",:;!?()", strict=True))
"""Marks of almost every Chinese text. Once they are gone Python sees at a glance that most texts are in NFKC already,
which makes folding a long text fifty times faster; the result is the same."""
_LONG = 100


def clean(text: str) -> str:
    """``text`` without what cannot be seen; inner line breaks are kept as ``\\n``."""
    if text.isprintable() and "_x" not in text:
        return text.strip()
    text = _ESCAPE.sub(_unescaped, text).replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSEEN.sub("", text)
    return re.sub(r"[^\S\n]*\n\s*", "\n", text).strip()


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x20 or code == 0x5F else found[0]


def folded(text: str) -> str:
    """``text`` with full-width letters, digits and punctuation in their usual width (NFKC), cleaned."""
    if text.isascii():
        return clean(text)
    if len(text) > _LONG:
        for mark, narrow in _MARKS:
            text = text.replace(mark, narrow)
    return clean(unicodedata.normalize("NFKC", text))


def one_line(text: str) -> str:
    """Cleaned, every run of blanks and line breaks as one space."""
    if text.isprintable() and "  " not in text and "_x" not in text:
        return text.strip()
    return _BLANKS.sub(" ", clean(text))


def key(text: str) -> str:
    """For comparing names: folded, lower case, without any blanks."""
    bare = _BLANKS.sub("", folded(text)).casefold()
    return bare if bare.isascii() else folded(bare)


def halfwidth(text: str) -> str:
    """``text`` with only letters, digits and signs in their usual width; Chinese punctuation stays.

    >>> halfwidth("ＡＢＢ（中国）１２３")
    'ABB（中国）123'
    """
    return clean(text.translate(_NARROW))


def is_fullwidth(text: str) -> bool:
    """Whether letters, digits or signs stand in full width, such as ``１３９`` or ``－``.

    >>> is_fullwidth("１３９"), is_fullwidth("苏州（新区）")
    (True, False)
    """
    return _ANY_WIDE.search(text) is not None


def simplified(text: str) -> str:
    """Traditional characters (繁体) as simplified ones, so that 預計簽約日期 is found under 预计签约日期.

    >>> simplified("預計簽約日期")
    '预计签约日期'
    """
    if text.isascii() or _traditional().isdisjoint(text):
        return text
    return str(_converter().convert(text))


@cache
def _traditional() -> frozenset[str]:
    """The characters that OpenCC changes; few texts hold one, and looking is a hundred times faster than converting."""
    found: set[str] = set()
    for table in ("TSCharacters.txt", "TSPhrases.txt"):
        for line in (files("opencc") / "dictionary" / table).read_text("utf-8").splitlines():
            before, _, after = line.partition("\t")
            found.update(a for a, b in zip(before, after, strict=False) if a != b)
    return frozenset(found)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
