"""How roomy a form is: letters, lines, cell margins and page margins. The order of a form does not depend on it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Looks:
    """Sizes of letters in half points, lengths in twips."""

    text: int
    """Labels, values, long texts."""
    cell: int
    """Tables of rows."""
    ticks: int
    """Boxes to tick in tables of rows."""
    unit: int
    """The unit behind a label."""
    company: int
    title: int
    line: str
    """Spacing of lines; exact lines are equally high in every font, so that a page breaks where it breaks in Word."""
    long_line: str
    """The same for long texts."""
    side: int
    """Left and right margin of a cell."""
    pad: tuple[int, int]
    """Upper and lower margin of a cell; letters stand high in exact lines."""
    before: int
    """Above and below a long text."""
    gap: int
    """Between two tables."""
    most: int
    """What a row of one line asks for at most; rows for the pen ask for more and get it."""
    margins: str
    """The page's margins."""


AUTO, EXACT = 'w:line="{}" w:lineRule="auto"', 'w:line="{}" w:lineRule="exact"'
ROOMY = Looks(
    20, 18, 18, 16, 28, 36, AUTO.format(240), AUTO.format(252), 85, (28, 28), 10, 40, 400,
    'w:top="1134" w:right="1021" w:bottom="1021" w:left="1134" w:header="624" w:footer="510" w:gutter="0"',
)  # fmt: skip
"""The house page (domain §5.2)."""
_TIGHT = EXACT.format(204)
DENSE = Looks(
    18, 17, 16, 14, 24, 32, _TIGHT, _TIGHT, 57, (18, 4), 0, 20, 226,
    'w:top="850" w:right="1021" w:bottom="737" w:left="1134" w:header="482" w:footer="397" w:gutter="0"',
)  # fmt: skip
"""One sheet for much: 9 points on lines of 10.2, rows of 4 mm."""
