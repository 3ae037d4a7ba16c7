"""企业名称: the parts of a registered company name, and keys that see through its spellings.

A Chinese company name is place + trade name + trade + legal form (行政区划 + 字号 + 行业 + 组织形式); the place may
also stand in brackets. Two names are compared by ``key``, which folds width, case, blanks, brackets and the legal form.

Source: 企业名称登记管理规定 (2020) 6; domain §2.0 customer_name.

>>> key("苏州华锐车身部件 有限公司") == key("苏州华锐车身部件（集团）有限责任公司")
True
>>> split("华锐车身部件（苏州）有限公司")
Company(place='苏州', province='32', core='华锐车身部件', form='有限公司')
>>> tidy(" ABB(中国) 有限公司。")
'ABB（中国）有限公司'
"""

import re
from dataclasses import dataclass
from functools import cache

from kamsheets.formats import provinces
from kamsheets.formats import text as texts

_FORMS = (
    "集团股份有限公司", "控股集团有限公司", "集团有限责任公司", "集团有限公司", "股份有限公司", "有限责任公司",
    "有限责任", "股份公司", "集团公司", "有限公司", "集团", "公司",
)  # fmt: skip
_LATIN_FORMS = re.compile(
    r"[\s,.]+(co\.?,?\s*(ltd|limited)|company limited|limited|ltd|inc|corp|corporation|gmbh|llc|co)\.?$"
)
_PLAIN = re.compile("[\u4e00-\u9fff]+")
"""Only characters: nothing to fold, which most names are."""
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ENDS = " \t\n。.，,;；、:：*"
_CJK = r"[\u3400-\u9fff（）]"
SHORTEST_CORE = 2
"""A place is split off only when this many characters remain."""


@dataclass(frozen=True, slots=True)
class Company:
    """A name in parts, each folded for comparing; empty where the name has none."""

    place: str
    """Province or city without 省 and 市, as 江苏, 苏州."""
    province: str
    """GB/T 2260 code of the place's province."""
    core: str
    """Trade name and trade."""
    form: str


def tidy(name: str) -> str:
    """The name as it is printed: one line, Chinese brackets, no blank beside Chinese characters, no mark at the end."""
    words = texts.one_line(name).strip(_ENDS)
    if re.search(r"[\u3400-\u9fff]", words):
        words = words.replace("(", "（").replace(")", "）")
        words = re.sub(rf"(?<={_CJK})\s+|\s+(?={_CJK})", "", words)
    return words


def split(name: str) -> Company:
    """Place, trade name and legal form of a company name."""
    if _PLAIN.fullmatch(name):
        core, form = _formless(texts.simplified(name))
        return Company(*_placed(core), form)
    folded = texts.folded(texts.simplified(tidy(name))).casefold()
    core, form = _formless(_BRACKETS.sub(_unwrapped, folded))
    return Company(*_placed(re.sub(r"[^\w<>]|_", "", core)), form)


def _unwrapped(bracket: re.Match[str]) -> str:
    """A bracketed 集团 goes, a bracketed place is left in marks for ``_placed``, anything else loses its brackets."""
    inner = bracket[1]
    if inner in ("集团", "控股"):
        return ""
    found = provinces.place(inner)
    return f"<{inner}>" if inner == "中国" or (found and found.name == inner) else inner


def _formless(words: str) -> tuple[str, str]:
    for form in _FORMS:
        if words.endswith(form) and len(words) > len(form):
            return words.removesuffix(form), form
    if found := _LATIN_FORMS.search(words):
        return words[: found.start()], re.sub(r"[\s.,]", "", found[0])
    return words, ""


def _placed(core: str) -> tuple[str, str, str]:
    if "<" in core and (marked := re.search(r"<(.*?)>", core)):
        rest = core.replace(marked[0], "")
        found = provinces.place(marked[1])
        if len(rest) >= SHORTEST_CORE:
            return _brief(marked[1]), found.province if found else "", rest
        return "", "", core.translate(str.maketrans("", "", "<>"))
    names: list[str] = []
    province, rest = "", core
    while (found := provinces.place(rest)) and len(names) < 2 and found.province in ("", province or found.province):
        if len(rest) - len(found.name) < SHORTEST_CORE:
            break
        names.append(found.name)
        province, rest = found.province, rest.removeprefix(found.name)
    return (_brief(names[-1]) if names else ""), province, rest


@cache
def _brief(name: str) -> str:
    return provinces.short(provinces.code(name)) if provinces.is_valid(name) else name.removesuffix("市")


def key(name: str, place: bool = True) -> str:
    """What two spellings of one company share; with ``place`` False also without its place.

    Empty for an empty name. Two companies of one group in two cities have the same key only without the place.
    """
    parts = split(name)
    return f"{parts.place}{parts.core}" if place else parts.core


def is_valid(name: str) -> bool:
    """Whether a name could be registered: two characters or more besides place and legal form, not only digits."""
    core = split(name).core
    return len(core) >= SHORTEST_CORE and not core.isdecimal()
