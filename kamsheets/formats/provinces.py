"""省级行政区: the 34 divisions of first level and their two-digit codes.

Full names (江苏省, 广西壮族自治区), short ones (江苏), codes (32, 320000) and English ones are read; nothing is matched
loosely, so 陕西 (61, Shaanxi) and 山西 (14, Shanxi) are never taken for each other.

Source: GB/T 2260-2007; English names GB 3304 / common use; domain §7.6.

>>> code("江苏省"), code("陝西"), code("Shanxi")
('32', '61', '14')
>>> short("15"), full("15"), english("61")
('内蒙古', '内蒙古自治区', 'Shaanxi')
>>> place("昆山市玉山镇1号")
Place(name='昆山市', province='32')
"""

from functools import cache
from typing import NamedTuple

from kamsheets.formats import text as texts
from kamsheets.formats.divisions import CITIES

_TABLE = """
11 北京 北京市 Beijing|12 天津 天津市 Tianjin|13 河北 河北省 Hebei|14 山西 山西省 Shanxi
15 内蒙古 内蒙古自治区 Inner-Mongolia|21 辽宁 辽宁省 Liaoning|22 吉林 吉林省 Jilin|23 黑龙江 黑龙江省 Heilongjiang
31 上海 上海市 Shanghai|32 江苏 江苏省 Jiangsu|33 浙江 浙江省 Zhejiang|34 安徽 安徽省 Anhui|35 福建 福建省 Fujian
36 江西 江西省 Jiangxi|37 山东 山东省 Shandong|41 河南 河南省 Henan|42 湖北 湖北省 Hubei|43 湖南 湖南省 Hunan
44 广东 广东省 Guangdong|45 广西 广西壮族自治区 Guangxi|46 海南 海南省 Hainan|50 重庆 重庆市 Chongqing
51 四川 四川省 Sichuan|52 贵州 贵州省 Guizhou|53 云南 云南省 Yunnan|54 西藏 西藏自治区 Tibet|61 陕西 陕西省 Shaanxi
62 甘肃 甘肃省 Gansu|63 青海 青海省 Qinghai|64 宁夏 宁夏回族自治区 Ningxia|65 新疆 新疆维吾尔自治区 Xinjiang
71 台湾 台湾省 Taiwan|81 香港 香港特别行政区 Hong-Kong|82 澳门 澳门特别行政区 Macao
"""
_NAMES = {row[0]: tuple(row[1:]) for line in _TABLE.split("\n") for entry in line.split("|") if (row := entry.split())}

CODES = tuple(_NAMES)
"""All codes, in the order of the standard."""


class ProvinceError(ValueError):
    """Not a division of first level."""


class Place(NamedTuple):
    """A province or city that a text begins with, as written there, and the code of its province."""

    name: str
    province: str


def code(text: object) -> str:
    """The two-digit code of a name or code; raises ``ProvinceError``."""
    words = texts.key(texts.simplified(str(text if text is not None else "")))
    if words.removesuffix(".0").isdecimal():
        words = words.removesuffix(".0")
        words = words[:2] if words[2:] in ("", "0000") else ""
    try:
        return _spellings()[words]
    except KeyError as error:
        raise ProvinceError(text) from error


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for number, (brief, name, roman) in _NAMES.items():
        latin = roman.replace("-", "").casefold()
        for spelling in (number, brief, name, f"{brief}省", f"{brief}自治区", latin, f"{latin}province"):
            found[spelling] = number
    return {
        **found,
        "内蒙": "15",
        "内蒙省": "15",
        "宁夏自治区": "64",
        "macau": "82",
        "xizang": "54",
        "hongkongsar": "81",
    }


def is_valid(text: object) -> bool:
    """Whether ``text`` names a division of first level."""
    try:
        code(text)
    except ProvinceError:
        return False
    return True


def short(number: str) -> str:
    """江苏 for 32; raises ``KeyError`` for an unknown code."""
    return _NAMES[number][0]


def full(number: str) -> str:
    """江苏省 for 32; raises ``KeyError`` for an unknown code."""
    return _NAMES[number][1]


def english(number: str) -> str:
    """Jiangsu for 32; raises ``KeyError`` for an unknown code."""
    return _NAMES[number][2].replace("-", " ")


def place(text: str) -> Place | None:
    """The longest province or city name that ``text`` begins with, or None.

    For a city alone the province follows from the table of ``divisions``.
    """
    for name in _by_start().get(text[:2], ()):
        if text.startswith(name):
            return Place(name, _places()[name])
    return None


def city(text: str) -> str | None:
    """The code of the province in which a city lies, or None for a city that is not in the table.

    >>> city("苏州"), city("苏州市"), city("某地")
    ('32', '32', None)
    """
    return _places().get(texts.simplified(texts.one_line(text)))


@cache
def _by_start() -> dict[str, list[str]]:
    """All names by their first two characters, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(_places(), key=len, reverse=True):
        found.setdefault(name[:2], []).append(name)
    return found


@cache
def _places() -> dict[str, str]:
    """Full and short names of cities and provinces; a province wins over a city of the same short name."""
    found: dict[str, str] = {}
    for number, line in CITIES.items():
        for entry in line.split():
            name, _, brief = entry.partition("|")
            found[name] = number
            found.setdefault(brief or _bare(name), number)
    return found | {name: number for number, names in _NAMES.items() for name in names[:2]}


def _bare(name: str) -> str:
    for ending in ("地区", "市", "盟"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
