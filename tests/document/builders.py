"""Small Word packages for tests: a body of paragraphs and tables, written out."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from kamsheets.document import archive, properties
from kamsheets.document.engine import DOCUMENT, Engine, W

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
NO_LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def para(text: str) -> str:
    """A paragraph of one run; text that is markup already stands as it is."""
    inside = text if text.startswith("<w:") else run(text)
    return f"<w:p>{inside}</w:p>"


def run(text: str) -> str:
    """A run."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(*rows: Sequence[str]) -> str:
    """A table of cells with one paragraph each."""
    width = 9000 // max(map(len, rows))
    grid = f'<w:gridCol w:w="{width}"/>' * max(map(len, rows))
    cell = '<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr>{}</w:tc>'
    body = "".join(f"<w:tr>{''.join(cell.format(width, para(text)) for text in row)}</w:tr>" for row in rows)
    props = '<w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl>{props}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def parts(*body: str, form: str = "") -> dict[str, bytes]:
    """The parts of a document."""
    blocks = "".join(block if block.startswith(("<w:p", "<w:tbl")) else para(block) for block in body)
    document = f'<w:document xmlns:w="{W}"><w:body>{blocks}<w:sectPr/></w:body></w:document>'
    made = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": LINKS.encode(),
        DOCUMENT: document.encode(),
        "word/_rels/document.xml.rels": NO_LINKS.encode(),
    }
    return made | ({archive.CUSTOM: properties.custom({"kam.form": form})} if form else {})


def engine(*body: str) -> Engine:
    """An engine for such a document."""
    return Engine(archive.write(parts(*body)), "t.docx")


def text_of(document: bytes) -> str:
    """All text of a document part, a line a paragraph."""
    from lxml import etree

    root = etree.fromstring(document)
    lines = ("".join(node.itertext(f"{{{W}}}t")) for node in root.iter(f"{{{W}}}p"))
    return "\n".join(lines)


def file(folder: Path, name: str, *body: str, form: str = "") -> Path:
    """Such a document on disk."""
    target = folder / name
    target.write_bytes(archive.write(parts(*body, form=form)))
    return target
