"""Sheets that are something, but not what is asked for: a folder of the month holds every kind of workbook.

>>> from kamsheets.forms.catalogue import catalogue
>>> book = catalogue()
>>> texts = ["项目编号", "项目名称", "当前里程碑", "预计合同金额", "赢率", "客户名称", "项目登记人"]
>>> better([texts], 0, book["F1"], [book["F1"]]).id
'F2'
"""

from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from kamsheets.core.table import Cell
from kamsheets.forms import blocks
from kamsheets.forms.catalogue import Form, catalogue
from kamsheets.forms.rows import find_header, hits, named
from kamsheets.workbook.rawbook import RawBook, RawSheet

_MARGIN = (3, 2)
"""Another form must name half as many fields again: a sheet in a poor dialect stays what it was asked for as."""
POLICY = ("政策表", "policy sheet")
Rows = Sequence[Sequence[Cell]]


def better(rows: Rows, index: int, form: Form, wanted: Collection[Form]) -> Form | None:
    """The form, none of those ``wanted``, that a header row fits clearly better than ``form``."""
    return _better(tuple(named(rows[index])), form, tuple(wanted))


@lru_cache(maxsize=256)
def _better(names: tuple[str, ...], form: Form, wanted: tuple[Form, ...]) -> Form | None:
    ours = hits(names, form)
    if len(names) * _MARGIN[1] <= ours * _MARGIN[0]:
        return None  # not even one that knows every name could name half as many again
    others = [(hits(names, other), other) for other in catalogue().lists() if other not in wanted]
    most, best = max(others, key=lambda pair: pair[0], default=(0, None))
    return best if most * _MARGIN[1] > ours * _MARGIN[0] else None


def elsewhere(sheet: RawSheet, wanted: Collection[Form]) -> tuple[str, str] | None:
    """(zh, en) name of what a sheet is, when it is no form ``wanted`` but another list or form all the same."""
    others = [form for form in catalogue().lists() if form not in wanted]
    header = find_header(sheet.rows, others, sheet.name)
    form = header.form if header else blocks.recognise(sheet.name, sheet.rows, catalogue().blocks())
    return (form.zh, form.en) if form else None


def is_policy(book: RawBook, sheet: RawSheet) -> bool:
    """Whether a sheet belongs to a policy workbook: it and another bear names of policy sheets."""
    if len(book.sheets) == 1:
        return False
    from kamsheets.policy.cells import spelling

    known = _policy_sheets()
    return spelling(sheet.name) in known and sum(spelling(one.name) in known for one in book.sheets) > 1


@cache
def _policy_sheets() -> frozenset[str]:
    """Workers that read single sheets do without the policy's modules."""
    from kamsheets.policy.cells import spelling
    from kamsheets.policy.policy import Policy
    from kamsheets.policy.workbook import sheet_columns

    return frozenset(spelling(name) for name in sheet_columns(Policy.shipped()))
