"""What a plain docxtpl loses, runs or prints wrong without a word (measured), and what becomes of it here. One table."""
# ruff: noqa: E501 - one pitfall a line

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from document.builders import engine, para, parts, run, table, text_of
from document.samples import form_of
from jinja2.exceptions import SecurityError

from kamsheets.core.errors import TemplateError
from kamsheets.document.archive import DOCUMENT
from kamsheets.document.context import printable
from kamsheets.document.engine import FillError
from kamsheets.document.lint import lint
from kamsheets.document.missing import collecting
from kamsheets.document.values import Row


@dataclass(frozen=True)
class Prints:
    """The text of the document, a paragraph a line."""

    text: str

    def check(self, body: tuple[str, ...], data: Mapping[str, object]) -> None:
        with collecting("zh") as notes:
            assert text_of(engine(*body).render(data)[DOCUMENT]) == self.text
        assert notes.labels == {}


@dataclass(frozen=True)
class Misses:
    """What a final print is refused for and a draft marks."""

    name: str
    text: str

    def check(self, body: tuple[str, ...], data: Mapping[str, object]) -> None:
        with collecting("zh") as notes:
            assert text_of(engine(*body).render(data)[DOCUMENT]) == self.text
        assert list(notes.labels) == [self.name]


@dataclass(frozen=True)
class Refuses:
    """The cause, and where the tag stands: its paragraph, and the text before it."""

    cause: type[Exception]
    spot: str
    before: str = ""

    def check(self, body: tuple[str, ...], data: Mapping[str, object]) -> None:
        with collecting("zh"), pytest.raises(FillError) as refused:
            engine(*body).render(data)
        assert isinstance(refused.value.__cause__, self.cause)
        assert (refused.value.facts["spot"], refused.value.facts["before"]) == (self.spot, self.before)


@dataclass(frozen=True)
class Named:
    """What ``forms check`` says before anything is printed: code, place, the tag that was meant."""

    code: str
    place: str
    meant: str | None = None
    loads: bool = True
    """Whether the template can be loaded at all."""

    def check(self, body: tuple[str, ...], data: Mapping[str, object]) -> None:
        found = [hit.finding for hit in lint(parts(*body), "t.docx", form_of("JTF-002"))]
        assert (self.code, self.place, self.meant) in [(one.code, one.place.cell, one.proposed) for one in found]
        if not self.loads:
            with pytest.raises(TemplateError):
                engine(*body)


SPLIT = para(
    run("{") + '<w:proofErr w:type="spellStart"/>' + run("{ 客") + '<w:bookmarkStart w:id="1" w:name="b"/>' + run("户")
    + '<w:bookmarkEnd w:id="1"/>' + run(" }") + run("}")
)  # fmt: skip
DELETED = para(
    run("客户") + f'<w:del w:id="1" w:author="x"><w:r><w:delText>{"{{ 客户名称 }}"}</w:delText></w:r></w:del>'
)
POPEN = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"

PITFALLS = {
    "an ampersand in the data is printed": (("{{ x }}",), {"x": "R&D 中心"}, Prints("R&D 中心")),
    "a smaller-than sign in the data is printed": (("{{ x }}",), {"x": "预算 <400 万 且 >100 万"}, Prints("预算 <400 万 且 >100 万")),
    "what looks like a tag in the data takes nothing away": (("{{ x }}，后文", "下一段"), {"x": "甲<乙>丙"}, Prints("甲<乙>丙，后文\n下一段")),
    "quotes, dots and dashes are printed": (("{{ x }}",), {"x": "“引号”、…—"}, Prints("“引号”、…—")),
    "the end of a CDATA section and an entity are text": (("{{ x }}",), {"x": "]]>&amp;"}, Prints("]]>&amp;")),
    "a missing field is noted and marked": (("来源：{{ 信息来源 }}",), {}, Misses("信息来源", "来源：【缺：信息来源】")),
    "nothing is printed for None": (("备注：{{ x }}。",), {"x": None}, Prints("备注：。")),
    "an amount in floating point is printed to the fen": (("{{ x|金额 }}",), {"x": 0.1 + 0.2}, Prints("0.30")),
    "a template cannot run a program": (("前", POPEN), {}, Refuses(SecurityError, POPEN, "前")),
    "a loop over a hundred million is stopped": (("{% for i in range(100000000) %}{{ i }}{% endfor %}",), {}, Refuses(OverflowError, "{% for i in range(100000000) %}{{ i }}{% endfor %}")),
    "a power that would fill the memory is refused": (("{{ 10**8 }}",), {}, Refuses(SecurityError, "{{ 10**8 }}")),
    "a tag over six runs, a proof mark and a bookmark is one tag": ((SPLIT,), {"客户": "华锐"}, Prints("华锐")),
    "curly quotes in a tag are quotes": (("{% if x == “无” %}空{% else %}有{% endif %}",), {"x": "无"}, Prints("空")),
    "full-width braces are named": (("｛｛ 客户名称 ｝｝",), {}, Named("DC30", "第1段", "{{ 客户名称 }}")),
    "a single brace is named": (("{客户名称}",), {}, Named("DC31", "第1段", "{{ 客户名称 }}")),
    "a full-width pipe is named": (("{{ 客户名称｜括号 }}",), {}, Named("DC32", "第1段", "{{ 客户名称|括号 }}", loads=False)),
    "a full-width bracket and comma are named": (("{{ 项目级别|勾选（'A级'，'B级'） }}",), {}, Named("DC32", "第1段", "{{ 项目级别|勾选('A级','B级') }}", loads=False)),
    "a bracket in a name is named": (("{{ 预计金额(元) }}",), {}, Named("DC35", "第1段", "{{ f['预计金额(元)'] }}")),
    "a loop over two cells is named": ((table(["{% for x in 项目小组 %}1", "2{% endfor %}"]),), {}, Named("DC37", "表1 第1行 第1格")),
    "a row loop on the row of data is named": ((table(["{%tr for 行 in 项目小组 %}{{ 行.姓名 }}", "{%tr endfor %}"]),), {}, Named("DC39", "表1 第1行 第1格", loads=False)),
    "a space inside the row tag is named": ((table(["{% tr for 行 in 项目小组 %}"], ["{{ 行.姓名 }}"], ["{%tr endfor %}"]),), {}, Named("DC33", "表1 第1行 第1格", "{%tr for 行 in 项目小组 %}", loads=False)),
    "no space after the row tag is named": ((table(["{%trfor 行 in 项目小组 %}"], ["{{ 行.姓名 }}"], ["{%tr endfor %}"]),), {}, Named("DC33", "表1 第1行 第1格", "{%tr for 行 in 项目小组 %}", loads=False)),
    "a brace and a hash in plain text are named": (("编号{#1}",), {}, Named("DC40", "第1段", "{ #1}", loads=False)),
    "a tag in a tracked deletion is named": ((DELETED,), {}, Named("DC42", "第1段")),
    "a vertical tab out of Excel is dropped, its neighbours are not": (("{{ x }}",), {"x": printable("甲\x0b乙")}, Prints("甲乙")),
    "a column may be called items": ((table(["{%tr for r in 明细 %}"], ["{{ r.items }}"], ["{%tr endfor %}"]),), {"明细": [Row({"items": "三项"})]}, Prints("三项")),
    "a division by zero is told with its place": (("合同", "单价：{{ 1 / x }}"), {"x": 0}, Refuses(ZeroDivisionError, "单价：{{ 1 / x }}", "合同")),
    "a filter that fails is told with its place": (("合同", "大写：{{ x|大写金额 }}"), {"x": "abc"}, Refuses(Exception, "大写：{{ x|大写金额 }}", "合同")),
    "an undefined name that is called is told with its place": (("合同", "{{ 没有() }}"), {}, Refuses(Exception, "{{ 没有() }}", "合同")),
}  # fmt: skip


@pytest.mark.parametrize("sentence", PITFALLS)
def test_pitfall(sentence: str) -> None:
    body, data, expected = PITFALLS[sentence]
    expected.check(body, data)
