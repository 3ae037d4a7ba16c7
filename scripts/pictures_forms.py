"""The pictures of the forms the demo has no data for: sample records, through LibreOffice and pdftoppm, pages side by side.

python scripts/pictures_forms.py        makes .github/pictures/forms-*.png anew (needs soffice, pdftoppm, a CJK font)
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from document.samples import document  # noqa: E402

from kamsheets.document import pdf  # noqa: E402

PICTURES = ROOT / ".github" / "pictures"
SHEETS: dict[str, Sequence[tuple[str, int]]] = {
    "forms-plan": (("JTF-003", 1), ("JTF-003", 3), ("JTF-004", 1)),
    "forms-bid": (("JTF-006", 1), ("JTF-007", 1), ("JTF-007", 2)),
    "forms-meeting": (("JTF-008", 1), ("JTF-014", 1)),
    "forms-bonus": (("JTF-010", 2), ("TCM", 1)),
}
"""Picture -> pages of forms."""
DPI, COLOURS, GAP = 56, 16, 8


def main() -> None:
    """Fill, convert in one go, put the pages side by side."""
    codes = sorted({code for pages in SHEETS.values() for code, _ in pages})
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files = [work / f"{code}.docx" for code in codes]
        for file in files:
            file.write_bytes(document(file.stem))
        made = dict(zip(codes, pdf.convert(files, work, "pdf"), strict=True))
        for name, pages in SHEETS.items():
            side_by_side([page(made[code], number) for code, number in pages]).save(
                PICTURES / f"{name}.png", optimize=True
            )


def page(source: Path, number: int) -> Image.Image:
    """One page, in a frame."""
    target = source.with_name(f"{source.stem}-{number}")
    only = ["-f", str(number), "-l", str(number), "-png", "-singlefile"]
    subprocess.run(["pdftoppm", "-r", str(DPI), *only, str(source), str(target)], check=True)
    with Image.open(target.with_suffix(".png")) as image:
        return image.convert("RGB")


def side_by_side(pages: Sequence[Image.Image]) -> Image.Image:
    """Pages on a grey ground."""
    width = sum(one.width for one in pages) + GAP * (len(pages) + 1)
    ground = Image.new("RGB", (width, max(one.height for one in pages) + 2 * GAP), "#d0d0d0")
    left = GAP
    for one in pages:
        ground.paste(one, (left, GAP))
        left += one.width + GAP
    return ground.quantize(COLOURS)


if __name__ == "__main__":
    main()
