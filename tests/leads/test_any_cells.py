"""Whatever stands in a lead sheet: nothing crashes, nothing is lost, a second look says the same."""

from datetime import date, datetime, time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from leads.builders import SOUND, desk

from kamsheets.core.finding import Finding
from kamsheets.core.messages import sentence
from kamsheets.core.table import Column, Table
from kamsheets.forms.catalogue import catalogue
from kamsheets.forms.typed import typed
from kamsheets.leads import grading, overlaps
from kamsheets.leads.candidates import Pool, company_key
from kamsheets.leads.check import across, check
from kamsheets.leads.duplicates import duplicates
from kamsheets.leads.grading import Grader
from kamsheets.leads.overlaps import LeadRef
from kamsheets.leads.ranking import Rankings
from kamsheets.leads.register import conflicts, draft, numbered
from kamsheets.leads.sheet import LeadSheet

FIELDS = [f.id for f in catalogue()["F1"].fields]
LIKELY = [str(value) for value in SOUND.values() if value] + [
    "跟进中",
    "已转立项",
    "转介绍",
    "大客户总监",
    "公司",
    "B",
    "A/B",
]
cells = st.one_of(
    st.none(),
    st.sampled_from(LIKELY),
    st.text(max_size=12),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(date(1899, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
    st.just(time(9, 30)),
)


@st.composite
def sheets(draw: st.DrawFn) -> LeadSheet:
    fields = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=14, unique=True))
    rows = draw(st.lists(st.lists(cells, min_size=len(fields), max_size=len(fields)), max_size=5))
    blank = frozenset(k for k, row in enumerate(rows) if all(value is None for value in row))
    columns = tuple(Column(field, k, field) for k, field in enumerate(fields))
    table = Table("a.xlsx", "线索", columns, rows, range(2, 2 + len(rows)), blank_rows=blank)
    read = typed(table, catalogue()["F1"], DESK.view.choices)
    return LeadSheet(read.table, read.values, read.rejected)


DESK = desk()


def everything(sheet: LeadSheet) -> list[Finding]:
    grades = list(Grader(DESK, Rankings(), company_key).sheet(sheet))
    pool = Pool([sheet], [], DESK)
    found = duplicates(pool.keys(), pool.lead, 180, 90)
    leads = [LeadRef(sheet, row) for row in sheet.filled]
    groups = {g.label: [(leads[m].sheet, leads[m].row) for m in g.members] for g in found.groups}
    list(conflicts(groups))
    return [
        *check(sheet, DESK),
        *grading.findings(sheet, grades, DESK),
        *across([sheet]),
        *overlaps.findings(found, leads, frozenset()),
    ]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(sheets())
def test_any_cells_are_checked_graded_and_compared(sheet: LeadSheet) -> None:
    found = everything(sheet)
    assert found == everything(sheet)
    assert all(sentence(one, lang) for one in found for lang in ("zh", "en"))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(sheets())
def test_every_row_that_is_not_blank_is_graded_and_registered_once(sheet: LeadSheet) -> None:
    grades = list(Grader(DESK, Rankings(), company_key).sheet(sheet))
    drafts = [draft(sheet, row, DESK) for row in sheet.filled]
    assert [lead.row for lead in grades] == list(sheet.filled)
    assert len(numbered(drafts, [])) + len(sheet.table.blank_rows) == sheet.table.read
    for lead in grades:
        known = all(isinstance(sheet.column(rank)[lead.row], int) for rank in ("rank_sales", "rank_profit"))
        assert bool(lead.settled.computed) == known
