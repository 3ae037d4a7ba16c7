"""Whatever stands in a policy workbook: findings or a policy, never a crash; a policy without errors gives a view."""

from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy.builders import sheet, written

from kamsheets.core.finding import Severity, worst
from kamsheets.core.messages import LANGUAGES, sentence
from kamsheets.core.table import Table
from kamsheets.policy.policy import Policy
from kamsheets.policy.workbook import examine

SHIPPED = Policy.shipped()
SHEETS = written(SHIPPED)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=8),
    st.sampled_from(
        ["是", "RKAM", "JTF-002", ">={major_amount}", "[5..1)", "not(", "2%", "{top_n}", "E1", "M1；M2", "1/2"]
    ),
)


@st.composite
def spoilt(draw: st.DrawFn) -> Table:
    """A generated sheet with some of its cells, or all of its rows, replaced by anything."""
    table = SHEETS[draw(st.sampled_from(sorted(SHEETS)))]
    width = len(table.columns)
    rows = [list(row) for row in table.rows[: draw(st.integers(0, 12))]]
    for row in rows:
        for k in draw(st.sets(st.integers(0, width - 1), max_size=3)):
            row[k] = draw(CELLS)
    rows += draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=2))
    return sheet(table.sheet, [column.header for column in table.columns], rows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(spoilt(), min_size=1, max_size=3))
def test_any_workbook_is_read_or_refused(tables: list[Table]) -> None:
    policy, found = examine(SHIPPED, tables)
    for one in found:
        assert all(sentence(one, lang) for lang in LANGUAGES)
    if worst(found) is not Severity.ERROR:
        assert policy.as_of(date(2026, 6, 30)).stages


def test_a_day_of_any_kind_is_a_day() -> None:
    table = sheet("参数", ("键", "值", "生效日期"), [("top_n", 60, datetime(2026, 1, 1)), ("min_visits", 5, 46023)])
    policy = examine(SHIPPED, [table])[0]
    assert [policy.values[key][-1].since for key in ("top_n", "min_visits")] == [date(2026, 1, 1)] * 2
