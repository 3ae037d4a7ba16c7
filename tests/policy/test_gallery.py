"""One small broken workbook per finding: its code and its cell. No code of the policy is without a case."""

from dataclasses import replace
from datetime import date

import pytest
from policy.builders import FILE, edited, parameters, sheet, written

from kamsheets.core.finding import severities
from kamsheets.core.messages import LANGUAGES, sentence
from kamsheets.core.table import Table
from kamsheets.formats import provinces
from kamsheets.policy.policy import Policy
from kamsheets.policy.workbook import examine

SHIPPED = Policy.shipped()
SHEETS = written(SHIPPED)


def changed(name: str, where: dict[str, object], **cells: object) -> Table:
    """A generated sheet with some cells changed in the first row that matches ``where``; a key is a header."""
    done: list[bool] = []

    def edit(row: dict[str, object]) -> dict[str, object]:
        hit = not done and all(row[header] == value for header, value in where.items())
        if hit:
            done.append(True)
        return {**row, **cells} if hit else row

    return edited(SHEETS[name], edit)


def with_error_cell() -> Table:
    return replace(parameters(("top_n", None)), error_cells={(2, 1): "#N/A"})


def people(*rows: tuple[object, ...]) -> Table:
    headers = ("工号", "姓名", "岗位角色", "直接上级", "入职日期", "离职日期", "大客户管理上限")
    return sheet("人员", headers, [(*row, *(None,) * (7 - len(row))) for row in rows])


def standing(deputy: str) -> Table:
    return sheet("人员", ("工号", "姓名", "岗位角色", "审批代理人"), [("E1", "甲", "SE", deputy)])


def deputies(*rows: tuple[object, ...]) -> Table:
    return sheet("审批代理", ("被代理人", "代理人", "开始日期", "结束日期"), rows)


def matrix(*rows: tuple[object, ...]) -> Table:
    return sheet("审批矩阵", ("行号", "表单", "步骤", "角色", "方式", "预计合同金额"), rows)


def tiers(*rows: tuple[object, ...]) -> Table:
    return sheet("提成费率", ("费率表", "下限", "费率"), rows)


def tiers_from(day: date) -> Table:
    return sheet("提成费率", ("费率表", "下限", "费率", "生效日期"), [("标准", 0, "1%", day)])


def choices(*rows: tuple[object, ...]) -> Table:
    return sheet("枚举", ("枚举", "代码", "名称"), rows)


def regions(*rows: tuple[object, ...]) -> Table:
    return sheet("区域", ("代码", "名称", "省份", "总部"), rows)


PEOPLE = people(("E1", "甲", "SE"), ("E2", "乙", "SE"), ("E3", "丙", "SE"))
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
ALL_CN = "、".join(provinces.short(code) for code in provinces.CODES)

ASK_THE_CATALOGUE = {"PO85", "PO86"}
"""Found by ``jobs.fields``, which knows the forms."""

CASES: list[tuple[str, str, list[Table], str]] = [
    ("PO01", "a sheet without a column it cannot do without", [sheet("提成费率", ("费率表", "下限"), [])], "1:1"),
    ("PO02", "a column nobody knows", [sheet("参数", ("键", "值", "心情"), [])], "C1"),
    ("PO03", "a column that stands twice", [sheet("参数", ("键", "值", "值"), [])], "C1"),
    ("PO04", "a sheet nobody knows", [sheet("草稿", ("键",), [])], ""),
    ("PO05", "a key without its value", [parameters(("top_n", None))], "B2"),
    ("PO06", "half a day", [parameters(("min_visits", 3.5))], "B2"),
    ("PO07", "a role that is not in the list", [matrix((1, "JTF-002", 10, "董事长", "审批", None))], "D2"),
    ("PO08", "a fraction that may be two percent or a fiftieth of one", [parameters(("margin_floor", 0.2))], "B2"),
    ("PO09", "an error cell", [with_error_cell()], "B2"),
    ("PO10", "a key that is not in the book", [parameters(("top_m", 50))], "A2"),
    ("PO11", "days in months", [parameters(("lead_protect_days", 6, "月"))], "C2"),
    ("PO12", "a key that stands in a sheet of its own", [parameters(("stage_weights", "500,9500"))], "A2"),
    ("PO13", "a margin over everything", [parameters(("margin_floor", "120%"))], "B2"),
    ("PO14", "two values of one day", [parameters(("top_n", 50), ("top_n", 60))], "A3"),
    ("PO15", "words for a coefficient", [parameters(("coef_max", "很高"))], "B2"),
    ("PO16", "a range for an amount", [parameters(("major_amount", "200-300万"))], "B2"),
    ("PO17", "words for a percentage", [parameters(("margin_floor", "两成"))], "B2"),
    ("PO18", "maybe", [parameters(("personal_mobile", "看情况"))], "B2"),
    ("PO19", "a day that does not exist", [parameters(("top_n", 50, None, "2026-02-30"))], "D2"),
    ("PO20", "weights that miss a tenth", [changed("阶段", {"代码": "M5"}, **{"奖金权重(万分比)": 1500})], "G2"),
    ("PO21", "a tier that stands twice", [tiers(("标准", 0, "1%"), ("标准", 0, "2%"))], "A3"),
    ("PO22", "two stages in one place", [changed("阶段", {"代码": "M5"}, 顺序=4)], "B6"),
    ("PO23", "a probability over one", [changed("阶段", {"代码": "M8"}, **{"默认赢率(%)": 1.2})], "F9"),
    ("PO24", "an open stage behind the closed one", [changed("阶段", {"代码": "M8"}, 顺序=20)], "B9"),
    ("PO25", "a list that begins too late", [tiers_from(JULY)], "D2"),
    ("PO26", "two stages that end with the contract", [changed("阶段", {"代码": "M7"}, 阶段作用="签约；投标")], "L9"),
    ("PO27", "a weight below nothing", [changed("阶段", {"代码": "M1"}, **{"奖金权重(万分比)": -500})], "G2"),
    ("PO30", "a scale that begins above nothing", [tiers(("标准", 10000, "1%"))], "B2"),
    ("PO31", "a rate below nothing", [tiers(("标准", 0, "-1%"))], "C2"),
    ("PO32", "a scale that is not there", [parameters(("rate_scale", "特别"))], "B2"),
    ("PO41", "a condition nobody can read", [matrix((1, "JTF-002", 10, "RKAM", "审批", "大约五十万"))], "F2"),
    ("PO42", "a key in braces that is not there", [matrix((1, "JTF-002", 10, "RKAM", "审批", ">{huge}"))], "F2"),
    ("PO43", "days compared with an amount", [matrix((1, "JTF-002", 10, "RKAM", "审批", ">{term_days_max}"))], "F2"),
    ("PO50", "an employee number twice", [people(("E1", "甲", "SE"), ("E1", "乙", "SE"))], "A3"),
    ("PO51", "a manager who is not on the sheet", [people(("E1", "甲", "SE", "E9"))], "D2"),
    ("PO51", "a standing deputy who is not on the sheet", [standing("E9")], "D2"),
    ("PO52", "managers in a circle", [people(("E1", "甲", "SE", "E2"), ("E2", "乙", "SE", "E1"))], "D2"),
    ("PO53", "gone before they came", [people(("E1", "甲", "SE", None, JULY, JUNE))], "F2"),
    ("PO54", "deputies in a circle", [PEOPLE, deputies(("E1", "E2", MAY, JULY), ("E2", "E1", JUNE, JULY))], "B2"),
    ("PO55", "two deputies on one day", [PEOPLE, deputies(("E1", "E2", MAY, JULY), ("E1", "E3", JUNE, JULY))], "A3"),
    ("PO56", "a deputy for no day", [PEOPLE, deputies(("E1", "E2", JUNE, JUNE))], "D2"),
    ("PO57", "a manager of oneself", [people(("E1", "甲", "SE", "E1"))], "D2"),
    ("PO58", "a limit outside the span", [people(("E1", "甲", "SE", None, None, None, 40))], "G2"),
    ("PO60", "a province in two regions", [regions(("N", "北", ALL_CN, "是"), ("S", "南", "广东", None))], "C3"),
    ("PO61", "a province in none", [regions(("N", "北", ALL_CN.replace("、广东", ""), "是"))], "C2"),
    ("PO63", "no headquarters", [regions(("N", "北", ALL_CN, None))], "D2"),
    ("PO70", "a bound below the better grade's", [changed("等级", {"代码": "C"}, 排名上限=30)], "F4"),
    ("PO71", "a last grade that does not take everybody", [changed("等级", {"代码": "D"}, 排名上限=900)], "F5"),
    ("PO72", "a bound in words", [changed("等级", {"代码": "C"}, 排名上限="前二百")], "F4"),
    ("PO73", "major below small", [parameters(("major_amount", 400000))], "B2"),
    ("PO74", "shares that are not the whole", [parameters(("payout_shares", "75、15、5"))], "B2"),
    ("PO75", "a band of one number", [parameters(("pay_fixed", "75"))], "B2"),
    ("PO76", "a usual coefficient over the highest", [parameters(("coef_default", 2))], ""),
    ("PO76", "the least span over the largest", [parameters(("span_max", 1), ("span_min", 2))], "B2"),
    ("PO77", "two shares for three classes", [parameters(("value_class_shares", "50、50"))], "B2"),
    ("PO77", "four classes and shares for three", [choices(*(("value_class", c, c) for c in "ABCD"))], ""),
    ("PO78", "cuts that fall", [parameters(("value_class_cuts", "95、80"))], "B2"),
    ("PO80", "a code taken away that rules rely on", [choices(("outcome", "open", "进行中"))], "B2"),
    ("PO81", "one alias of two stages", [changed("阶段", {"代码": "M5"}, 别名="立项")], "E6"),
    ("PO82", "a key that names a region's role gone", [sheet("角色", ("代码", "名称"), [("X", "甲")])], ""),
    ("PO83", "a matrix that names a role gone", [sheet("角色", ("代码", "名称"), [("X", "甲")])], ""),
    ("PO84", "out of force before in force", [sheet("提成费率", ("费率表", "下限", "费率", "生效日期", "失效日期"),
                                                [("标准", 0, "1%", None, None), ("标准", 5, "1%", JULY, JUNE)])], "E3"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "what", "tables", "cell"), CASES, ids=[f"{case[0]} {case[1]}" for case in CASES])
def test_is_found_at_its_cell(code: str, what: str, tables: list[Table], cell: str) -> None:
    found = [one for one in examine(SHIPPED, tables)[1] if one.code == code]
    assert found
    assert not cell or cell in {one.place.cell for one in found}
    assert {one.place.file for one in found} <= {FILE, ""}
    for one in found:
        for lang in LANGUAGES:
            assert sentence(one, lang)


def test_every_code_of_the_policy_has_a_case() -> None:
    declared = {code for code in severities() if code.startswith("PO")}
    assert declared - ASK_THE_CATALOGUE == {case[0] for case in CASES}


def test_a_workbook_that_cannot_be_read_is_not_checked_against_itself() -> None:
    rows = [("标准", "很多", "1%"), ("标准", 5, "2%")]
    assert [one.code for one in examine(SHIPPED, [tiers(*rows)])[1]] == ["PO16"]


def test_all_problems_come_at_once_in_reading_order() -> None:
    tables = [parameters(("margin_floor", "120%")), tiers(("标准", 0, "x"), ("标准", "y", "2%"))]
    found = examine(SHIPPED, tables)[1]
    assert [(one.code, one.place.sheet, one.place.cell) for one in found] == [
        ("PO13", "参数", "B2"),
        ("PO17", "提成费率", "C2"),
        ("PO16", "提成费率", "B3"),
    ]


def test_a_contradiction_that_begins_later_names_its_day() -> None:
    tables = [parameters(("major_amount", 400000, None, JULY))]
    (found,) = examine(SHIPPED, tables)[1]
    assert (found.code, dict(found.facts)["day"]) == ("PO73", JULY)
