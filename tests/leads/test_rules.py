"""Every rule of the lead register: one row that breaks it and its neighbour that does not."""

from collections.abc import Mapping
from datetime import date

import pytest
from leads.builders import DAY, at, cell, desk, sheet

from kamsheets.leads.check import RULES, across, check

NEXT_DAY = date(2026, 7, 1)
DATES = ("reg_date", "last_contact_date", "next_contact_date", "est_purchase_date", "assigned_date")
UNDATED = {"est_purchase_date": None, "assigned_date": None}
WANGS = {"assigned_to": "E003 王强"}
NO_RANKS = {"rank_sales": None, "rank_profit": None}
CONVERTED = {"status": "converted", "project_no": "XM-HD-2026-0001"}

BROKEN: list[tuple[str, dict[str, object], str, str, str | None]] = [
    # (sentence, what differs from a sound lead, code, field of the cell, proposed value)
    ("registered tomorrow", {**UNDATED, "reg_date": NEXT_DAY}, "LD003", "reg_date", None),
    ("contacted tomorrow", {"last_contact_date": NEXT_DAY}, "LD016", "last_contact_date", None),
    ("number of another region", {"lead_no": "XS-HN-202603-0001"}, "LD002", "lead_no", None),
    ("no basis for the contact's data", {"consent_basis": None}, "PI01", "consent_basis", None),
    ("a referral without saying whose", {"source_channel": "referral"}, "LD004", "source_detail", None),
    ("another source without saying which", {"source_channel": "other"}, "LD004", "source_detail", None),
    ("a ranking without source", {"rank_source": None}, "LD010", "rank_source", None),
    ("one ranking without source", {"rank_source": None, "rank_profit": None}, "LD010", "rank_source", None),
    ("nobody can be reached", {"contact_mobile": None}, "LD009", "contact_mobile", None),
    ("purchase the day before", {"est_purchase_date": date(2026, 3, 2)}, "LD013", "est_purchase_date", None),
    ("assigned the day before registration", {"assigned_date": date(2026, 3, 2)}, "LD015", "assigned_date", None),
    ("followed by nobody", {"assigned_to": None}, "LD014", "assigned_to", None),
    ("followed without a next contact", {"next_contact_date": None}, "LD017", "next_contact_date", None),
    ("converted without project", {"status": "converted"}, "LD019", "project_no", None),
    ("converted without credit code", {**CONVERTED, "uscc": None}, "LD006", "uscc", None),
    ("the next contact was yesterday", {"next_contact_date": date(2026, 6, 29)}, "LD018", "next_contact_date", None),
    ("江苏 in 华南", {"region": "HN", "lead_no": "XS-HN-202603-0001", **WANGS}, "LD020", "region", "华东"),
    ("苏州 in 浙江", {"province": "33"}, "LD022", "city", "江苏省"),
    ("the director's lead registered to a person", {"collector_type": "director"}, "LD005", "registrant", "公司"),
    ("an unknown registrant", {"registrant": "赵无名"}, "LD023", "registrant", None),
    ("an unknown engineer", {"assigned_to": "E999"}, "LD023", "assigned_to", None),
    ("number and name of two people", {"assigned_to": "E002 王强"}, "LD023", "assigned_to", None),
    ("two people of one name", {"assigned_to": "张伟"}, "LD024", "assigned_to", None),
    ("an engineer who has left", {"assigned_to": "E004"}, "LD025", "assigned_to", None),
    ("an engineer of another region", {"assigned_to": "E003 王强"}, "LD026", "assigned_to", None),
    ("assigned by an engineer", {"assigned_by": "E003"}, "LD027", "assigned_by", None),
    ("an unlawful word in the need", {"need_summary": "通过内线了解标底后再报价"}, "WD01", "need_summary", None),
    ("an ID number in the remark", {"remark": "身份证 11010519491231002X"}, "PI02", "remark", None),
]  # fmt: skip

SOUND_NEIGHBOURS: list[tuple[str, dict[str, object]]] = [
    ("everything happens today", dict.fromkeys(DATES, DAY)),
    ("a referral that says whose", {"source_channel": "referral", "source_detail": "华锐设备科推荐"}),
    ("no ranking, no source", {**NO_RANKS, "rank_source": None}),
    ("only an e-mail", {"contact_mobile": None, "contact_email": "zhou@example.com"}),
    ("a new lead belongs to nobody", {"status": "new", "assigned_to": None, "next_contact_date": None}),
    ("a shelved lead plans nothing", {"status": "shelved", "next_contact_date": None}),
    ("an overdue contact of a closed lead", {"status": "invalid", "next_contact_date": date(2025, 1, 1)}),
    ("converted with project and code", CONVERTED),
    ("the director's lead registered to the company", {"collector_type": "director", "registrant": "公司"}),
    ("an engineer by name only", {"assigned_to": "林晓"}),
    ("an engineer by number in brackets", {"assigned_to": "林晓(E002)"}),
    ("a head office engineer", {"assigned_to": "E030"}),
    ("one of two people of one name, by number", {"assigned_to": "E021 张伟"}),
    ("an engineer who left, of a lead that is over", {"assigned_to": "E004", "status": "invalid"}),
    ("head office keeps the lead", {"region": "ZB", "lead_no": "XS-ZB-202603-0001"}),
    ("no region written", {"region": None}),
    ("a city nobody knows", {"city": "某某新城"}),
    ("an ordinary remark", {"remark": "计划下月来厂看样件，请安排试焊"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "change", "code", "field", "proposed"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_broken_rule_is_named_at_its_cell(
    sentence: str, change: dict[str, object], code: str, field: str, proposed: str | None
) -> None:
    tested = sheet({}, change)
    assert at(check(tested, desk())) == [(code, cell(tested, 1, field), proposed)]


@pytest.mark.parametrize(("sentence", "change"), SOUND_NEIGHBOURS, ids=[n[0] for n in SOUND_NEIGHBOURS])
def test_a_sound_lead_is_left_alone(sentence: str, change: dict[str, object]) -> None:
    found = [f for f in check(sheet(change), desk()) if f.severity.value != "info"]
    assert found == []


def test_a_blank_row_breaks_no_rule() -> None:
    blank: Mapping[str, object] = dict.fromkeys(sheet({}).values, None)
    tested = sheet(blank)
    object.__setattr__(tested.table, "blank_rows", frozenset({0}))
    assert at(check(tested, desk())) == []


def test_a_cell_that_was_typed_but_cannot_be_read_is_not_called_empty() -> None:
    tested = sheet({"next_contact_date": "下周三"}, {"consent_basis": "?"}, {"contact_mobile": "12345"})
    for field in ("next_contact_date", "consent_basis", "contact_mobile"):
        tested.values[field][:] = [None if v in ("下周三", "?", "12345") else v for v in tested.values[field]]  # type: ignore[index]
    assert at(check(tested, desk())) == []


@pytest.mark.parametrize(
    ("field", "change"),
    [("source_detail", {"source_channel": "other"}), ("next_contact_date", {}), ("rank_source", {})],
)
def test_a_column_that_is_not_there_is_said_once_with_the_rows_that_need_it(
    field: str, change: dict[str, object]
) -> None:
    (found,) = check(sheet(change, change, {"status": "invalid", **NO_RANKS}, without=[field]), desk())
    assert (found.code, found.place.cell, dict(found.facts)["rows"]) == ("LD036", "A1", 2)


def test_without_people_names_are_taken_as_written_and_that_is_said_once() -> None:
    tested = sheet({"assigned_to": "谁也不是"}, {"registrant": "另一位"})
    assert at(check(tested, desk(people=()))) == [("LD028", cell(tested, None, "registrant"), None)]


def test_rows_without_region_are_counted_once() -> None:
    tested = sheet({"region": None}, {}, {"region": None})
    (found,) = check(tested, desk())
    assert (found.code, dict(found.facts)) == ("LD021", {"rows": 2})


def test_a_company_that_forbids_personal_mobiles_is_told_of_each() -> None:
    tested = sheet({}, {"contact_mobile": None, "contact_tel": "0512-66660000"})
    assert at(check(tested, desk(personal_mobile=False))) == [("PI03", cell(tested, 0, "contact_mobile"), None)]


def test_a_lead_number_stands_once_in_all_files() -> None:
    here = sheet({"lead_no": "XS-HD-202603-0001"}, {"lead_no": "XS-HD-202603-0002"}, file="华东.xlsx")
    there = sheet({"lead_no": "XS-HD-202603-0002"}, {"lead_no": None}, {"lead_no": None}, file="华南.xlsx")
    (found,) = across([here, there])
    assert (found.code, found.place.file, found.place.cell) == ("LD001", "华南.xlsx", "A2")
    assert dict(found.facts)["first"] == "华东.xlsx 线索!A3"


def test_every_rule_can_be_told_apart_by_its_docstring() -> None:
    assert len({rule.__doc__ for rule in RULES}) == len(RULES)


def test_a_company_with_other_regions_and_roles_is_checked_by_its_own() -> None:
    from dataclasses import replace

    from kamsheets.leads.desk import Desk
    from kamsheets.policy.types import Label, Person, Region

    view = desk(assigner_role="TL").view
    own = replace(
        view, regions=(Region("N", Label("北区", "North"), ("32",)),), people=(Person("E1", "甲", ("TL",), "N"),)
    )
    tested = sheet(
        {"region": "N", "lead_no": "XS-N-202603-0001", "registrant": "E1", "assigned_to": "E1", "assigned_by": "E1"}
    )
    assert at(check(tested, Desk(own))) == []
