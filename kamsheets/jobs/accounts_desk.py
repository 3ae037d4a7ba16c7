"""What every page of the review workbook is given, and the words they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kamsheets.accounts.register import Register
from kamsheets.accounts.review import Review
from kamsheets.core.messages import text
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.write import Col, Kind, Sheet

WIDTH = 120
"""Characters a line of explanation holds."""


@dataclass(frozen=True)
class Desk:
    """The register, its review, and how to speak of them."""

    register: Register
    review: Review
    view: PolicyView
    lang: str

    def t(self, code: str, **facts: object) -> str:
        """A text of the room's catalogue."""
        return text(f"accounts.{code}", self.lang, **facts)

    def col(self, name: str, kind: Kind = "text", width: float | None = None, total: str = "") -> Col:
        """A column of ours, called by its name in charts."""
        return Col(self.t(f"col.{name}", year=self.review.year or ""), kind, width, name, total)

    def label(self, listing: str, code: str | None) -> str:
        """The name of a choice; empty for none."""
        choice = self.view.choice(listing, code) if code else None
        return choice.label.of(self.lang) if choice else code or ""

    def labels(self, listing: str, codes: Iterable[str]) -> str:
        """Several names in one cell."""
        return self.joined(self.label(listing, code) for code in codes)

    def joined(self, words: Iterable[str]) -> str:
        """Words of a list in the language's own manner."""
        return ("、" if self.lang == "zh" else ", ").join(words)

    def verdict(self, passed: bool | None) -> str:
        """Yes, no, open."""
        return self.t("word.open" if passed is None else "word.yes" if passed else "word.no")

    def name(self, key: str) -> str:
        """The name of an account by its key."""
        return self.register.customers[key].name


def notes(page: Sheet, *lines: str, span: int = 8) -> None:
    """Lines of explanation under a title."""
    page.lines(*lines, span=span, width=WIDTH)


def listed(
    page: Sheet, desk: Desk, columns: Sequence[Col], rows: Sequence[Sequence[object]], *, own: bool = True,
    freeze: bool = False,
) -> None:  # fmt: skip
    """A table, or a line that says there is nothing to list.

    ``own``: an Excel table with filters; ``freeze``: the page's main table, whose header stays in view and on paper.
    """
    if not rows:
        notes(page, desk.t("note.nothing"))
        return
    block = page.table(columns, rows, table=own)
    if freeze:
        page.freeze(block)
