"""电话号码: mobile (手机), landline (固定电话) and 400/800 numbers of China; others by Google's numbering data.

Mobile ``1[3-9]`` and nine digits; landline area code (区号), seven or eight digits, extension; 010 and 02x are
three-digit area codes, all others have four. A landline that Excel took for a number has lost its leading 0: the
right number is proposed, not assumed.

Source: 工信部电信网编号计划 (2017); domain §7.4; ``phonenumbers`` for numbers outside mainland China.

>>> parse("+86 139-0000-5678")
Phone(kind='mobile', number='13900005678', ext='', region='CN')
>>> str(parse("(0512)66660000转801"))
'0512-66660000-801'
>>> [str(phone) for phone in split("13900005678 / 0512-66660000")]
['13900005678', '0512-66660000']
>>> mask("13900005678"), mask("0512-66660000-801")
('139****5678', '0512-****0000-801')
"""

import re
from dataclasses import dataclass
from typing import Literal

from kamsheets.formats import text as texts

_AREA = r"0(?:10|2[0-57-9]|[3-9]\d{2})"
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(rf"({_AREA})(\d{{7,8}})")
_SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})")
_USUAL = re.compile(rf"1[3-9]\d{{9}}|(?:{_AREA}-\d{{7,8}}|[48]00-\d{{3}}-\d{{4}})(?:-\d{{1,6}})?")
_EXTENSION = re.compile(r"(?:转|分机|x|ext\.?|#|\*)\s*-?(\d{1,6})$|(?<=\d{7})[-—–](\d{1,6})$", re.IGNORECASE)
_COUNTRY = re.compile(r"^\s*(?:\+|00)?86[\s\-]*(?=(?:0?\d[\s\-]*){9,})")
_LOOSE = re.compile(r"[\s\-—–‐()（）.·]+")
_ROUND = re.compile(r"^(\d{5,})\.0+$")
_BETWEEN = re.compile(r"[/、；;,，|\n]|或者?|及|和")
_INSIDE = re.compile(rf"(?<!\d)(?:1[3-9]\d{{9}}|{_AREA}-?\d{{7,8}}|[48]00-?\d{{3}}-?\d{{4}})(?!\d)")

Reason = Literal["empty", "shape", "length", "area_code", "lost_zero", "words", "foreign"]


class PhoneError(ValueError):
    """Not a phone number. ``reason`` says why; ``proposed`` is the number that was probably meant, or None."""

    def __init__(self, reason: Reason, proposed: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.proposed = proposed


@dataclass(frozen=True, slots=True)
class Phone:
    """One number in its usual spelling, without country code for mainland China."""

    kind: Literal["mobile", "landline", "service", "foreign"]
    number: str
    ext: str = ""
    region: str = "CN"
    """ISO 3166 country."""

    def __str__(self) -> str:
        return f"{self.number}-{self.ext}" if self.ext else self.number


def parse(text: str) -> Phone:
    """The one number that ``text`` holds; raises ``PhoneError``."""
    if _MOBILE.fullmatch(text):
        return Phone("mobile", text)
    plain = _ROUND.sub(r"\1", texts.folded(text))
    if not plain:
        raise PhoneError("empty")
    if re.match(r"\s*(\+|00)(?!\s*86)", plain):
        return _foreign(plain)
    plain = _COUNTRY.sub("", plain)
    ext, whole = "", _LOOSE.sub("", plain)
    if _MOBILE.fullmatch(whole) or _SERVICE.fullmatch(whole):
        return _mainland(whole, "")
    if found := _EXTENSION.search(plain):
        ext, plain = found[1] or found[2], plain[: found.start()]
    return _mainland(_LOOSE.sub("", plain), ext)


def _mainland(digits: str, ext: str) -> Phone:
    if _MOBILE.fullmatch(digits):
        return Phone("mobile", digits, ext)
    if found := _LANDLINE.fullmatch(digits):
        return Phone("landline", f"{found[1]}-{found[2]}", ext)
    if found := _SERVICE.fullmatch(digits):
        return Phone("service", "-".join(found.groups()), ext)
    raise _problem(digits, ext)


def _problem(digits: str, ext: str) -> PhoneError:
    if not digits.isdecimal():
        inside = _INSIDE.findall(digits)
        return PhoneError("words", str(parse(inside[0])) if len(inside) == 1 else None)
    if found := _LANDLINE.fullmatch(f"0{digits}"):
        return PhoneError("lost_zero", str(Phone("landline", f"{found[1]}-{found[2]}", ext)))
    if re.fullmatch(r"0(1[3-9]\d{9})", digits):
        return PhoneError("shape", digits[1:])
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        return PhoneError("area_code")
    return PhoneError("length" if digits[0] in "01" else "shape")


def _foreign(plain: str) -> Phone:
    import phonenumbers

    try:
        found = phonenumbers.parse(re.sub(r"^\s*00", "+", plain), None)
    except phonenumbers.NumberParseException as error:
        raise PhoneError("foreign") from error
    if not phonenumbers.is_valid_number(found):
        raise PhoneError("foreign")
    ext, found.extension = found.extension or "", None
    number = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return Phone("foreign", number, ext, phonenumbers.region_code_for_number(found) or "")


def split(text: str) -> list[Phone]:
    """All numbers of a cell, the main one first; a later landline without area code takes the one before.

    Raises ``PhoneError`` when any part is not a number.
    """
    parts = [part for part in _BETWEEN.split(texts.folded(text)) if part.strip()]
    if len(parts) <= 1:
        return _spaced(text)
    phones: list[Phone] = []
    for part in parts:
        phones.append(_beside(part, phones[-1]) if phones else parse(part))
    return phones


def _beside(part: str, before: Phone) -> Phone:
    try:
        return parse(part)
    except PhoneError as error:
        if error.reason != "area_code" or before.kind != "landline":
            raise
        return parse(f"{before.number.split('-')[0]}-{part.strip()}")


def _spaced(text: str) -> list[Phone]:
    try:
        return [parse(text)]
    except PhoneError:
        parts = texts.folded(text).split()
        if len(parts) < 2:
            raise
        try:
            return [parse(part) for part in parts]
        except PhoneError:
            pass
        raise


def is_usual(text: str) -> bool:
    """Whether ``text`` already is one number of mainland China in the spelling that ``str(parse(text))`` gives.

    >>> is_usual("0512-66660000-801"), is_usual("0512 66660000")
    (True, False)
    """
    return _USUAL.fullmatch(text) is not None


def is_valid(text: str) -> bool:
    """Whether ``text`` is exactly one number."""
    try:
        parse(text)
    except PhoneError:
        return False
    return True


def format(text: str) -> str:  # noqa: A001 - the same verb in every module of formats
    """The number in its usual spelling; raises ``PhoneError``."""
    return str(parse(text))


def mask(text: str) -> str:
    """A number for shared prints: the middle of a mobile, the front of a landline hidden; other text entirely.

    >>> mask("有事找老王")
    '****'
    """
    try:
        phone = parse(text)
    except PhoneError:
        return "****" if text.strip() else ""
    if phone.kind == "mobile":
        return f"{phone.number[:3]}****{phone.number[-4:]}"
    head, _, tail = phone.number.rpartition("-") if phone.kind == "landline" else ("", "", phone.number)
    hidden = f"{head}-****{tail[-4:]}" if head else f"****{tail[-4:]}"
    return f"{hidden}-{phone.ext}" if phone.ext else hidden
