"""What stands in a paper, as people read it."""

from pathlib import Path

from lxml import etree

from kamsheets.document import archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def rows(path: Path) -> list[list[str]]:
    """The cells of every table row."""
    root = etree.fromstring(archive.read(path)[archive.DOCUMENT])
    return [[text(cell) for cell in row.findall(f"{W}tc")] for row in root.iter(f"{W}tr")]


def text(node: etree._Element) -> str:
    """All text below a node."""
    return "".join(one.text or "" for one in node.iter(f"{W}t"))


def whole(path: Path) -> str:
    """All text of a paper."""
    return text(etree.fromstring(archive.read(path)[archive.DOCUMENT]))


def below(path: Path, label: str) -> str:
    """The cell under a label."""
    lines = rows(path)
    for k, line in enumerate(lines):
        if label in line and len(line) == len(lines[k + 1]):
            return lines[k + 1][line.index(label)]
    raise AssertionError(f"no {label} in {path.name}")


def starting(path: Path, *first: str) -> list[str]:
    """The first row that begins with these cells."""
    return next(line for line in rows(path) if tuple(line[: len(first)]) == first)
