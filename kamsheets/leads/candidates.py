"""From typed lead sheets to what the duplicate search compares."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from kamsheets.formats import companies, phones
from kamsheets.leads.desk import Desk
from kamsheets.leads.duplicates import Candidate
from kamsheets.leads.identity import Identity
from kamsheets.leads.sheet import LeadSheet

FIELDS = (
    "uscc", "contact_mobile", "contact_tel", "contact_email", "customer_name", "province", "contact_name", "address",
)  # fmt: skip
split = lru_cache(maxsize=200_000)(companies.split)
"""The parts of a company name; the same customers come back month after month."""


def company_key(name: str) -> str:
    """What two spellings of one company share."""
    parts = split(name)
    return f"{parts.place}{parts.core}"


def candidates(sheet: LeadSheet, desk: Desk, *, known: bool = False) -> Iterator[Candidate]:
    """Every row that is not blank, in order; ``known``: the sheet is the register of an earlier run."""
    void = desk.tagged("status", "void")
    registered, status = sheet.column("reg_date"), sheet.column("status")
    columns = [sheet.column(field_id) for field_id in FIELDS]
    for row in sheet.filled:
        day = registered[row]
        yield Candidate(
            _identity(*[str(column[row] or "") for column in columns]),
            day if isinstance(day, date) else None,
            status[row] not in void,
            known,
        )


def _identity(
    uscc: str, mobile: str, tel: str, email: str, name: str, province: str, contact: str, address: str
) -> Identity:
    parts = split(name)
    numbers = frozenset(number for number in (mobile, _main(tel)) if number)
    full = f"{parts.place}{parts.core}{parts.form}"
    home = parts.province or province
    return Identity(uscc, numbers, email, full, parts.core, parts.place, home, contact, address)


def _main(number: str) -> str:
    """A telephone number without its extension: one switchboard is one company."""
    return phones.parse(number).number if number.count("-") > 1 else number
