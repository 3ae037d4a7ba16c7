"""Rebuild the blank workbooks in workbook_templates/ from the field catalogue and the shipped policy.

python scripts/build_workbooks.py            write all
python scripts/build_workbooks.py --check    exit 1 when a shipped one differs from a fresh one, part by part
"""

import sys
import tempfile
import zipfile
from pathlib import Path

from kamsheets.policy.policy import Policy
from kamsheets.workbook.template_books import BOOKS, build

FOLDER = Path(__file__).resolve().parent.parent / "workbook_templates"


def parts(path: Path) -> dict[str, bytes]:
    """All parts of a workbook; empty when there is none."""
    if not path.is_file():
        return {}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def stale(folder: Path = FOLDER) -> list[str]:
    """The shipped workbooks that differ from fresh ones, with the parts that differ."""
    found = []
    with tempfile.TemporaryDirectory() as beside:
        for name in BOOKS:
            fresh = parts(build(name, Path(beside) / f"{name}.xlsx", Policy.shipped()))
            shipped = parts(folder / f"{name}.xlsx")
            differing = sorted(part for part in {*fresh, *shipped} if fresh.get(part) != shipped.get(part))
            found += [f"{name}.xlsx: {part}" for part in differing]
    return found


def main() -> int:
    """Write or check; the number of stale workbooks decides the exit code."""
    if "--check" in sys.argv[1:]:
        print("\n".join(problems := stale()))
        return 1 if problems else 0
    FOLDER.mkdir(exist_ok=True)
    for name in BOOKS:
        print(build(name, FOLDER / f"{name}.xlsx", Policy.shipped()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
