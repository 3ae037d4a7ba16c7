"""The page of the weekly meeting (周会简报): figures, charts, regions, what moved, what to decide."""

from collections.abc import Iterator

from kamsheets.document import templates
from word_forms.ooxml import NAMESPACES, Cell, Grid, Row, field, para, run, tab
from word_forms.page import package
from word_forms.parts import HEAD

NAME = "周会简报"
GRID = Grid(48, 204)
GREY, BLUE = "F2F2F2", "D9E2F3"
PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="850" w:right="1021" w:bottom="850" w:left="1021" w:header="510" w:footer="454" w:gutter="0"/>'
    '<w:cols w:space="425"/><w:docGrid w:type="default" w:linePitch="312"/></w:sectPr>'
)
FIGURES = (
    (("进行中项目", "Open projects"), "projects"), (("预计金额（元）", "Estimated (yuan)"), "est_amount"),
    (("比上期", "Change"), "est_change"), (("超期项目", "Overdue"), "overdue"),
    (("赢率", "Win rate"), "win_rate"), (("加权金额（元）", "Weighted (yuan)"), "weighted"),
    (("比上期", "Change"), "weighted_change"), (("停滞项目", "Stuck"), "stuck"),
)  # fmt: skip
Heads = tuple[tuple[tuple[str, str], str, int, str], ...]
"""(label, name in the row, units, style) of each column."""
REGIONS: Heads = (
    (("区域", "Region"), "region", 10, "KamCellSmall"), (("项目数", "Projects"), "projects", 6, "KamNumberSmall"),
    (("预计金额（元）", "Estimated (yuan)"), "est_amount", 10, "KamNumberSmall"),
    (("加权金额（元）", "Weighted (yuan)"), "weighted", 10, "KamNumberSmall"),
    (("超期", "Overdue"), "overdue", 6, "KamNumberSmall"), (("停滞", "Stuck"), "stuck", 6, "KamNumberSmall"),
)  # fmt: skip
MOVES: Heads = (
    (("变动", "What moved"), "move", 8, "KamCellSmall"), (("项目数", "Projects"), "projects", 5, "KamNumberSmall"),
    (("金额（元）", "Amount (yuan)"), "amount", 10, "KamNumberSmall"),
    (("其中（金额最大的）", "Among them (largest)"), "names", 25, "KamCellSmall"),
)  # fmt: skip
ISSUES: Heads = (
    (("区域", "Region"), "region", 5, "KamCellSmall"), (("项目", "Project"), "project", 12, "KamCellSmall"),
    (("金额（元）", "Amount (yuan)"), "amount", 9, "KamNumberSmall"), (("负责人", "Leader"), "lead", 6, "KamCellSmall"),
    (("原因", "Reason"), "reasons", 16, "KamCellSmall"),
)  # fmt: skip


class Brief:
    """The page in one language; tags carry the English names in both templates' rows."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, text: tuple[str, str]) -> str:
        """One of the two."""
        return text[0] if self.lang == "zh" else text[1]

    def bar(self, text: tuple[str, str]) -> Row:
        """The name of a section."""
        return Row([Cell(para(run(self.say(text)), "KamBar"), 48, BLUE)], 300, header=True)

    def figures(self) -> str:
        """Eight figures in two rows."""
        rows = [self.bar(("主要数字", "Key figures"))]
        for line in (FIGURES[:4], FIGURES[4:]):
            rows.append(Row([Cell(para(run(self.say(label)), "KamHead"), 12, GREY) for label, _ in line], 280))
            rows.append(Row([Cell(para(run(f"{{{{ {name} }}}}"), "KamCentre"), 12) for _, name in line], 340))
        return GRID.table(rows)

    def charts(self) -> str:
        """Two pictures side by side."""
        cells = [Cell(para(run(f"{{{{r {name} }}}}"), "KamCentreSmall"), 24) for name in ("chart_left", "chart_right")]
        return GRID.table([Row(cells, 2550)], side=20)

    def rows(self, title: tuple[str, str], name: str, heads: Heads) -> str:
        """A table with a row for each of ``name``."""
        body = [Cell(para(run(f"{{{{ row.{key} }}}}"), style), units) for _, key, units, style in heads]
        control = [
            Row([Cell(para(run(f"{{%tr {tag} %}}"), "KamControl"), 48)], 200)
            for tag in (f"for row in {name}", "endfor")
        ]
        top = Row(
            [Cell(para(run(self.say(label)), "KamHead"), units, GREY) for label, _, units, _ in heads], 290, header=True
        )
        return GRID.table([self.bar(title), top, control[0], Row(body, 240), control[1]])

    def body(self) -> str:
        """Everything on the page."""
        pieces = [
            para(run("{{ title }}"), "KamTitle"),
            para(run("{{ source }}"), "KamLine"),
            self.figures(),
            self.charts(),
            self.rows(("各区域", "Regions"), "regions", REGIONS),
            para(run("{%p if moves %}"), "KamControl"),
            self.rows(("本期变动", "What moved"), "moves", MOVES),
            para(run("{%p endif %}"), "KamControl"),
            self.rows(("请会议决定", "To decide"), "issues", ISSUES),
            para(run("{{ note }}"), "KamNote"),
        ]
        return para(style="KamGap").join(pieces)

    def footer(self) -> str:
        """Where the figures come from, page X of Y."""
        width = GRID.width
        stops = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
        pages = self.say(("第 | 页 共 | 页", "Page | of | ")).split("|")
        number = run(pages[0]) + field("PAGE") + run(pages[1]) + field("NUMPAGES") + run(pages[2])
        return f"{HEAD}<w:ftr {NAMESPACES}>{para(run('{{ footer }}') + tab() + number, 'KamFooter', stops)}</w:ftr>"


def build(lang: str) -> bytes:
    """The template in one language."""
    brief = Brief(lang)
    return package(brief.body() + PAGE, "", brief.footer(), NAME, {"kam.form": NAME, "kam.lang": lang}, {})


def built() -> Iterator[tuple[str, bytes]]:
    """File name and content in each language."""
    for lang in ("zh", "en"):
        yield templates.file_name(NAME, lang), build(lang)
