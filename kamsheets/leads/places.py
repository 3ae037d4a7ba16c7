"""Rules of the lead register about province, region and number (domain §2.1, §7.6)."""

from collections.abc import Iterable, Iterator
from functools import cache

from kamsheets.core.finding import Finding
from kamsheets.formats import provinces
from kamsheets.leads.desk import Desk
from kamsheets.leads.sheet import LeadSheet


def region(sheet: LeadSheet, desk: Desk, row: int) -> str:
    """Code of a lead's region: as written, else that of its province; empty when neither is known."""
    written = sheet.column("region")[row]
    if isinstance(written, str):
        return written
    province = sheet.column("province")[row]
    return desk.region_of.get(province, "") if isinstance(province, str) else ""


def region_of_another_province(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """The region is the one that the policy gives the province; the region table may differ by company."""
    for row, written, province in sheet.pairs("region", "province"):
        expected = desk.region_of.get(province) if isinstance(province, str) else None
        if expected and written != expected and written not in desk.headquarters:
            zh, en = desk.region_name(expected)
            facts = {"province": provinces.full(str(province)), "region": zh, "region_en": en}
            yield sheet.finding("LD020", row, "region", proposed=zh, **facts)


def city_of_another_province(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """The city lies in the province (GB/T 2260); a city the table does not hold is taken as written."""
    home_of = cache(provinces.city)
    for row, city, province in sheet.pairs("city", "province"):
        home = home_of(str(city))
        if home and isinstance(province, str) and home != province:
            proposed = provinces.full(home)
            yield sheet.finding("LD022", row, "city", proposed=proposed, city=city, province=provinces.full(province))


def region_not_written(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """Rows without a region get that of their province; said once a sheet."""
    regions = sheet.column("region")
    rows = [row for row in sheet.filled if regions[row] is None and sheet.unfilled(row, "region")]
    if rows:
        yield sheet.finding("LD021", None, "region", rows=len(rows))


def number_of_another_region(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """The region in the lead number is the region of the lead."""
    regions = desk.region_codes
    for row, number, written in sheet.pairs("lead_no", "region"):
        parts = str(number).split("-")
        if isinstance(written, str) and len(parts) > 1 and parts[1] in regions and parts[1] != written:
            zh, en = desk.region_name(written)
            yield sheet.finding("LD002", row, "lead_no", region=zh, region_en=en)


def number_twice(sheets: Iterable[LeadSheet]) -> Iterator[Finding]:
    """A lead number stands once, in all sheets together; every later one is named with the place of the first."""
    seen: dict[object, tuple[LeadSheet, int]] = {}
    for sheet in sheets:
        for row, number in enumerate(sheet.column("lead_no")):
            here = (sheet, row)
            if number is not None and (there := seen.setdefault(number, here)) is not here:
                first = there[0].table.place(there[1], "lead_no")
                yield sheet.finding("LD001", row, "lead_no", first=f"{first.file} {first.sheet}!{first.cell}")
