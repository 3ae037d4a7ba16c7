"""Texts that no cell shows any more taken out of a workbook: a cleared cell still has its text in the string table."""

import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamsheets.workbook.splice_edit import Edit

_CELL = re.compile(rb'<(?:[\w.-]+:)?c\s(?=[^>]*\bt="s")[^>]*>\s*<(?:[\w.-]+:)?v>(\d+)<')
_ITEM = re.compile(rb"<(?P<p>(?:[\w.-]+:)?)si(?:/>|>.*?</(?P=p)si>)", re.DOTALL)


def forget(edit: "Edit") -> None:
    """Blanks the entries of the string table that cells showed before the edit and none shows now."""
    table = edit.package.related(edit.package.workbook, "sharedStrings")
    if table is None:
        return
    before, now = set[bytes](), set[bytes]()
    for was, become in edit.worksheets():
        before.update(_CELL.findall(was))
        now.update(_CELL.findall(become))
    gone, numbers = {int(index) for index in before - now}, count()

    def blanked(found: re.Match[bytes]) -> bytes:
        prefix = found["p"]
        return b"<%bsi><%bt/></%bsi>" % (prefix, prefix, prefix) if next(numbers) in gone else found[0]

    if gone:
        edit.put(table, _ITEM.sub(blanked, edit.part(table)))
