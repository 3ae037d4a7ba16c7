"""Build the Word templates from the field catalogue, or check that the shipped ones are what would be built.

python scripts/build_word_templates.py            write word_templates/
python scripts/build_word_templates.py --check    exit 1 when a shipped template differs in content
"""

import sys
from collections.abc import Callable, Iterator

from word_forms import (
    account_papers,
    brief,
    field_list,
    jtf_001,
    jtf_002,
    jtf_003,
    jtf_004,
    jtf_006,
    jtf_007,
    jtf_008,
    jtf_009,
    jtf_010,
    jtf_014,
    page,
    shelf,
    statement,
)
from word_forms.looks import DENSE, ROOMY
from word_forms.sheet import UNITS, Sheet

from kamsheets.document.coded import coded
from kamsheets.document.templates import STATEMENT
from kamsheets.forms.catalogue import catalogue

Draw = Callable[[Sheet], Iterator[str]]
LAYOUTS: dict[str, tuple[Draw, int]] = {
    "JTF-001": (jtf_001.draw, 96),
    "JTF-002": (jtf_002.draw, 0),
    "JTF-003": (jtf_003.draw, 0),
    "JTF-004": (jtf_004.draw, 0),
    "JTF-005": (jtf_004.draw, 0),
    "JTF-006": (jtf_006.draw, 0),
    "JTF-007": (jtf_007.draw, 0),
    "JTF-008": (jtf_008.draw, 0),
    "JTF-009": (jtf_009.draw, 0),
    "JTF-010": (jtf_010.draw, 48),
    "JTF-014": (jtf_014.draw, 0),
    STATEMENT: (statement.draw, 48),
}
"""Code -> (layout, units of a landscape page; 0: portrait)."""
DENSELY = frozenset({"JTF-002"})
"""What goes on one sheet."""


def built() -> Iterator[tuple[str, bytes]]:
    """File name and content of every template, in both languages."""
    forms = coded(catalogue())
    for code, (draw, across) in LAYOUTS.items():
        for lang, suffix in (("zh", ""), ("en", ".en")):
            looks = DENSE if code in DENSELY else ROOMY
            sheet = Sheet(forms[code], lang, landscape=across > 0, units=across or UNITS, looks=looks)
            yield f"{code}{suffix}.docx", page.build(sheet, code, list(draw(sheet)))
    yield field_list.NAME, page.plain(field_list.body(LAYOUTS), field_list.TITLE)
    yield from brief.built()
    yield from account_papers.built()


if __name__ == "__main__":
    sys.exit(shelf.keep(built()))
