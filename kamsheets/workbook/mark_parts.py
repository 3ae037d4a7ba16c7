"""New parts in a user's package: their names, their links, their content types.

Source: ECMA-376 part 2, §10.1.2 (content types) and §9.3 (relationships).
"""

import posixpath
import re
from xml.sax.saxutils import quoteattr

from kamsheets.workbook.splice_edit import Edit
from kamsheets.workbook.splice_xml import attribute, element, root_prefix

TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def new_name(edit: Edit, pattern: str) -> str:
    """The first part name of a pattern such as ``xl/comments{}.xml`` that nobody has."""
    number = 1
    while edit.package.entry(pattern.format(number)) or pattern.format(number) in edit.added:
        number += 1
    return pattern.format(number)


def office_links(edit: Edit) -> str:
    """The address under which this workbook's kinds of link stand (Strict workbooks have another)."""
    tags = re.findall(rb"<(?:[\w.-]+:)?Relationship\s[^>]*>", edit.part("_rels/.rels"))
    types = [attribute(tag, "Type") or "" for tag in tags]
    return next(kind.removesuffix("/officeDocument") for kind in types if kind.endswith("/officeDocument"))


def namespace(edit: Edit) -> str:
    """The namespace of spreadsheet parts in this workbook (Strict ones have another)."""
    data = edit.part(edit.package.workbook)
    root = re.search(rb"""xmlns(?::[\w.-]+)?\s*=\s*["']([^"']*/spreadsheetml/(?:2006/)?main)["']""", data)
    return root[1].decode() if root else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def link(edit: Edit, part: str, kind: str, target: str) -> str:
    """Adds a link from ``part`` to ``target`` (both by their full names); its id."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    known = edit.package.entry(links) or links in edit.added
    data = edit.part(links) if known else _empty()
    prefix = root_prefix(data, "Relationships") or b""
    taken = {attribute(tag, "Id") for tag in re.findall(rb"<(?:[\w.-]+:)?Relationship\s[^>]*>", data)}
    identity = next(f"rIdK{n}" for n in range(1, 10_000) if f"rIdK{n}" not in taken)
    address = quoteattr(posixpath.relpath(target, folder))
    made = f'<{prefix.decode()}Relationship Id="{identity}" Type="{office_links(edit)}/{kind}" Target={address}/>'
    edit.put(links, _into(data, prefix, "Relationships", made.encode()))
    return identity


def _empty() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="%b"/>'
        % _RELATIONSHIPS.encode()
    )


def typed(edit: Edit, part: str, content_type: str) -> None:
    """Says what a new part holds."""
    data = edit.part(TYPES)
    prefix = root_prefix(data, "Types") or b""
    made = f'<{prefix.decode()}Override PartName="/{part}" ContentType="{content_type}"/>'
    edit.put(TYPES, _into(data, prefix, "Types", made.encode()))


def typed_by_name(edit: Edit, ending: str, content_type: str) -> None:
    """Says what all parts of an ending hold, unless that is said already."""
    data = edit.part(TYPES)
    prefix = root_prefix(data, "Types") or b""
    tags = re.findall(rb"<(?:[\w.-]+:)?Default\s[^>]*>", data)
    if any((attribute(tag, "Extension") or "").lower() == ending for tag in tags):
        return
    root = element(data, prefix, "Types")
    assert root
    made = f'<{prefix.decode()}Default Extension="{ending}" ContentType="{content_type}"/>'.encode()
    edit.put(TYPES, data[: root.inner] + made + data[root.inner :])


def _into(data: bytes, prefix: bytes, root: str, made: bytes) -> bytes:
    """The part with an element at the end of its root."""
    found = element(data, prefix, root)
    assert found
    if found.inner == found.end:
        return b"%b%b>%b</%b%b>" % (data[: found.start], found.tag[:-2].rstrip(), made, prefix, root.encode())
    return data[: found.close] + made + data[found.close :]
