"""个人信息: what a business sheet must not hold: ID numbers, family, health, religion, birthday, income, home.

A scan points at words and numbers; a person decides. Business contact data is not reported here.

Source: 个人信息保护法 6, 28; GB 11643 (ID numbers, with check digit); domain §7.5 and §2.1 remark.

>>> [(hit.kind, hit.text) for hit in scan("身份证11010519491231002X，女儿上大学")]
[('id_number', '11010519491231002X'), ('family', '女儿')]
>>> scan("周工负责设备科，节拍要求45秒")
[]
"""

import re
from typing import Literal, NamedTuple

from kamsheets.formats import text as texts

Kind = Literal["id_number", "family", "health", "birthday", "religion", "home_address", "income"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
_WORDS: dict[Kind, re.Pattern[str]] = {
    "family": re.compile(
        "妻子|老婆|丈夫|老公|爱人|配偶|儿子|女儿|孩子|子女|小孩|父母|父亲|母亲|岳父|岳母|公婆|(?<!客)家人|家属"
        "|家庭(?=情况|成员|背景|关系|困难|矛盾)|离异|离婚|已婚|未婚|丧偶|婚姻"
    ),
    "health": re.compile(
        "疾病|患有|病史|住院|[做动]手术|手术后|糖尿病|高血压|癌症|肿瘤|抑郁|怀孕|残疾|体检|服药|健康状况|身体不好"
    ),
    "birthday": re.compile("生日|出生日期|出生年月|生辰|属相|生肖"),
    "religion": re.compile("宗教|信佛|信教|佛教徒?|基督徒|基督教|天主教|伊斯兰教|穆斯林|道教"),
    "home_address": re.compile("家庭住址|家庭地址|住址|家住|户籍|户口所在|住在.{1,20}[号室栋幢]"),
    "income": re.compile(
        "个人收入|(?:他|她|本人|个人|家庭)的?[年月]收入|[年月]薪|薪资|薪水|房贷|车贷|个人(?:存款|负债|资产)"
        "|(?<!民工)工资(?!支付|保证|保函)"
    ),
}


_PAPERS = re.compile("身份证|护照号|社保号|驾驶证号")
"""Papers of a person that are named: their number, mistyped or not, does not belong in a business sheet."""
_STEMS = re.compile(
    "身份证|护照|社保号|驾驶证|妻子|老婆|丈夫|老公|爱人|配偶|儿子|女儿|孩子|子女|小孩|父母|父亲|母亲|岳父|岳母|公婆|家人|家属|家庭|离异|离婚|已婚|未婚|丧偶|婚姻"
    "|疾病|患有|病史|住院|手术|糖尿病|高血压|癌症|肿瘤|抑郁|怀孕|残疾|体检|服药|健康状况|身体不好"
    "|生日|出生|生辰|属相|生肖|宗教|信佛|信教|佛教|基督|天主教|伊斯兰教|穆斯林|道教|住址|家住|户籍|户口|住在"
    "|收入|年薪|月薪|薪资|薪水|房贷|车贷|个人|工资"
)
"""Plain words of which every pattern above holds one: looked for much faster than the patterns."""
_DIGITS = re.compile(r"\d{17}")


class Hit(NamedTuple):
    """One place of a text that may hold sensitive personal information."""

    kind: Kind
    text: str
    start: int


def scan(text: str) -> list[Hit]:
    """All hits in ``text``, in its order."""
    plain = texts.folded(text)
    if clear(plain):
        return []
    hits = [Hit("id_number", found[0], found.start()) for found in _ID.finditer(plain) if is_id_number(found[0])]
    hits = hits or [Hit("id_number", found[0], found.start()) for found in _PAPERS.finditer(plain)]
    hits += [Hit(kind, found[0], found.start()) for kind, words in _WORDS.items() for found in words.finditer(plain)]
    return sorted(hits, key=lambda hit: hit.start)


def clear(folded: str) -> bool:
    """Whether a text (in its usual width) certainly holds nothing; a quick look at many texts joined by blanks."""
    return not _STEMS.search(folded) and not _DIGITS.search(folded)


def is_id_number(number: str) -> bool:
    """Whether eighteen characters are a resident's ID number: shape and check digit (GB 11643)."""
    if not re.fullmatch(r"\d{17}[\dXx]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def mask_name(name: str) -> str:
    """A person's name for shared prints: the family name stays.

    >>> mask_name("周建国"), mask_name("周工"), mask_name("Anna Berg")
    ('周**', '周*', 'A***')
    """
    words = texts.one_line(name)
    if not words:
        return ""
    return f"{words[0]}***" if words.isascii() else words[0] + "*" * (len(words) - 1)
