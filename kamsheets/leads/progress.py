"""Rules of the lead register about its course: what a source and a status ask for (domain §1.5, §2.1)."""

from collections.abc import Iterator

from kamsheets.core.finding import Finding
from kamsheets.forms.catalogue import catalogue
from kamsheets.leads.desk import Desk
from kamsheets.leads.sheet import LeadSheet


def source_without_detail(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """来源说明 is required when the source is 其他 or 转介绍."""
    return _required(sheet, desk, "source_channel", "detail", "source_detail", "LD004")


def assigned_to_nobody(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """分配销售工程师 is required from 已分配 on."""
    return _required(sheet, desk, "status", "assigned", "assigned_to", "LD014")


def followed_without_next_contact(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """下次联系日期 is required for 跟进中."""
    return _required(sheet, desk, "status", "active", "next_contact_date", "LD017")


def initiated_without_project(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """转立项项目编号 is required for 已转立项."""
    return _required(sheet, desk, "status", "converted", "project_no", "LD019")


def initiated_without_uscc(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """统一社会信用代码 is required from M3 on, that is for 已转立项."""
    return _required(sheet, desk, "status", "converted", "uscc", "LD006")


def rank_without_source(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """排名来源 is required when any rank is given."""
    ranks = zip(sheet.column("rank_sales"), sheet.column("rank_profit"), strict=True)
    rows = [row for row, given in enumerate(ranks) if given != (None, None)]
    return _missing(sheet, rows, "rank_source", "LD010", "rank_sales" if sheet.has("rank_sales") else "rank_profit")


def _required(sheet: LeadSheet, desk: Desk, asking: str, tag: str, field_id: str, code: str) -> Iterator[Finding]:
    """A finding for every row whose ``asking`` value carries the tag while nothing is typed under ``field_id``."""
    tagged = desk.tagged(asking, tag)
    rows = [row for row, value, given in sheet.pairs(asking, field_id) if given is None and value in tagged]
    return _missing(sheet, rows, field_id, code, asking)


def _missing(sheet: LeadSheet, rows: list[int], field_id: str, code: str, asking: str) -> Iterator[Finding]:
    """One finding a row with an empty cell; a sheet without the column is told once, at its header row."""
    if rows and not sheet.has(field_id):
        zh, en = (catalogue()["F1"][field_id].label(lang) for lang in ("zh", "en"))
        yield sheet.finding("LD036", None, field_id, field=zh, field_en=en, rows=len(rows))
        return
    for row in rows:
        if sheet.unfilled(row, field_id):
            yield sheet.finding(code, row, field_id, because=sheet.typed(row, asking))
