"""Build the Word templates from the field catalogue, or check that the shipped ones are what would be built.

python scripts/build_word_templates.py            write word_templates/
python scripts/build_word_templates.py --check    exit 1 when a shipped template differs in content
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from word_forms import jtf_001, jtf_002, jtf_009, page, statement  # noqa: E402
from word_forms.sheet import Sheet  # noqa: E402

from kamsheets.document import archive  # noqa: E402

FOLDER = ROOT / "word_templates"
Draw = Callable[[Sheet], Iterator[str]]
LAYOUTS: dict[str, tuple[str, Draw, bool]] = {
    "JTF-001": ("F1", jtf_001.draw, True),
    "JTF-002": ("F3", jtf_002.draw, False),
    "JTF-009": ("F9", jtf_009.draw, False),
    "TCM": ("F10c", statement.draw, True),
}
"""Template name -> (form of the catalogue, layout, landscape)."""


def templates() -> Iterator[tuple[str, bytes]]:
    """File name and content of every template, in both languages."""
    for code, (form, draw, landscape) in LAYOUTS.items():
        for lang, suffix in (("zh", ""), ("en", ".en")):
            sheet = Sheet(form, lang, landscape=landscape)
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
