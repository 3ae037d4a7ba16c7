"""组织分析图: the buying centre as a tree, placed once, drawn twice (shapes for Word, a picture for the rest).

Lengths are EMU (360,000 a centimetre). A leaf takes one slot, a superior stands over the middle of his people; a chart
that does not fit the page hangs the leaves below each other, in columns, and shrinks as little as it can.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CM = 360_000
BOX_WIDTH, BOX_HEIGHT = 31 * CM // 10, 17 * CM // 10
GAP_X, GAP_Y = 4 * CM // 10, 9 * CM // 10
INDENT = 6 * CM // 10
PAGE_WIDTH, PAGE_HEIGHT = 168 * CM // 10, 215 * CM // 10
"""Room on a page of the form, its heading and the legend taken off."""
LEAST_SCALE = 60
"""Percent; below it the leaves are hung."""
COLUMNS = (10, 8, 6, 4, 3, 2)
"""How many leaves may hang below each other, tried in this order."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the buying centre, in words to print."""

    id: str
    name: str
    lines: tuple[str, ...] = ()
    """What stands under the name: title, role and influence, working style."""
    score: int | None = None
    """Stance from -2 to +2; None: not known."""
    decides: bool = False
    reports_to: str = ""

    @property
    def sign(self) -> str:
        """The stance as a sign that a grey print keeps."""
        if self.score is None:
            return "？"
        return {0: "＝"}.get(self.score, ("＋" if self.score > 0 else "－") * min(abs(self.score), 2))


@dataclass(frozen=True, slots=True)
class Placed:
    """A member's box; ``x`` and ``y`` are its upper left corner."""

    member: Member
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A connection made of straight pieces through these points."""

    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Chart:
    """The placed chart with what was wrong in its data."""

    boxes: tuple[Placed, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    unknown: tuple[tuple[str, str], ...] = ()
    """(person, superior who is nobody's number)."""
    circles: tuple[tuple[str, ...], ...] = ()
    """Names of people who report to each other in a circle."""

    @property
    def scale(self) -> int:
        """Percent at which it fits the page."""
        return min(100, PAGE_WIDTH * 100 // self.width, PAGE_HEIGHT * 100 // self.height)

    @property
    def described(self) -> str:
        """All that stands in it, in one text, for readers who cannot see it and for searching."""
        return "；".join("，".join((f"{box.member.name}{box.member.sign}", *box.member.lines)) for box in self.boxes)


def chart(members: Sequence[Member]) -> Chart:
    """Place the members; who reports to nobody known, or in a circle, stands at the top. Empty for no members."""
    by_id = {member.id: member for member in members}
    unknown = tuple((m.name, m.reports_to) for m in members if m.reports_to and m.reports_to not in by_id)
    circles = tuple(_circles(by_id))
    broken = {circle[0] for circle in circles}
    parent = {m.id: m.reports_to for m in members if m.reports_to in by_id and m.id not in broken}
    children: dict[str, list[str]] = {member.id: [] for member in members}
    for member in members:
        if member.id in parent:
            children[parent[member.id]].append(member.id)
    roots = [member.id for member in members if member.id not in parent]
    named = tuple(tuple(by_id[number].name for number in circle) for circle in circles)
    made = _placed(by_id, children, roots, 0)
    if made.scale < LEAST_SCALE:
        made = max((made, *(_placed(by_id, children, roots, most) for most in COLUMNS)), key=lambda one: one.scale)
    return Chart(made.boxes, made.lines, made.width, made.height, unknown, named)


def _circles(by_id: dict[str, Member]) -> Iterator[tuple[str, ...]]:
    done: set[str] = set()
    for start in by_id:
        path: list[str] = []
        here = start
        while here in by_id and here not in done:
            done.add(here)
            path.append(here)
            here = by_id[here].reports_to
        if here in path:
            yield tuple(path[path.index(here) :])


def _placed(by_id: dict[str, Member], children: dict[str, list[str]], roots: list[str], most: int) -> Chart:
    """The chart with at most ``most`` leaves below each other; 0: all beside each other."""
    boxes: list[Placed] = []
    lines: list[Line] = []

    def put(number: str, x: int, y: int) -> int:
        """Place a member and all below him from ``x`` on; gives the width they take."""
        below = children[number]
        if most and below and all(not children[child] for child in below):
            return hang(number, below, x, y)
        taken = 0
        middles = []
        for child in below:
            width = put(child, x + taken, y + BOX_HEIGHT + GAP_Y)
            middles.append(_middle(boxes, child))
            taken += width + GAP_X
        width = max(taken - GAP_X, BOX_WIDTH)
        middle = (middles[0] + middles[-1]) // 2 if middles else x + BOX_WIDTH // 2
        boxes.append(Placed(by_id[number], middle - BOX_WIDTH // 2, y))
        lines.extend(_down(middle, y + BOX_HEIGHT, one, y + BOX_HEIGHT + GAP_Y) for one in middles)
        return width

    def hang(number: str, below: list[str], x: int, y: int) -> int:
        boxes.append(Placed(by_id[number], x, y))
        bottom, start = y + BOX_HEIGHT, x + INDENT // 2
        columns = -(-len(below) // most)
        each = -(-len(below) // columns)
        for place, child in enumerate(below):
            column, step = divmod(place, each)
            left = x + INDENT + column * (BOX_WIDTH + INDENT)
            top = bottom + GAP_Y // 2 + step * (BOX_HEIGHT + GAP_Y // 2)
            boxes.append(Placed(by_id[child], left, top))
            rail, level = left - INDENT // 2, top + BOX_HEIGHT // 2
            over = ((start, bottom + GAP_Y // 4), (rail, bottom + GAP_Y // 4)) if column else ()
            lines.append(Line(((start, bottom), *over, (rail, level), (left, level))))
        return (BOX_WIDTH + INDENT) * columns

    x = 0
    for root in roots:
        x += put(root, x, 0) + GAP_X
    boxes.sort(key=lambda box: (box.y, box.x))
    width = max((box.x + BOX_WIDTH for box in boxes), default=BOX_WIDTH)
    height = max((box.y + BOX_HEIGHT for box in boxes), default=BOX_HEIGHT)
    return Chart(tuple(boxes), tuple(lines), width, height)


def _middle(boxes: Sequence[Placed], number: str) -> int:
    box = next(box for box in reversed(boxes) if box.member.id == number)
    return box.x + BOX_WIDTH // 2


def _down(x: int, y: int, to_x: int, to_y: int) -> Line:
    level = (y + to_y) // 2
    return Line(((x, y), (x, level), (to_x, level), (to_x, to_y)))
