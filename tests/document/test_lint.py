"""The mistakes an admin makes in Word, each named with its place and with the tag that was meant."""
# ruff: noqa: E501 - one case a line

import io

import pytest
from document.builders import para, parts, run, table
from document.samples import form_of
from docx import Document

from kamsheets.document import archive
from kamsheets.document.comments import commented
from kamsheets.document.lint import Hit, lint

FORM = form_of("JTF-002")


def hits(*body: str) -> list[Hit]:
    return lint(parts(*body), "t.docx", FORM)


def codes(*body: str) -> list[str]:
    return [hit.finding.code for hit in hits(*body)]


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        ("｛｛ 客户名称 ｝｝", "DC30", "{{ 客户名称 }}"),
        ("｛％ if x ％｝", "DC30", "{% if x %}"),
        ("{客户名称}", "DC31", "{{ 客户名称 }}"),
        ("{{ 客户名称｜括号 }}", "DC32", "{{ 客户名称|括号 }}"),
        ("{{ 项目级别|勾选（'A级'，'B级'） }}", "DC32", "{{ 项目级别|勾选('A级','B级') }}"),
        ("{% tr for 行 in 项目小组 %}", "DC33", "{%tr for 行 in 项目小组 %}"),
        ("{%trfor 行 in 项目小组 %}", "DC33", "{%tr for 行 in 项目小组 %}"),
        ("{{ 客户名称|大写 }}", "DC34", None),
        ("{{ 客户名称 | }}", "DC34", None),
        ("{{ 预计金额(元) }}", "DC35", "{{ f['预计金额(元)'] }}"),
        ("{{ 客户名称.__class__ }}", "DC36", None),
        ("{{ 客户名称|default('无' }}", "DC34", None),
        ("编号{#1}", "DC40", "{ #1}"),
        ("{{ 客户名称", "DC41", None),
        ("客户名称 }}", "DC41", None),
        ("{{ 客户名 }}", "DC43", "{{ 客户名称 }}"),
        ("{{ customer_nam }}", "DC43", "{{ customer_name }}"),
    ],
)
def test_a_mistake_is_named_with_the_tag_that_was_meant(text: str, code: str, meant: str | None) -> None:
    found = [hit.finding for hit in hits(text) if hit.finding.code == code]
    assert found, codes(text)
    assert found[0].proposed == meant


@pytest.mark.parametrize(
    "text",
    [
        "{{ 客户名称 }}", "{{ f['合同金额(含税)'] }}", "{{ 项目级别|勾选('A级','B级') }}", "{{ 预计合同金额|大写金额 }}",
        "{% if 客户名称 == “无” %}是{% endif %}", "{{ 客户名称|default('无') }}", "价格 {约} 3 元？{{ 编号 }}", "{# 说明 #}",
        "{{ customer_name }}", "{{ 联系人 }}", "{{ 标的物及数量.合计.数量 }}", "{% set x = 1 %}",
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(text: str) -> None:
    assert [code for code in codes(text) if code != "DC31"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (table(["{% for x in 项目小组 %}1", "2{% endfor %}"]), "DC37"),
        (table(["{%tr for 行 in 项目小组 %}{{ 行.姓名 }}", "{%tr endfor %}"]), "DC39"),
        (table(["{%tr for 行 in 项目小组 %}", "别的"], ["{{ 行.姓名 }}", ""], ["{%tr endfor %}", ""]), "DC39"),
        (table(["{%tr for 行 in 项目小组 %}"], ["{{ 行.姓名 }}"]), "DC38"),
        (para("{%p if 客户名称 %}客户"), "DC39"),
        (para("{% endif %}"), "DC38"),
        (table(["{%tr for 行 in 项目小组 %}"], ["{% endfor %}"]), "DC37"),
    ],
)
def test_loops_and_conditions_close_where_they_open(body: str, code: str) -> None:
    assert code in codes(body)


def test_a_loop_brings_the_columns_of_its_table_into_reach() -> None:
    body = table(["{%tr for 行 in 项目小组 %}"], ["{{ 行.姓名 }}{{ 行.工资 }}"], ["{%tr endfor %}"])
    found = [hit.finding for hit in hits(body)]
    assert [(f.code, dict(f.facts)["name"]) for f in found] == [("DC43", "工资")]


def test_a_tag_in_a_tracked_deletion_is_an_error() -> None:
    gone = f'{run("客户")}<w:del w:id="1"><w:r><w:delText>{{{{ 客户名称 }}}}</w:delText></w:r></w:del>'
    assert codes(para(gone)) == ["DC42"]


def test_a_tag_over_several_runs_is_one_tag() -> None:
    assert codes(para(run("{{ 客户") + run("名称") + run(" }}"))) == []


def test_the_place_is_told_as_word_counts() -> None:
    body = ("标题", table(["一", "二"], ["三", "{{ 没有的 }}"]))
    place = hits(*body)[0].finding.place
    assert (place.file, place.sheet, place.cell) == ("t.docx", "正文", "表1 第2行 第2格")


def test_without_a_known_form_names_are_not_checked() -> None:
    assert lint(parts("{{ 没有的 }}"), "t.docx", None) == []


def test_findings_stand_as_comments_in_a_copy() -> None:
    body = ("{{ 客户名称 }}", table(["{{ 客户名 }}", "{客户}"]))
    data = archive.write(parts(*body))
    copy = Document(io.BytesIO(commented(data, lint(parts(*body), "t.docx", FORM), "zh")))
    texts = [comment.text for comment in copy.comments]
    assert len(texts) == 2
    assert "客户名称" in texts[0]
    assert copy.tables[0].cell(0, 0).text == "{{ 客户名 }}"
