"""Build the Word templates from the field catalogue, or check that the shipped ones are what would be built.

python scripts/build_word_templates.py            write word_templates/
python scripts/build_word_templates.py --check    exit 1 when a shipped template differs in content
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from word_forms import (
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
    statement,
)
from word_forms.sheet import UNITS, Sheet

from kamsheets.document import archive, templates

FOLDER = Path(__file__).resolve().parent.parent / "word_templates"
Draw = Callable[[Sheet], Iterator[str]]
LAYOUTS: dict[str, tuple[str, Draw, int]] = {
    "JTF-001": ("F1", jtf_001.draw, 96),
    "JTF-002": ("F3", jtf_002.draw, 0),
    "JTF-003": ("F4", jtf_003.draw, 0),
    "JTF-004": ("F5", jtf_004.draw, 0),
    "JTF-005": ("F5b", jtf_004.draw, 0),
    "JTF-006": ("F6", jtf_006.draw, 0),
    "JTF-007": ("F7", jtf_007.draw, 0),
    "JTF-008": ("F8", jtf_008.draw, 0),
    "JTF-009": ("F9", jtf_009.draw, 0),
    "JTF-010": ("F10", jtf_010.draw, 48),
    "JTF-014": ("F13d", jtf_014.draw, 0),
    templates.STATEMENT: ("F10c", statement.draw, 48),
}
"""Template name -> (form of the catalogue, layout, units of a landscape page; 0: portrait)."""


def templates() -> Iterator[tuple[str, bytes]]:
    """File name and content of every template, in both languages."""
    for code, (form, draw, across) in LAYOUTS.items():
        for lang, suffix in (("zh", ""), ("en", ".en")):
            sheet = Sheet(form, lang, landscape=across > 0, units=across or UNITS)
            yield f"{code}{suffix}.docx", page.build(sheet, code, list(draw(sheet)))


def main() -> int:
    """Write or check; the number of stale templates decides the exit code."""
    stale = []
    for name, built in templates():
        target = FOLDER / name
        fresh = archive.content_digest(archive.read(built, name))
        if not target.exists() or archive.content_digest(archive.read(target)) != fresh:
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                target.write_bytes(built)
    print("\n".join(stale))
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
