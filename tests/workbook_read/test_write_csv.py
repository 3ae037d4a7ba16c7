"""What is written as .csv opens in Excel as text, and comes back as it was."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamsheets.workbook import read
from kamsheets.workbook.write_csv import Number, guarded, write_csv

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
TRICKY = st.sampled_from(
    ["=1+1", "'=1", "''", "'", "+86", "-5℃", "@x", "\t=1", '="001"', "a,b;c\td|e", 'say "x"', "\n"]
)


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-1", '="0"', "=", "-"]
)
def test_no_text_opens_as_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_numbers_of_ours_stay_numbers() -> None:
    assert guarded(Number("-68318.58")) == "-68318.58"


def test_the_file_carries_the_mark_excel_looks_for(tmp_path: Path) -> None:
    write_csv(tmp_path / "x.csv", ["客户"], [["华锐"], [None]])
    assert (tmp_path / "x.csv").read_bytes() == b"\xef\xbb\xbf" + '客户\r\n华锐\r\n""\r\n'.encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.one_of(st.none(), CELLS, TRICKY), min_size=3, max_size=3), max_size=6))
def test_any_text_comes_back_as_it_was(rows: list[list[str | None]], tmp_path: Path) -> None:
    header = ["客户名称", "联系人", "备注"]
    write_csv(tmp_path / "x.csv", header, rows)
    assert [list(row) for row in read.raw(tmp_path / "x.csv").sheets[0].rows] == [header, *rows]
