"""Which row of a returned table is which issued row, when some were deleted, added or changed.

>>> list(aligned([{"a": "1"}, {"a": "2"}, {"a": "3"}], [{"a": "1"}, {"a": "3"}]))
[(0, 0), (1, None), (2, 1)]
"""

from collections.abc import Iterator, Mapping, Sequence

Row = Mapping[str, str]
Pair = tuple[int | None, int | None]


def aligned(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Pair]:
    """Pairs of places in their order: (old, new), (old, None) for a deleted row, (None, new) for an added one.

    Of all ways to pair them the one with most equal cells; where it makes no difference, rows are pairs rather than
    deleted and added.
    """
    best = _scores(before, after)
    i = j = 0
    while i < len(before) or j < len(after):
        if i < len(before) and j < len(after) and best[i][j] == best[i + 1][j + 1] + _worth(before[i], after[j]):
            yield i, j
            i, j = i + 1, j + 1
        elif j == len(after) or (i < len(before) and best[i][j] == best[i + 1][j]):
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1


def _scores(before: Sequence[Row], after: Sequence[Row]) -> list[list[int]]:
    """The most that the rows from each place on can be worth together."""
    best = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            paired = best[i + 1][j + 1] + _worth(before[i], after[j])
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return best


def _worth(old: Row, new: Row) -> int:
    """How much two rows have in common; a little when nothing, for a row may be written anew."""
    equal = sum(" ".join(text.split()) == " ".join(new.get(column, "").split()) for column, text in old.items())
    return 1 + 2 * equal
