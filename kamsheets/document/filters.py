"""The few filters a template may use, by their Chinese and English names: boxes, blanks, amounts need no loop.

Every filter takes a ``Value``, a plain value, or something missing, and lets what is missing through to be noted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from jinja2 import TemplateRuntimeError, Undefined
from jinja2.filters import FILTERS
from markupsafe import Markup, escape

from kamsheets.core.money import FEN_PER_YUAN, grouped, round_half_up
from kamsheets.document.values import BLANK, PARAGRAPH, Value
from kamsheets.formats import dates, phones, rmb

BOX, TICKED = "□", "■"
"""Both stand in GB 2312, so that every Chinese font draws them (☑ falls back to a symbol font)."""
BETWEEN_BOXES = "\u3000"
_STANDARD = ("join", "length", "first", "last", "trim", "upper", "lower", "replace")


def _absent(value: object) -> bool:
    return isinstance(value, Undefined) or value is None or (isinstance(value, Value) and not value.present)


def _fen(value: object) -> int:
    if isinstance(value, Value) and value.kind == "money" and isinstance(value.raw, int):
        return value.raw
    plain = value.raw if isinstance(value, Value) else value
    try:
        yuan = plain if isinstance(plain, Fraction) else Fraction(Decimal(str(plain).replace(",", "")))
    except (InvalidOperation, ValueError, OverflowError):
        raise TemplateRuntimeError(f"“{value}” 不是金额") from None
    return round_half_up(yuan * FEN_PER_YUAN)


def amount(value: Any) -> Any:
    """金额: 1,234.50; a plain number counts as yuan and is rounded half up to the fen."""
    return value if _absent(value) else grouped(_fen(value))


def upper_amount(value: Any) -> Any:
    """大写金额: 人民币壹仟贰佰叁拾肆元伍角整."""
    return value if _absent(value) else rmb.upper(_fen(value))


def day(value: Any) -> Any:
    """日期: 2025年3月5日 of a date or of a text that is one."""
    if _absent(value):
        return value
    raw = value.raw if isinstance(value, Value) else value
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return dates.chinese(raw)
    try:
        return dates.chinese(dates.parse(str(raw)))
    except ValueError:
        return value


def iso_day(value: Any) -> Any:
    """短日期: 2025-03-05, where a column is narrow."""
    raw = value.raw if isinstance(value, Value) else value
    return raw.isoformat()[:10] if isinstance(raw, date) else value


def name_only(value: Any) -> Any:
    """姓名: 林晓 of 林晓（E002）, where a column is narrow."""
    return value if _absent(value) else str(value).partition("（")[0]


def below(value: Any) -> Any:
    """换行: the value on a line of its own below what stands before it; nothing when there is none."""
    return "" if _absent(value) else Markup("\n") + escape(str(value))


def paragraphs(value: Any) -> Any:
    """分段: every line of a text its own paragraph, with the looks of the paragraph the tag stands in."""
    if _absent(value):
        return value
    lines = [line.strip() for line in str(value).splitlines() if line.strip()]
    return Markup(PARAGRAPH.join(str(escape(line)) for line in lines))  # noqa: S704 - every line is escaped


def ticked(value: Any, *labels: str) -> Any:
    """勾选: ■A级　□B级 over ``labels``, or over the allowed values of the field."""
    if isinstance(value, Undefined):
        return value
    known = value.options if isinstance(value, Value) else ()
    options: Sequence[tuple[str, str]] = [(label, label) for label in labels] if labels else known
    if isinstance(value, Value) and not value.present and value.needed:
        return value
    if not options:
        return value
    return BETWEEN_BOXES.join(f"{TICKED if _chosen(value, pair) else BOX}{pair[1]}" for pair in options)


def _chosen(value: object, pair: Iterable[str]) -> bool:
    if not isinstance(value, Value):
        return str(value) in pair
    if isinstance(value.raw, bool):
        return any(value == text for text in pair)
    return value.present and any(value == text or text in list(value) for text in pair)


def masked(value: Any) -> Any:
    """脱敏: a phone as 139****5678, a name as 周**, an e-mail with its first letter."""
    if _absent(value):
        return value
    return mask(str(value))


def mask(text: str) -> str:
    """``text`` as shared prints show it (PIPL 6, domain §7.5)."""
    name, at, host = text.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    if sum(ch.isdigit() for ch in text) >= 7:
        return phones.mask(text)
    return text[:1] + "*" * (len(text) - 1)


def brackets(value: Any) -> Any:
    """括号: （张三）, and nothing at all when there is nobody."""
    return "" if _absent(value) else f"（{value}）"


def by_hand(value: Any) -> Any:
    """手填: the value, or room for the pen; an empty box is no mistake here."""
    if isinstance(value, Undefined) or value is None:
        return ""
    if isinstance(value, Value):
        return value.by_hand()
    return value


def otherwise(value: Any, instead: Any = "", boolean: bool = False) -> Any:
    """default: ``instead`` when the value is missing or was not filled in."""
    return instead if _absent(value) or (boolean and not value) else value


def pairs(rows: Iterable[object]) -> list[tuple[object, object]]:
    """成对: rows two by two, for tables with two side by side; beside an odd last one nothing is printed."""
    items = list(rows)
    return list(zip_longest(items[::2], items[1::2], fillvalue=BLANK))


def white_list() -> Mapping[str, Callable[..., Any]]:
    """All filters by name; nothing else can be called."""
    ours: dict[str, Callable[..., Any]] = {
        "金额": amount, "money": amount,
        "大写金额": upper_amount, "in_words": upper_amount,
        "日期": day, "date": day,
        "短日期": iso_day, "iso_date": iso_day,
        "姓名": name_only, "name": name_only,
        "换行": below, "below": below,
        "分段": paragraphs, "paragraphs": paragraphs,
        "勾选": ticked, "boxes": ticked,
        "脱敏": masked, "mask": masked,
        "括号": brackets, "brackets": brackets,
        "手填": by_hand, "by_hand": by_hand,
        "成对": pairs, "pairs": pairs,
        "default": otherwise, "d": otherwise, "默认": otherwise,
    }  # fmt: skip
    return ours | {name: FILTERS[name] for name in _STANDARD}
