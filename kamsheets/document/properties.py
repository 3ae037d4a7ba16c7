"""What a document says about itself: identity in custom properties, title and day in the core properties.

``kam.form``, ``kam.serial``, ``kam.lang``, ``kam.printed``, ``kam.tpl_sha``, ``kam.data_sha``, ``kam.digest``. They
survive Word, WPS and LibreOffice, also through .odt and .doc (measured), where content controls and docVars do not.
"""

import re
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LONGEST = 255
"""Characters Word keeps of a custom property."""
CORE = "docProps/core.xml"
KIND, REFERENCE = "kam.kind", "reference"
"""A document beside the templates that is none."""


def custom(values: Mapping[str, str]) -> bytes:
    """docProps/custom.xml of text properties, in the order given."""
    rows = "".join(
        f"<property fmtid={quoteattr(_FMTID)} pid={quoteattr(str(number))} name={quoteattr(name)}>"
        f"<vt:lpwstr>{escape(value[:LONGEST])}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    return f'{_HEAD}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{rows}</Properties>'.encode()


def read_custom(part: bytes | None) -> dict[str, str]:
    """The custom properties by name; nothing for a part that is not there or cannot be read."""
    if not part:
        return {}
    try:
        root = etree.fromstring(part)
    except etree.XMLSyntaxError:
        return {}
    return {
        str(node.get("name")): "".join(str(text) for text in node.itertext())
        for node in root.iter(f"{{{_CUSTOM}}}property")
        if node.get("name")
    }


def core(part: bytes | None, title: str, day: date) -> bytes:
    """docProps/core.xml with the document's title; ``day`` stands for made and changed: a document has no clock."""
    language = re.search(rb"<dc:language>([^<]*)", part or b"")
    stamp = f"{day.isoformat()}T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created><dc:creator>kamsheets</dc:creator>'
        f"<dc:language>{language[1].decode() if language else 'zh-CN'}</dc:language>"
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    ).encode()
