"""From typed lead sheets to what the duplicate search compares: keys of all, identities of the few worth a look."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from kamsheets.formats import companies, phones
from kamsheets.leads.desk import Desk
from kamsheets.leads.duplicates import Candidate, Keys
from kamsheets.leads.identity import Identity
from kamsheets.leads.sheet import LeadSheet

split = lru_cache(maxsize=200_000)(companies.split)
"""The parts of a company name; the same customers come back month after month."""


def company_key(name: str) -> str:
    """What two spellings of one company share."""
    parts = split(name)
    return f"{parts.place}{parts.core}"


class Pool:
    """The leads of several sheets, every row that is not blank, in order."""

    def __init__(self, sheets: Sequence[LeadSheet], known: Sequence[LeadSheet], desk: Desk) -> None:
        """``known`` are the sheets of an earlier register; they come last."""
        self._void = desk.tagged("status", "void")
        self._leads = [(sheet, row) for sheet in (*sheets, *known) for row in sheet.filled]
        self._seen: dict[int, Candidate] = {}
        self._known_from = sum(len(sheet.filled) for sheet in sheets)

    def keys(self) -> Keys:
        """What the leads are first looked up by."""
        codes, numbers, cores, places = [], [], [], []
        for sheet, row in self._leads:
            values = sheet.values
            codes.append(_text(values["uscc"][row]))
            numbers.append(_numbers(values["contact_mobile"][row], values["contact_tel"][row]))
            company = split(_text(values["customer_name"][row]))
            cores.append(company.core)
            places.append(f"{company.province}{company.place}" if company.province else "")
        return Keys(codes, numbers, cores, places)

    def lead(self, position: int) -> Candidate:
        """The lead at a position, made when it is asked for."""
        if position not in self._seen:
            sheet, row = self._leads[position]
            day, status = sheet.column("reg_date")[row], sheet.column("status")[row]
            registered = day if isinstance(day, date) else None
            known = position >= self._known_from
            self._seen[position] = Candidate(_identity(sheet, row), registered, status not in self._void, known)
        return self._seen[position]


def _identity(sheet: LeadSheet, row: int) -> Identity:
    def text(field_id: str) -> str:
        return _text(sheet.column(field_id)[row])

    parts = split(text("customer_name"))
    return Identity(
        uscc=text("uscc"),
        phones=frozenset(_numbers(sheet.column("contact_mobile")[row], sheet.column("contact_tel")[row])),
        email=text("contact_email"),
        name=f"{parts.place}{parts.core}{parts.form}",
        core=parts.core,
        town=parts.place,
        province=parts.province or text("province"),
        city=text("city").removesuffix("市"),
        contact=text("contact_name"),
        address=text("address"),
    )


def _numbers(mobile: object, tel: object) -> tuple[str, ...]:
    """A lead's phone numbers, without extension: one switchboard is one company."""
    found = tuple(_main(str(number)) for number in (mobile, tel) if number)
    return found[:1] if len(found) == 2 and found[0] == found[1] else found


def _main(number: str) -> str:
    return phones.parse(number).number if number.count("-") > 1 else number


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
