"""What several leads of one customer have to do with each other, as sheets: groups, pairs with evidence, conflicts."""

from collections.abc import Iterable, Iterator, Sequence

from kamsheets.core.finding import Place
from kamsheets.core.messages import text
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.leads_batch import LEADS, Batch
from kamsheets.leads import register
from kamsheets.leads.duplicates import Group
from kamsheets.workbook.write import Book, Cell, Col, Kind, to_cell

DATES = ("registered", "until")


def write(book: Book, batch: Batch, own: int) -> None:
    """The three sheets; the first ``own`` leads stand in the register's sheet, in its order."""
    sheets = Overlaps(batch, own)
    sheets.sheet(
        book, "duplicates", ("group", "customer", "registrant", "registered", "first", "until", "state", "origin"),
        (row for group in batch.duplicates.groups for row in sheets.group(group)),
    )  # fmt: skip
    sheets.sheet(
        book, "pairs", ("group", "level", "customer", "origin", "customer_b", "origin_b", "evidence"), sheets.pairs()
    )
    sheets.sheet(book, "conflicts", ("group", "field", "statement", "origin"), sheets.conflicts())


class Overlaps:
    """Rows of the sheets, in the batch's language."""

    def __init__(self, batch: Batch, own: int) -> None:
        self.batch, self.own = batch, own
        self.labels = batch.duplicates.labels()

    def t(self, code: str, **facts: object) -> str:
        """A text of these sheets."""
        return text(f"leads.{code}", self.batch.lang, **facts)

    def sheet(self, book: Book, name: str, keys: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """One sheet with a line that explains it."""
        kinds: dict[str, Kind] = dict.fromkeys(DATES, "date")
        columns = [Col(self.t(f"overlap.{key}"), kinds.get(key, "text")) for key in keys]
        title = self.t(f"sheet.{name}")
        book.sheet(title, columns, rows, lines=[self.t(f"overlap.line.{name}")], table=name.title(), freeze_columns=1)

    def group(self, group: Group) -> Iterator[list[object]]:
        """The members of a group by registration; the holder is marked, with the end of its protection."""
        until = group.protected_until
        over = until is not None and until < self.batch.desk.day
        for member in group.members:
            lead = self.batch.leads[member]
            who = [lead.text("customer_name"), lead.text("registrant"), lead.sheet.column("reg_date")[lead.row]]
            mark: list[object] = ["", None, ""]
            if member == group.holder:
                state = self.t(f"overlap.{'lapsed' if over else 'protected'}") if until else ""
                mark = [self.t(f"overlap.{'tie' if group.tie else 'yes'}"), until, state]
            yield [group.label, *who, *mark, self.origin(member)]

    def pairs(self) -> Iterator[list[object]]:
        """Every pair with all that it shares, strong ones first."""
        for pair in (*self.batch.duplicates.strong, *self.batch.duplicates.weak):
            said = " + ".join(self.t(f"evidence.{item.code}", shown=item.shown) for item in pair.evidence)
            level = self.t(f"level.{'strong' if pair.strong else 'weak'}")
            group = self.labels.get(pair.first, "") if pair.strong else ""
            yield [group, level, *self._side(pair.first), *self._side(pair.second), said]

    def _side(self, position: int) -> tuple[object, object]:
        return self.batch.leads[position].text("customer_name"), self.origin(position)

    def origin(self, position: int) -> object:
        """Where a lead came from, linked to its row in the register; a lead of last month's register has no link."""
        spot = self.batch.leads[position].spot
        if position >= self.own:
            return spot
        return Cell(spot, link=to_cell(self.t("sheet.register"), f"A{position + 2}"))

    def conflicts(self) -> Iterator[list[object]]:
        """One row a statement."""
        form = catalogue()[LEADS]
        for conflict in conflicts(self.batch):
            label = form[conflict.field_id].label(self.batch.lang)
            for statement, place in conflict.statements:
                yield [conflict.group, label, statement, _spot(place)]


def conflicts(batch: Batch) -> list[register.Conflict]:
    """What the leads of each group state differently."""
    groups = {
        group.label: [(batch.leads[m].sheet, batch.leads[m].row) for m in group.members]
        for group in batch.duplicates.groups
    }
    return list(register.conflicts(groups))


def _spot(place: Place) -> str:
    return f"{place.file}｜{place.sheet}!{place.cell}"
