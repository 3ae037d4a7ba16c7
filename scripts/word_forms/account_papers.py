"""The account papers: a page for each account (客户一页纸) and the agenda of the review (季度回顾议程)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kamsheets.document import templates
from word_forms.looks import DENSE, ROOMY, Looks
from word_forms.ooxml import NAMESPACES, Cell, Grid, Row, field, para, run, tab
from word_forms.page import package
from word_forms.parts import HEAD

ONE_PAGER, AGENDA = "客户一页纸", "季度回顾议程"
Text = tuple[str, str]
"""(Chinese, English)."""
Heads = Sequence[tuple[Text, str, int, str]]
"""(label, name in the row, units, style) of each column."""
GREY, BLUE = "F2F2F2", "D9E2F3"
CELL, NUMBER, CENTRE = "KamCellSmall", "KamNumberSmall", "KamCentreSmall"
LOW, WRITABLE = 226, 340
"""Height of a row, and of a row one writes in, twips."""
ONE_SHEET = replace(DENSE, gap=40)
"""Exact lines, so that a page ends where it ends in Word; tables a little apart."""
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>{size}'
    '<w:pgMar w:top="737" w:right="1021" w:bottom="737" w:left="1021" w:header="454" w:footer="397" w:gutter="0"/>'
    '<w:cols w:space="425"/><w:docGrid w:type="default" w:linePitch="312"/></w:sectPr>'
)
UPRIGHT = '<w:pgSz w:w="11906" w:h="16838"/>'
ACROSS = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'


MIDDLE = '<w:jc w:val="center"/>'
"""Of no style: a picture would be cut to an exact line."""


class Page:
    """A page in one language; the names in tags are the same in both."""

    def __init__(self, lang: str, grid: Grid, looks: Looks) -> None:
        self.lang, self.grid, self.looks = lang, grid, looks

    def say(self, text: Text) -> str:
        """One of the two."""
        return text[0] if self.lang == "zh" else text[1]

    def bar(self, text: str, *, header: bool = False) -> Row:
        """The name of a section over the whole width."""
        return Row([Cell(para(run(text), "KamBar"), self.grid.units, BLUE)], 260, header=header)

    def heads(self, heads: Heads) -> Row:
        """The names of columns."""
        cells = [Cell(para(run(self.say(label)), "KamHeadSmall"), units, GREY) for label, _, units, _ in heads]
        return Row(cells, LOW, header=True)

    def looped(self, items: str, heads: Heads, height: int) -> list[Row]:
        """A row for each of ``items``; an empty name leaves room for the pen."""
        body = [
            Cell(para(run(f"{{{{ row.{name} }}}}"), style) if name else para(style=style), units)
            for _, name, units, style in heads
        ]
        return [self.control(f"tr for row in {items}"), Row(body, height), self.control("tr endfor")]

    def control(self, tag: str) -> Row:
        """A row that is a tag."""
        return Row([Cell(para(run(f"{{%{tag} %}}"), "KamControl"), self.grid.units)], 200)

    def pairs(self, pairs: Sequence[tuple[Text, str, int, int]]) -> Row:
        """Labels and values side by side: (label, name, units of the label, units of the value)."""
        cells = []
        for text, name, label, value in pairs:
            cells.append(Cell(para(run(self.say(text)), "KamHeadSmall"), label, GREY))
            cells.append(Cell(para(run(f"{{{{ {name} }}}}"), CENTRE), value))
        return Row(cells, LOW)

    def band(self, pairs: Sequence[tuple[Text, str]]) -> list[Row]:
        """Labels above their values."""
        units = self.grid.units // len(pairs)
        heads = [Cell(para(run(self.say(text)), "KamHeadSmall"), units, GREY) for text, _ in pairs]
        values = [Cell(para(run(f"{{{{ {name} }}}}"), "KamCentre"), units) for _, name in pairs]
        return [Row(heads, LOW), Row(values, 280)]

    def listed(self, items: str, heads: Heads, title: Text | None = None, height: int = LOW) -> str:
        """A section: its name, the names of columns, and a row for each of ``items``."""
        bars = [self.bar(self.say(title), header=True)] if title else []
        return self.table([*bars, self.heads(heads), *self.looped(items, heads, height)])

    def table(self, rows: Sequence[Row]) -> str:
        """A table, and the gap after it."""
        return self.grid.table(rows, side=57, pad=self.looks.pad) + GAP

    def footer(self) -> str:
        """Where the figures come from, secrecy, page X of Y."""
        stops = f'<w:tabs><w:tab w:val="right" w:pos="{self.grid.width}"/></w:tabs>'
        pages = self.say(("第 | 页 共 | 页", "Page | of | ")).split("|")
        number = run(pages[0]) + field("PAGE") + run(pages[1]) + field("NUMPAGES") + run(pages[2])
        return f"{HEAD}<w:ftr {NAMESPACES}>{para(run('{{ footer }}') + tab() + number, 'KamFooter', stops)}</w:ftr>"


GAP = para(style="KamGap")
"""Between tables, which would become one without it."""


def control(tag: str) -> str:
    """A paragraph that is a tag."""
    return para(run(f"{{%p {tag} %}}"), "KamControl")


def when(name: str, piece: str) -> str:
    """A piece that stands there only when there is something in ``name``."""
    return control(f"if {name}") + piece + control("endif")


FIRST = (
    (("价值分类", "Value class"), "value_class"), (("价值分（100）", "Score (of 100)"), "score"),
    (("大客户", "Key account"), "key_account"), (("生命周期", "Lifecycle"), "lifecycle"),
    (("组合结论", "Verdict"), "action"), (("流失阶段（0–4）", "Churn stage (0–4)"), "churn"),
)  # fmt: skip
SECOND = (
    (("{{ year }} 年销售额（元）", "Revenue {{ year }} (yuan)"), "revenue"),
    (("估计利润（元）", "Est. profit (yuan)"), "profit"), (("利润率", "Profit rate"), "rate"),
    (("年均增长", "Yearly growth"), "growth"), (("终身价值（元）", "Lifetime value (yuan)"), "lifetime"),
    (("下次季度回顾", "Next review"), "next_review"),
)  # fmt: skip
THIRD = (
    (("客户确认节约（元）", "Savings confirmed"), "confirmed"), (("估计节约（元）", "Savings estimated"), "estimated"),
    (("年服务成本（元）", "Cost to serve (yuan)"), "invested"), (("预测年增长", "Growth forecast"), "forecast"),
    (("需求深度", "Depth of needs"), "depth"), (("已签未结项目", "Signed, not closed"), "undelivered"),
)  # fmt: skip
YEARS: Heads = (
    (("业绩", "Results"), "name", 12, CELL), (("{{ year1 }}", "{{ year1 }}"), "first", 12, NUMBER),
    (("{{ year2 }}", "{{ year2 }}"), "second", 12, NUMBER), (("{{ year3 }}", "{{ year3 }}"), "third", 12, NUMBER),
)  # fmt: skip
KPIS: Heads = (
    (("指标", "KPI"), "name", 9, CELL), (("本客户", "This account"), "own", 7, NUMBER),
    (("分子 ÷ 分母", "Numerator ÷ denominator"), "ratio", 13, CENTRE),
    (("全部客户", "All accounts"), "all", 7, NUMBER), (("目标", "Target"), "target", 6, NUMBER),
    (("结果", "Light"), "light", 6, CENTRE),
)  # fmt: skip
PEOPLE = (
    (("关键人", "People"), "people", 5, 4), (("态度已知", "Known"), "known", 5, 5), (("联系逾期", "Overdue"), "overdue", 5, 4),
    (("最近接触", "Last"), "last_contact", 4, 6), (("应再联系", "Next due"), "next_contact", 4, 6),
)  # fmt: skip
STANCES = (
    (("反对的决策者", "Deciders against"), "opposed", 8, 10), (("尚无的角色", "Roles not known"), "roles_open", 8, 22),
)  # fmt: skip
CONTACTS: Heads = (
    (("联系逾期的关键人", "Contact overdue"), "number", 18, CELL), (("影响力", "Influence"), "level", 10, CENTRE),
    (("应联系日", "Due"), "due", 10, CENTRE), (("逾期天数", "Days late"), "days", 10, NUMBER),
)  # fmt: skip
SERVICE = (
    (("按时", "Kept"), "kept", 4, 4), (("超时", "Broken"), "broken", 4, 4), (("未到期", "Not due"), "pending", 4, 4),
    (("NPS", "NPS"), "nps", 4, 8), (("满意率", "Satisfied"), "csat", 4, 8),
)  # fmt: skip
CASES: Heads = (
    (("未解决的投诉与服务单", "Complaints and cases not solved"), "number", 16, CELL),
    (("级别", "Level"), "level", 6, CENTRE),
    (("报告时间", "Reported"), "reported", 9, CENTRE), (("时限", "Promise"), "due", 11, CENTRE),
    (("状态", "State"), "state", 6, CENTRE),
)  # fmt: skip
SIGNALS: Heads = (
    (("日期", "Date"), "day", 6, CENTRE), (("信号", "Signal"), "signal", 14, CELL),
    (("责任人", "Owner"), "owner", 9, CELL), (("下一步行动", "Next action"), "action", 19, CELL),
)  # fmt: skip
PROJECTS: Heads = (
    (("项目编号", "Number"), "number", 9, CELL), (("项目", "Project"), "name", 13, CELL),
    (("里程碑", "Milestone"), "stage", 11, CELL), (("预计金额（元）", "Estimated (yuan)"), "amount", 8, NUMBER),
    (("预计签约", "To be signed"), "sign", 7, CENTRE),
)  # fmt: skip
STEPS: Heads = (
    (("下一步", "Next"), "what", 11, CELL), (("责任人", "Owner"), "owner", 9, CELL), (("应于", "Due"), "due", 7, CENTRE),
    (("状态", "State"), "state", 6, CENTRE), (("本次约定（手填）", "Agreed (by hand)"), "", 15, CELL),
)  # fmt: skip


def one_pager(lang: str) -> str:
    """客户一页纸."""
    page = Page(lang, *DOCUMENTS[ONE_PAGER][1:])
    captions = (("近三年（万元）", "Three years (10,000 yuan)"), ("价值维度（1–5 分）", "Dimensions of value (1–5)"))
    charts = [
        Row([Cell(para(run(page.say(text)), "KamHeadSmall"), 24, GREY) for text in captions], LOW),
        Row([Cell(para(run(f"{{{{r chart_{side} }}}}"), props=MIDDLE), 24) for side in ("left", "right")], 1700),
        Row([Cell(para(run("{{ missing }}"), CELL), 48)], LOW),
    ]
    kind = run("{{ title }}") + run("{% if secrecy %}（{{ secrecy }}）{% endif %}")
    people, service = (
        ("关键人与接触", "People and contacts"),
        ("服务与满意度（近十二个月）", "Service and satisfaction"),
    )
    return (
        para(kind, CENTRE) + para(run("{{ customer }}"), "KamCompany") + para(run("{{ source }}"), CELL)
        + page.table([*page.band(FIRST), *page.band(SECOND), *page.band(THIRD)])
        + page.table(charts)
        + page.listed("years", YEARS)
        + page.listed("kpis", KPIS, ("与客户有关的指标", "KPI that concern the account"))
        + page.table([page.bar(page.say(people)), page.pairs(PEOPLE)])
        + when("attitudes", _attitudes(page))
        + when("contacts", page.listed("contacts", CONTACTS))
        + page.table([page.bar(page.say(service)), page.pairs(SERVICE)])
        + when("cases", page.listed("cases", CASES))
        + page.listed("signals", SIGNALS, ("流失信号", "Signs of churn"))
        + when("projects", page.listed("projects", PROJECTS, ("在手项目", "Open projects")))
        + page.listed("steps", STEPS, height=270)
        + para(run("{{ note }}"), CELL)
        + SECTION.format(size=UPRIGHT)
    )  # fmt: skip


def _attitudes(page: Page) -> str:
    """The matrix of influence and attitude: its columns are the policy's, made when the page is filled."""

    def looped(items: str, style: str, fill: str = "") -> list[Cell]:
        tags = (f"{{%tc for one in {items} %}}", "{{ one }}", "{%tc endfor %}")
        styles_ = ("KamControl", style, "KamControl")
        return [
            Cell(para(run(tag), kind), 12, fill if kind == style else "")
            for tag, kind in zip(tags, styles_, strict=True)
        ]

    corner = page.say(("影响力；立场平衡 {{ balance }}", "Influence; balance {{ balance }}"))
    head = Row([Cell(para(run(corner), "KamHeadSmall"), 12, GREY), *looped("attitudes", "KamHeadSmall", GREY)], LOW)
    body = Row([Cell(para(run("{{ row.name }}"), "KamHeadSmall"), 12, GREY), *looped("row.counts", CENTRE)], LOW)
    matrix = page.table([head, page.control("tr for row in levels"), body, page.control("tr endfor")])
    return matrix + page.table([page.pairs(STANCES)])


TARGETS: Heads = (
    (("指标", "KPI"), "name", 9, CELL), (("数值", "Value"), "value", 7, NUMBER), (("目标", "Target"), "target", 7, NUMBER),
    (("结果", "Light"), "light", 6, CENTRE), (("分子 ÷ 分母", "Numerator ÷ denominator"), "ratio", 13, CENTRE),
    (("口径", "Definition"), "definition", 16, CELL),
    (("决定（责任人、日期）", "Decision (who, when)"), "", 14, CELL),
)  # fmt: skip
TOPIC: Heads = (
    (("客户", "Account"), "account", 17, CELL), (("分类", "Class"), "class", 4, CENTRE), (("事由", "Why"), "why", 22, CELL),
    (("责任人", "Owner"), "owner", 8, CELL), (("日期", "Date"), "due", 7, CENTRE),
    (("决定（责任人、日期）", "Decision (who, when)"), "", 14, CELL),
)  # fmt: skip
DECISIONS: Heads = (
    (("决议事项", "Decided"), "", 40, CELL), (("责任人", "Owner"), "", 12, CELL), (("完成日期", "To be done by"), "", 10, CELL),
    (("检查人", "Checked by"), "", 10, CELL),
)  # fmt: skip
ROWS = 6
"""Empty rows for decisions."""
SIGNED = (
    "主持人签字：                        日期：        年    月    日",
    "Signed by the chair:                              Date:                    ",
)


def agenda(lang: str) -> str:
    """季度回顾议程."""
    page = Page(lang, *DOCUMENTS[AGENDA][1:])
    hand = (("时间", "Time"), ("地点", "Place"), ("主持", "Chair"), ("记录", "Minutes"))
    cells = [cell for text in hand for cell in
             (Cell(para(run(page.say(text)), "KamHeadSmall"), 5, GREY), Cell(para(style=CELL), 13))]  # fmt: skip
    present = [Cell(para(run(page.say(("参加人", "Present"))), "KamHeadSmall"), 5, GREY), Cell(para(style=CELL), 67)]
    topic = page.table(
        [page.bar("{{ topic.title }}", header=True), page.heads(TOPIC), *page.looped("topic.rows", TOPIC, WRITABLE)]
    )
    empty = Row([Cell(para(style=CELL), units) for _, _, units, _ in DECISIONS], 454)
    decided = [page.bar(page.say(("决议", "Decisions")), header=True), page.heads(DECISIONS), *[empty] * ROWS]
    return (
        para(run("{{ title }}"), "KamTitle") + para(run("{{ source }}"), CELL)
        + page.table([Row(cells, 397), Row(present, 397)])
        + para(run("{{ kpis_met }}"), CELL)
        + when("kpis", page.listed("kpis", TARGETS, ("未达标的指标", "KPI off target"), WRITABLE))
        + para(run("{{ pilots }}"), CELL)
        + control("for topic in topics") + topic + control("endfor")
        + when("quiet", para(run(page.say(("没有需要讨论的事项：", "Nothing to discuss: ")) + "{{ quiet }}"), CELL))
        + page.table(decided)
        + para(run(page.say(SIGNED)), "KamSign") + para(run("{{ note }}"), CELL)
        + SECTION.format(size=ACROSS)
    )  # fmt: skip


DOCUMENTS: dict[str, tuple[Callable[[str], str], Grid, Looks]] = {
    ONE_PAGER: (one_pager, Grid(48, 204), ONE_SHEET),
    AGENDA: (agenda, Grid(72, 205), ROOMY),
}
"""Name -> (what draws it, its grid, its looks)."""


def build(name: str, lang: str) -> bytes:
    """A template in one language."""
    draw, grid, looks = DOCUMENTS[name]
    foot = Page(lang, grid, looks).footer()
    return package(draw(lang), "", foot, name, {"kam.form": name, "kam.lang": lang}, {}, looks)


def built() -> Iterator[tuple[str, bytes]]:
    """File name and content of every template."""
    for name in DOCUMENTS:
        for lang in ("zh", "en"):
            yield templates.file_name(name, lang), build(name, lang)
