"""Tags and elements as bytes: attributes read and set, lists of elements lengthened, nothing else moved."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

ATTRIBUTES: Final = rb"""((?:[^>"']++|"[^"]*"|'[^']*')*+)"""
"""The attributes of a tag, with the slash of an empty element."""


def attribute(tag: bytes, name: str) -> str | None:
    """The value of an attribute in the text of a tag, as written, or None.

    >>> attribute(b'<c r="A1" s=\\'3\\'/>', "s")
    '3'
    """
    if b"'" not in tag:  # as Excel writes: found without a pattern, for the sake of long sheets
        start = tag.find(b' %b="' % name.encode())
        if start >= 0:
            start += len(name) + 3
            return tag[start : tag.index(b'"', start)].decode()
    found = _named(name).search(tag)
    return None if found is None else (found[1] if found[1] is not None else found[2]).decode()


@cache
def _named(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"""(?:^|\s)%b\s*=\s*(?:"([^"]*)"|'([^']*)')""" % name.encode())


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """The tag with an attribute set; ``value`` is already escaped.

    >>> with_attribute(b'<c r="A1"/>', "s", "3"), with_attribute(b'<c s="1">', "s", "3")
    (b'<c r="A1" s="3"/>', b'<c s="3">')
    """
    found = re.search(rb"""(\s%b\s*=\s*)(?:"[^"]*"|'[^']*')""" % name.encode(), tag)
    setting = f'"{value}"'.encode()
    if found:
        return tag[: found.start()] + found[1] + setting + tag[found.end() :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + f" {name}=".encode() + setting + tag[end:]


def root_prefix(data: bytes, name: str) -> bytes | None:
    """The namespace prefix of the root element (``b"x:"`` or empty), or None when the root is another element."""
    found = re.search(rb"<((?:[\w.-]+:)?)%b[\s>/]" % name.encode(), data[:65_536])
    return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Element:
    """Where an element stands in a part."""

    start: int
    inner: int
    """End of the opening tag."""
    close: int
    """Start of the closing tag; equals ``inner`` and ``end`` for an empty element."""
    end: int
    tag: bytes
    """The opening tag."""


def element(data: bytes, prefix: bytes, name: str, start: int = 0) -> Element | None:
    """The first element of that name from ``start`` on, which must not hold another of its name."""
    tag = re.escape(prefix + name.encode())
    opening = re.compile(rb"<%b(?=[\s/>])%b>" % (tag, ATTRIBUTES)).search(data, start)
    if opening is None:
        return None
    if opening[1].endswith(b"/"):
        return Element(opening.start(), opening.end(), opening.end(), opening.end(), opening[0])
    close = data.find(b"</%b%b>" % (prefix, name.encode()), opening.end())
    if close < 0:
        return None
    end = close + len(prefix) + len(name) + 3
    return Element(opening.start(), opening.end(), close, end, opening[0])


def children(data: bytes, prefix: bytes, name: str) -> Iterator[bytes]:
    """All elements of that name, whole, in order."""
    at = 0
    while found := element(data, prefix, name, at):
        yield data[found.start : found.end]
        at = found.end


def appended(data: bytes, prefix: bytes, name: str, items: Sequence[bytes]) -> bytes:
    """The part with items at the end of the list element ``name``, its ``count`` raised; the list must be there."""
    found = element(data, prefix, name)
    if found is None:
        raise KeyError(name)
    tag = found.tag
    if (count := attribute(tag, "count")) is not None:
        tag = with_attribute(tag, "count", str(int(count) + len(items)))
    if found.inner == found.end:
        return b"".join(
            [
                data[: found.start],
                tag[:-2].rstrip(),
                b">",
                *items,
                b"</%b%b>" % (prefix, name.encode()),
                data[found.end :],
            ]
        )
    return b"".join([data[: found.start], tag, data[found.inner : found.close], *items, data[found.close :]])
