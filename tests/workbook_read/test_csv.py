"""Text files as they come: encodings, delimiters, quotation marks, and what other programs do to keep text as text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.workbook import guard, read
from kamsheets.workbook.rawbook import RawBook, Reason
from kamsheets.workbook.read_csv import decode, read_csv
from kamsheets.workbook.refusal import RefusedFileError

LEADS = "客户名称,联系人,手机\r\n苏州华锐车身部件有限公司,周工,13900005678\r\n"
ROWS = [["客户名称", "联系人", "手机"], ["苏州华锐车身部件有限公司", "周工", "13900005678"]]


def rows(data: bytes) -> list[list[object]]:
    return [list(row) for row in read_csv(data, "x.csv").sheets[0].rows]


def codes(book: RawBook) -> list[str]:
    return [found.code for found in book.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding(encoding: str) -> None:
    book = read_csv(LEADS.encode(encoding), "x.csv")
    assert [list(row) for row in book.sheets[0].rows] == ROWS
    assert book.findings == ()


def test_rare_characters_of_names_survive_gb18030() -> None:
    assert rows("姓名,a\n㐂𬭬镕,b\n".encode("gb18030"))[1] == ["㐂𬭬镕", "b"]


def test_another_encoding_is_guessed_only_when_the_certain_ones_fail() -> None:
    text, damaged = decode(("Größe;Ausführung;Übergabe\n" * 30).encode("latin-1") + b"\xff\xe4\n", "x.csv")
    assert (text.startswith("Größe;Ausführung"), damaged) == (True, 0)


def test_a_few_damaged_bytes_do_not_turn_a_utf8_file_into_another_encoding() -> None:
    data = (LEADS * 20).encode()
    book = read_csv(data[:100] + b"\xff" + data[101:], "x.csv")
    assert codes(book) == ["IO030"]
    assert list(book.sheets[0].rows[5]) == ROWS[1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_shows_in_the_regular_rows_and_not_in_title_or_remarks(delimiter: str) -> None:
    lines = ["2025年3月 线索汇总表，共 3 条;请核对"]
    lines += [
        delimiter.join(cells) for cells in [["客户", "说明", "金额"], *([f"甲{n}", "a b", "1"] for n in range(3))]
    ]
    assert rows("\n".join(lines).encode())[1:] == [
        ["客户", "说明", "金额"],
        *([f"甲{n}", "a b", "1"] for n in range(3)),
    ]


def test_commas_within_quoted_text_do_not_make_a_comma_file_of_a_semicolon_file() -> None:
    assert rows('客户;说明\n甲;"a, b, c"\n乙;"d, e, f"\n'.encode()) == [
        ["客户", "说明"],
        ["甲", "a, b, c"],
        ["乙", "d, e, f"],
    ]


def test_the_hint_of_excel_names_the_delimiter_and_is_no_row() -> None:
    assert rows(b"sep=;\r\na;b\r\n1,5;2\r\n") == [["a", "b"], ["1,5", "2"]]


def test_one_column_is_one_column() -> None:
    assert rows("客户\n甲，乙\n丙\n".encode()) == [["客户"], ["甲，乙"], ["丙"]]


def test_line_breaks_within_quotation_marks_stay_in_their_cell_and_do_not_shift_row_numbers() -> None:
    assert rows(b'a,b\r\n"1\r\n2","x\ny"\r\n3,4\r\n') == [["a", "b"], ["1\r\n2", "x\ny"], ["3", "4"]]


def test_other_line_separators_of_unicode_are_text() -> None:
    assert rows("a,b\n1\u2028\x0b\x852,3\n".encode())[1] == ["1\u2028\x0b\x852", "3"]


@pytest.mark.parametrize("tail", ["", "\n", "\r\n"])
def test_the_last_row_counts_with_and_without_line_end(tail: str) -> None:
    assert rows(f"a,b\n1,2{tail}".encode()) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("tail", ["", "\n", "\n4,5\n6,7\n", '\n4,5\n6,"7\n', '" 管",y\n'])
def test_a_quotation_mark_that_never_closes_is_refused_with_its_line(tail: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        read_csv(f'a,b\n1,2\n"3,x{tail}'.encode(), "x.csv")
    assert (refused.value.facts["why"], refused.value.facts["line"]) == ("read.open_quote", 3)


def test_quotation_marks_inside_a_value_are_part_of_it() -> None:
    assert rows('客户,规格\n甲,5" 管\n'.encode())[1] == ["甲", '5" 管']


def test_a_field_far_longer_than_a_cell_is_kept_and_an_absurd_one_refused() -> None:
    assert rows(b"a,b\n" + b"x" * 200_000 + b",2\n")[1] == ["x" * 200_000, "2"]
    with pytest.raises(RefusedFileError):
        read_csv(b"a,b\n" + b"x" * 1_000_001 + b",2\n", "x.csv")


def test_nul_characters_are_left_out_and_counted() -> None:
    book = read_csv(b"a,b\n1\x00,2\x00\n", "x.csv")
    assert [list(row) for row in book.sheets[0].rows] == [["a", "b"], ["1", "2"]]
    assert (codes(book), dict(book.findings[0].facts)) == (["IO031"], {"count": 2})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('="00123"', "00123"),
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("'@x", "@x"),
        ("'24款", "'24款"),
        ("=A1", "=A1"),
        ("", None),
        (" ", " "),
    ],
)
def test_text_guarded_against_spreadsheets_is_given_as_meant(written: str, meant: object) -> None:
    assert rows(f"a,b\n{written},2\n".encode())[1] == [meant, "2"]


def test_rows_of_different_length_are_filled_up() -> None:
    assert rows(b"a,b,c\n1\n1,2,3,4\n") == [["a", "b", "c", None], ["1", None, None, None], ["1", "2", "3", "4"]]


def test_a_row_of_absurd_width_leaves_the_sheet_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamsheets.workbook.read_csv.MOST_CELLS", 1000)
    assert guard.MOST_CELLS > 1000
    (skipped,) = read_csv(b"a,b\n" * 20 + b"," * 100, "x.csv").skipped
    assert skipped.reason is Reason.TOO_FAR


def test_bytes_that_are_no_text_in_any_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(bytes(n * n * 37 % 251 for n in range(5000)))
    with pytest.raises(RefusedFileError) as refused:
        read.raw(path)
    assert refused.value.facts["why"] == "read.not_text"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        book = read_csv(data, "x.csv")
    except RefusedFileError:
        return
    assert len({len(row) for sheet in book.sheets for row in sheet.rows}) <= 1
