"""Rules of the lead register about the contact and personal information (domain §2.1, §7.5)."""

from collections.abc import Iterator

from kamsheets.core.finding import Finding
from kamsheets.leads.desk import Desk
from kamsheets.leads.sheet import LeadSheet

WAYS = ("contact_mobile", "contact_tel", "contact_email")


def unreachable(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """One of mobile, telephone and e-mail is required."""
    known = tuple(way for way in WAYS if sheet.has(way))
    if not known:
        yield sheet.finding("LD009", None, WAYS[0])
        return
    columns = zip(*(sheet.column(way) for way in known), strict=True)
    nothing = (None,) * len(known)
    for row, ways in enumerate(columns):
        if ways == nothing and row not in sheet.table.blank_rows and all(sheet.unfilled(row, w) for w in known):
            yield sheet.finding("LD009", row, known[0])


def no_basis(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """个人信息来源/依据 must name the lawful basis on which the contact is kept (个人信息保护法 13, 17)."""
    listed = desk.view.choices["consent_basis"]
    zh, en = ([choice.label.of(lang) for choice in listed] for lang in ("zh", "en"))
    options = {"options": "、".join(zh), "options_en": ", ".join(en)}
    for row, basis in enumerate(sheet.column("consent_basis") if sheet.has("consent_basis") else ()):
        if basis is None and row not in sheet.table.blank_rows and sheet.unfilled(row, "consent_basis"):
            yield sheet.finding("PI01", row, "consent_basis", **options)


def personal_mobile(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """A company may keep personal mobiles out of its lead sheets (policy ``personal_mobile``, §7.5)."""
    if not desk.view.get("personal_mobile").value:
        for row, number in enumerate(sheet.column("contact_mobile")):
            if number is not None:
                yield sheet.finding("PI03", row, "contact_mobile")
