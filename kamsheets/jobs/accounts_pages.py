"""The pages of the review workbook, in the order of their tabs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kamsheets.core.finding import Finding
from kamsheets.core.messages import reason, text
from kamsheets.jobs.accounts_desk import Desk
from kamsheets.jobs.accounts_page_care import care_page, surveys_page
from kamsheets.jobs.accounts_page_deals import deals_page, delivered_page, process_page
from kamsheets.jobs.accounts_page_kpi import kpi_page
from kamsheets.jobs.accounts_page_operations import operations_page
from kamsheets.jobs.accounts_page_people import contacts_page, relations_page, stances_page
from kamsheets.jobs.accounts_page_portfolio import lifetime_page, portfolio_page
from kamsheets.jobs.accounts_page_value import scores_page, structure_page, value_page
from kamsheets.jobs.accounts_page_work import agenda_page, managers_page, pay_page
from kamsheets.workbook.write import Cell, Sheet, Tone

__all__ = ["PAGES", "RESTRICTED", "Desk", "problems_page"]

Page = Callable[[Sheet, Desk], None]

PAGES: Final[tuple[tuple[str, Page], ...]] = (
    ("kpi", kpi_page), ("value", value_page), ("scores", scores_page),
    ("portfolio", portfolio_page), ("lifetime", lifetime_page),
    ("structure", structure_page), ("relations", relations_page), ("care", care_page), ("surveys", surveys_page),
    ("deals", deals_page), ("delivered", delivered_page), ("managers", managers_page), ("agenda", agenda_page),
    ("process", process_page), ("operations", operations_page),
)  # fmt: skip
"""For everybody; the problems come after them."""
RESTRICTED: Final[tuple[tuple[str, Page], ...]] = (
    ("stances", stances_page), ("contacts", contacts_page), ("pay", pay_page),
)  # fmt: skip
"""On persons: written only when asked for, behind all others."""
TONES: Final[Mapping[str, Tone]] = {"error": "error", "warning": "warning", "info": "info"}


def problems_page(page: Sheet, desk: Desk, findings: Sequence[Finding]) -> None:
    """Every finding with its cell, why, and what to do."""
    page.title(desk.t("sheet.problems"))
    columns = [
        desk.col("severity", width=8), desk.col("code", "code", 8), desk.col("file", width=22),
        desk.col("at_sheet", width=14), desk.col("cell", "code", 9), desk.col("value_typed", width=26),
        desk.col("said", width=90),
    ]  # fmt: skip
    rows = [
        [Cell(text(f"severity.{f.severity}", desk.lang), TONES[f.severity]), f.code, f.place.file, f.place.sheet,
         f.place.cell, f.value, reason(f, desk.lang)]
        for f in findings
    ]  # fmt: skip
    page.freeze(page.table(columns, rows))
