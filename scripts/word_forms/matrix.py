"""Amounts by two lists, with both sums. The columns are made when the form is filled: the lists are the policy's."""

from word_forms.ooxml import Cell, Row, para
from word_forms.sheet import GREY, Sheet, Text


def matrix(s: Sheet, name: str, title: Text | None, first: str) -> str:
    """A table for the matrix called ``name``, with a bar if it has a title; ``first`` heads its first column."""
    zh = s.lang == "zh"
    side = s.grid.units // 4
    loop, row = ("列", "行") if zh else ("col", "row")
    heads, lines, cells, label, total, sums = (
        ("列头", "行", "格", "名称", "合计", "合计行")
        if zh
        else ("heads", "rows", "cells", "label", "total", "total_row")
    )

    def looped(items: str, style: str, fill: str = "") -> list[Cell]:
        units = (s.grid.units - 2 * side) // 3
        around = (f"{{%tc for {loop} in {items} %}}", "{%tc endfor %}")
        shown = Cell(para(f"{{{{ {loop} }}}}", style), units, fill)
        return [Cell(para(around[0], "KamControl"), units), shown, Cell(para(around[1], "KamControl"), units)]

    def line(one: str, middle: list[Cell], last: str, style: str, fill: str = "", *, header: bool = False) -> Row:
        ends = Cell(para(one, "KamHead"), side, GREY), Cell(para(last, style), side, fill)
        return Row([ends[0], *middle, ends[1]], 312, header=header)

    whole = s.say(("合计", "Total"))
    return s.table(
        [
            *([s.bar(title, header=True)] if title else []),
            line(first, looped(f"{name}.{heads}", "KamHead", GREY), whole, "KamHead", GREY, header=True),
            s.control(f"{{%tr for {row} in {name}.{lines} %}}"),
            line(
                f"{{{{ {row}.{label} }}}}",
                looped(f"{row}.{cells}", "KamNumber"),
                f"{{{{ {row}.{total} }}}}",
                "KamNumber",
            ),
            s.control("{%tr endfor %}"),
            line(whole, looped(f"{name}.{sums}.{cells}", "KamNumber"), f"{{{{ {name}.{sums}.{total} }}}}", "KamNumber"),
        ]
    )
