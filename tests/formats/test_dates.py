"""日期: all written forms of domain §7.2, Excel's two day counts, and what is refused."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.formats import dates
from kamsheets.formats.dates import DateError

DAY = date(2025, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-3-5",
        "2025-03-05",
        "2025/03/05",
        "2025/3/5",
        "2025.3.5",
        "20250305",
        20250305,
        20250305.0,
        "2025年3月5日",
        "2025年03月05日",
        "2025 年 3 月 5 日",
        "2025年3月5号",
        "二〇二五年三月五日",
        "二零二五年三月五日",
        "贰零贰伍年零叁月零伍日",
        "２０２５－３－５",
        "2025-03-05 14:30:00",
        "2025-03-05T14:30",
        "2025年3月5日 星期三",
        "2025年3月5日（周三）",
        45721,
        45721.75,
        "45721",
        date(2025, 3, 5),
        datetime(2025, 3, 5, 14, 30),
    ],
)
def test_a_day_is_read_in_every_spelling(cell: object) -> None:
    assert dates.parse(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("3月5日", "no_year"),
        ("3-5", "no_year"),
        ("03/05", "no_year"),
        ("25/3/5", "short_year"),
        ("25.3.5", "short_year"),
        ("25年3月5日", "short_year"),
        ("2025-2-30", "no_such_day"),
        ("20251301", "no_such_day"),
        ("2025年3月", "shape"),
        ("2025-3/5", "shape"),
        ("三月初", "shape"),
        (True, "shape"),
        (2025, "out_of_range"),
        (-1, "out_of_range"),
        (1e300, "out_of_range"),
        ("", "empty"),
        (None, "empty"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(cell: object, reason: str) -> None:
    with pytest.raises(DateError) as caught:
        dates.parse(cell)
    assert caught.value.reason == reason


def test_the_two_day_counts_of_excel_are_1462_days_apart() -> None:
    assert dates.parse(45721, date1904=True) == DAY + timedelta(days=1462)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2025, 1, 15), "贰零贰伍年零壹月壹拾伍日"),
        (date(2025, 10, 20), "贰零贰伍年零壹拾月零贰拾日"),
        (date(2025, 2, 10), "贰零贰伍年零贰月零壹拾日"),
        (date(2025, 12, 30), "贰零贰伍年壹拾贰月零叁拾日"),
        (date(2025, 11, 19), "贰零贰伍年壹拾壹月壹拾玖日"),
        (date(2025, 3, 9), "贰零贰伍年叁月零玖日"),
        (date(2025, 3, 31), "贰零贰伍年叁月叁拾壹日"),
    ],
)
def test_the_cheque_style_keeps_the_day_from_being_altered(day: date, written: str) -> None:
    assert dates.cheque(day) == written


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_survives_printing_and_reading(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", dates.chinese(day), dates.cheque(day), serial]
    assert [dates.parse(form) for form in forms] == [day] * len(forms)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.datetimes()))
def test_any_cell_is_a_day_or_a_date_error(cell: object) -> None:
    for parse in (dates.parse, dates.moment, dates.period):
        with suppress(DateError):
            assert parse(cell)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2025-08-15 09:30", datetime(2025, 8, 15, 9, 30)),
        ("2025年8月15日9时30分", datetime(2025, 8, 15, 9, 30)),
        ("2025-08-15", datetime(2025, 8, 15)),
        (45884.395833333336, datetime(2025, 8, 15, 9, 30)),
        (datetime(2025, 8, 15, 9, 30), datetime(2025, 8, 15, 9, 30)),
    ],
)
def test_a_moment_keeps_its_time(cell: object, moment: datetime) -> None:
    assert dates.moment(cell) == moment


@pytest.mark.parametrize("cell", ["2025-06-03 14:00–15:30", "2025-06-03 14:00-15:30", "2025年6月3日14:00至15:30"])
def test_a_meeting_has_begin_and_end(cell: str) -> None:
    assert dates.period(cell) == (datetime(2025, 6, 3, 14), datetime(2025, 6, 3, 15, 30))


@pytest.mark.parametrize("cell", ["2025-06-03 14:00", "2025-06-03 15:30–14:00", "2025-06-03 25:00–26:00", ""])
def test_a_meeting_without_a_later_end_is_refused(cell: str) -> None:
    with pytest.raises(DateError):
        dates.period(cell)
