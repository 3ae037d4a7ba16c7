"""Reading .csv files as Chinese offices have them: UTF-8 with or without BOM, GB18030, UTF-16; comma, semicolon, tab.

Every value stays text; what it means is decided by the field it belongs to. Nothing is guessed where a wrong guess
would change data: a quotation mark that never closes is refused, a damaged character is reported.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from kamsheets.core.finding import Place, finding
from kamsheets.core.table import Cell
from kamsheets.workbook.guard import MOST_CELLS
from kamsheets.workbook.normalise import pad
from kamsheets.workbook.rawbook import RawBook, RawSheet, Reason, Skipped
from kamsheets.workbook.refusal import RefusedFileError

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 50
"""Records looked at to tell the delimiter."""
_LONGEST = 1_000_000
"""Characters in one field; Excel itself holds 32,767."""
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_AS_TEXT = re.compile(r'="([^"]*)"')
_GUARDED = re.compile(r"^'(?='*[=+\-@\t\r])")


def read_csv(data: bytes, file: str) -> RawBook:
    """The one sheet of a .csv, named ''; raises ``RefusedFileError`` for what is no text or has an open quotation."""
    text, damaged = decode(data, file)
    nuls = text.count("\x00")
    counts = (("IO030", damaged), ("IO031", nuls))
    findings = tuple(finding(code, Place(file), count=count) for code, count in counts if count)
    csv.field_size_limit(_LONGEST)
    lines = list(io.StringIO(text.replace("\x00", ""), newline=""))
    named = _SEP_LINE.fullmatch(lines[0]) if lines else None
    if named:
        del lines[0]  # Excel's own hint, which it does not show as a row
    rows = [[_plain(value) for value in row] for row in _records(lines, named[1] if named else _delimiter(lines), file)]
    if len(rows) * max(map(len, rows), default=0) > MOST_CELLS:
        return RawBook(file, (), (Skipped("", Reason.TOO_FAR),), findings)
    pad(rows, ())
    return RawBook(file, (RawSheet("", rows),), findings=findings)


def decode(data: bytes, file: str) -> tuple[str, int]:
    """(text, number of damaged characters). The certain encodings are tried before anything is guessed.

    >>> decode("客户".encode("gb18030"), ""), decode("客户".encode("utf-16"), ""), decode(b"\\xef\\xbb\\xbfa", "")
    (('客户', 0), ('客户', 0), ('a', 0))
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lenient(data.removeprefix(mark), encoding)
    if bare := _bare_utf16(data):
        return _lenient(data, bare)
    text, damaged = _lenient(data, "utf-8")
    if not damaged or damaged * 20 < sum(ch > "\x7f" for ch in text):
        return text, damaged  # as a whole UTF-8, a few bytes lost on the way at most
    text, damaged = _lenient(data, "gb18030")
    hanzi = sum("\u4e00" <= ch <= "\u9fff" for ch in text)
    if not damaged or (damaged * 20 < hanzi and hanzi * 5 > len(text)):
        return text, damaged
    return _guessed(data, file), 0


def _lenient(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, "replace")
    return text, text.count("\ufffd")


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows in the zero halves of its commas, digits and line ends."""
    head = data[:2000]
    low, high = head[1::2].count(0), head[::2].count(0)
    if max(low, high) < max(4, len(head) // 20) or min(low, high) * 4 > max(low, high):
        return None
    return "utf-16-le" if low > high else "utf-16-be"


def _guessed(data: bytes, file: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise RefusedFileError(file, "read.not_text")
    return str(best)


def _delimiter(lines: list[str]) -> str:
    """The delimiter that cuts most of the first records into the same number of columns; a comma when none does."""
    return max(_DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))


def _regularity(lines: list[str], delimiter: str) -> tuple[int, int]:
    """(records of the commonest width above one, that width)."""
    try:
        widths = [len(record) for record in islice(csv.reader(lines, delimiter=delimiter), _SAMPLE)]
    except csv.Error:  # a field beyond all measure, which is about to be refused
        return 0, 0
    return max(((widths.count(width), width) for width in set(widths) if width > 1), default=(0, 0))


def _records(lines: list[str], delimiter: str, file: str) -> Iterator[list[str]]:
    """The records; raises ``RefusedFileError`` where quotation marks do not pair, since rows cannot be told there."""
    start = 1
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for record in reader:
            yield record
            start = reader.line_num + 1
    except csv.Error as error:
        raise RefusedFileError(file, "read.open_quote", line=start) from error


def _plain(value: str) -> Cell:
    """The text that is meant: without the tricks by which a .csv keeps text from becoming a number or a formula.

    >>> _plain('="00123"'), _plain("'=1+1"), _plain("'24款"), _plain("")
    ('00123', '=1+1', "'24款", None)
    """
    if value[:1] in ("=", "'"):
        kept = _AS_TEXT.fullmatch(value)
        value = str(kept[1]) if kept else _GUARDED.sub("", value, count=1)
    return value or None
