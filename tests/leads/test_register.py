"""Lead numbers: own ones stay, earlier ones come back, new ones follow the last of region and month."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leads.builders import desk, sheet

from kamsheets.leads.register import Draft, conflicts, draft, numbered


def lead(number: str = "", name: str = "甲", region: str = "HD", month: str = "202603") -> Draft:
    return Draft(number, region, month, name)


@pytest.mark.parametrize(
    ("sentence", "drafts", "earlier", "expected"),
    [
        ("own numbers stay", [lead("XS-HD-202603-0031")], [], ["XS-HD-202603-0031"]),
        ("the first of a month", [lead()], [], ["XS-HD-202603-0001"]),
        ("after the last", [lead("XS-HD-202603-0031"), lead()], [], ["XS-HD-202603-0031", "XS-HD-202603-0032"]),
        ("each month for itself", [lead(), lead(month="202604")], [], ["XS-HD-202603-0001", "XS-HD-202604-0001"]),
        ("each region for itself", [lead(), lead(region="HN")], [], ["XS-HD-202603-0001", "XS-HN-202603-0001"]),
        ("known from an earlier run", [lead(name="乙")], [lead("XS-HD-202603-0009", "乙")], ["XS-HD-202603-0009"]),
        ("a number is not given again", [lead()], [lead("XS-HD-202603-0009", "乙")], ["XS-HD-202603-0010"]),
        ("twins keep their order", [lead(), lead()], [lead("XS-HD-202603-0005"), lead("XS-HD-202603-0003")],
         ["XS-HD-202603-0005", "XS-HD-202603-0003"]),
        ("an earlier number that somebody wrote down himself", [lead("XS-HD-202603-0005"), lead()],
         [lead("XS-HD-202603-0005")], ["XS-HD-202603-0005", "XS-HD-202603-0006"]),
        ("no region, no number", [lead(region="")], [], [""]),
        ("no date, no number", [lead(month="")], [], [""]),
        ("a number of another form is no counter", [lead("2026-17"), lead()], [], ["2026-17", "XS-HD-202603-0001"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_numbers(sentence: str, drafts: list[Draft], earlier: list[Draft], expected: list[str]) -> None:
    assert numbered(drafts, earlier) == expected, sentence


drafts_ = st.lists(
    st.builds(
        lambda number, region, month, name: Draft(number, region, month, (name, region, month)),
        st.sampled_from(["", "", "XS-HD-202603-0002", "XS-HN-202603-0001", "旧1"]),
        st.sampled_from(["HD", "HN", ""]),
        st.sampled_from(["202603", ""]),
        st.sampled_from("甲乙丙"),
    ),
    max_size=10,
)


@given(drafts_, drafts_)
def test_issued_numbers_are_new_and_a_second_run_changes_none(drafts: list[Draft], earlier: list[Draft]) -> None:
    first = numbered(drafts, earlier)
    written = Counter(d.number for d in drafts if d.number)
    issued = [n for n, d in zip(first, drafts, strict=True) if n and not d.number]
    assert len(issued) == len(set(issued))
    assert not set(issued) & set(written)
    before = [Draft(n, d.region, d.month, d.print) for n, d in zip(first, drafts, strict=True)]
    assert numbered(drafts, before) == first


def test_a_lead_without_region_gets_that_of_its_province_else_head_office() -> None:
    tested = sheet({"region": None}, {"region": None, "province": None})
    assert [draft(tested, row, desk()).region for row in (0, 1)] == ["HD", "ZB"]


def test_conflicts_are_between_different_statements_only() -> None:
    tested = sheet({"city": "苏州市"}, {"city": "苏州", "province": "33"}, {"province": None, "city": None})
    (found,) = conflicts({"D001": [(tested, 0), (tested, 1), (tested, 2)]})
    assert (found.field_id, [value for value, _ in found.statements]) == ("province", ["32", "33"])
