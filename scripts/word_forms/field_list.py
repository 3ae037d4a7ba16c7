"""字段清单.docx: the names every template may use, form by form, to copy into Word."""

from collections.abc import Collection, Iterator, Sequence

from kamsheets.core.messages import text as say
from kamsheets.document.coded import coded
from kamsheets.document.naming import SYSTEM
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.forms_fields import Tag, tags
from word_forms.ooxml import Cell, Grid, Row, para, run
from word_forms.sheet import BLUE, GREY

NAME = "字段清单.docx"
TITLE = "字段清单"
HEADS = (("写法（复制到模板）", 20), ("字段", 10), ("类型", 5), ("必填", 4), ("示例", 9))
MEANING = (("写法（复制到模板）", 20), ("印出来", 28))
ENGLISH = (("写法（复制到模板）", 20), ("英文模板里的名字", 28))
REQUIRED = {"Y": "是", "N": "", "C": "视情况", "computed": "自动"}
FILTERS = (
    ("{{ 预计合同金额|大写金额 }}", "人民币叁佰捌拾陆万元整"),
    ("{{ 项目级别|勾选 }}", "□小项目　□一般项目　■重大项目"),
    ("{{ 项目级别|勾选('A级','B级') }}", "自己列出选项"),
    ("{{ 立项理由|分段 }}", "每行成为一段"),
    ("{{ 周会讨论日期|手填 }}", "没有内容时留空给人填写，不算缺项"),
    ("{{ 备注|默认('无') }}", "没有内容时写“无”"),
    ("{{ 姓名|括号 }}", "（张三）；没有内容时什么都不写"),
    ("{{ 手机|脱敏 }}", "139****5678"),
    ("{{ 申请日期|日期 }}、{{ 申请日期|短日期 }}", "2025年3月5日、2025-03-05"),
    ("{%tr for 左, 右 in 项目小组|成对 %}", "每行并排放两条记录：{{ 左.姓名 }}、{{ 右.姓名 }}"),
    ("{{ f['合同金额(含税)'] }}", "名称里有括号或符号时用这种写法"),
)
GRID = Grid(48, 203)


def body(codes: Collection[str]) -> str:
    """The whole document: how to use it, the filters, then a table a form."""
    intro = [
        para(run(TITLE), "KamTitle"),
        para(
            run("从“写法”一栏复制到模板中即可。带 {%tr … %} 的写法各占表格的一整行，行内其他文字会被删除。"), "KamNote"
        ),
        para(
            run("改完模板请运行 kamsheets forms check 模板.docx 检查；恢复自带模板用 kamsheets forms reset。"),
            "KamNote",
        ),
    ]
    pieces = [_table("常用写法", MEANING, FILTERS)]
    pieces += [_table(name, HEADS, [_cells(tag) for tag in found]) for name, found in _forms(codes)]
    pieces.append(_table("每个模板都可用", ENGLISH, [(f"{{{{ {name} }}}}", other) for name, other in SYSTEM.items()]))
    return "".join(intro) + "".join(piece + para(style="KamNote") for piece in pieces)


def _forms(codes: Collection[str]) -> Iterator[tuple[str, list[Tag]]]:
    shared = say("forms.fields.system", "zh")
    for code, form in sorted(coded(catalogue()).items()):
        if code in codes:
            yield f"{code} {form.zh}", [tag for tag in tags(form, "zh") if tag.label != shared]


def _cells(tag: Tag) -> tuple[str, ...]:
    return tag.tag, tag.label, tag.type, REQUIRED.get(tag.required, tag.required), tag.example


def _table(title: str, columns: Sequence[tuple[str, int]], rows: Sequence[tuple[str, ...]]) -> str:
    heads = [Cell(para(run(head), "KamHead"), units, GREY) for head, units in columns]
    lines = [
        Row([Cell(para(run(text), "KamCell"), units) for text, (_, units) in zip(row, columns, strict=True)], 284)
        for row in rows
    ]
    bar = Row([Cell(para(run(title), "KamBar"), GRID.units, BLUE)], 312, header=True)
    return GRID.table([bar, Row(heads, 312, header=True), *lines])
