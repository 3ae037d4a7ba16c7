"""The summary workbook: its pages in reading order, filled from the detail up, so that sums can refer to it."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.finding import Finding
from kamsheets.jobs import pipeline_page_detail as details
from kamsheets.jobs import pipeline_page_proof as proof
from kamsheets.jobs import pipeline_page_stuck as meeting
from kamsheets.jobs import pipeline_page_sums as sums
from kamsheets.jobs.pipeline_charts import charts
from kamsheets.jobs.pipeline_page_funnel import funnel
from kamsheets.jobs.pipeline_page_moves import moves
from kamsheets.jobs.pipeline_page_overview import overview
from kamsheets.jobs.pipeline_pages import Desk
from kamsheets.pipeline.counting import Excluded
from kamsheets.workbook.write import Book

PAGES = (
    "overview", "regions", "groups", "moves", "funnel", "stuck", "agenda", "top", "expenses", "adjustments",
    "ties", "excluded", "problems", "detail", "history", "chart_data",
)  # fmt: skip
"""In the order of the tabs; 变动 and 预测调整 only where there are any."""


def write(path: Path, desk: Desk, excluded: Sequence[Excluded], findings: Sequence[Finding]) -> None:
    """The workbook at ``path``; links are relative to where it will stand (``desk.output``)."""
    report = desk.report
    absent = {"moves"} if report.movement is None else set()
    absent |= set() if report.adjustments else {"adjustments"}
    with Book(path, desk.lang, title=desk.t("sheet.overview_title", day=report.view.day), result=True) as book:
        pages = {name: book.page(desk.t(f"sheet.{name}")) for name in PAGES if name not in absent}
        detail = details.detail(pages["detail"], desk)
        by_region, by_stage, matrix = sums.regions(pages["regions"], desk, detail)
        months = sums.groups(pages["groups"], desk, detail)
        overview(
            pages["overview"], desk, by_region, charts(pages["chart_data"], desk, by_region, by_stage, matrix, months)
        )
        if report.movement is not None:
            moves(pages["moves"], desk, report.movement)
        funnel(pages["funnel"], desk)
        meeting.stuck(pages["stuck"], desk)
        meeting.agenda(pages["agenda"], desk)
        meeting.top(pages["top"], desk)
        meeting.expenses(pages["expenses"], desk)
        if report.adjustments:
            proof.adjustments(pages["adjustments"], desk)
        proof.ties(pages["ties"], desk, excluded)
        proof.left_out(pages["excluded"], desk, excluded)
        proof.problems(pages["problems"], desk, findings)
        details.history(pages["history"], desk)
