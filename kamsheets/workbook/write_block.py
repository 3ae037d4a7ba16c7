"""Where a table of ours stands, in the words of formulas and links."""

from dataclasses import dataclass

from kamsheets.core.finding import cell_name, column_letters
from kamsheets.workbook.write_cells import Col, to_cell


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table stands; rows are numbered from 0 as in XlsxWriter, names in A1 as in Excel."""

    sheet: str
    columns: tuple[Col, ...]
    left: int
    header_row: int
    first_row: int
    last_row: int
    total_row: int | None = None
    table: str = ""
    """Name of the Excel table, or empty."""

    def column(self, key: str) -> int:
        """0-based sheet column of a column by its key; raises ``KeyError``."""
        for k, col in enumerate(self.columns):
            if col.name == key:
                return self.left + k
        raise KeyError(key)

    def cell(self, row: int, key: str) -> str:
        """A1 name of the cell of ``rows[row]`` in the column ``key``."""
        return cell_name(self.first_row + row + 1, self.column(key))

    def link(self, row: int, key: str) -> str:
        """The address of that cell for ``Cell.link``."""
        return to_cell(self.sheet, self.cell(row, key))

    def span(self, key: str, first: int = 0, last: int | None = None) -> str:
        """The data range of a column, absolute, no sheet: ``$H$6:$H$20``; or only ``rows[first]`` to ``[last]``."""
        letters = column_letters(self.column(key))
        end = self.last_row if last is None else self.first_row + last
        return f"${letters}${self.first_row + first + 1}:${letters}${end + 1}"

    def range(self, key: str, first: int = 0, last: int | None = None) -> str:
        """The same range for formulas on other sheets: ``'汇总'!$H$6:$H$20``."""
        return "'{}'!{}".format(self.sheet.replace("'", "''"), self.span(key, first, last))

    def total(self, key: str) -> str:
        """The totals cell of a column for formulas on other sheets; ``ValueError`` without a totals row."""
        if self.total_row is None:
            raise ValueError(f"{self.sheet} has no totals row")
        return "'{}'!${}${}".format(self.sheet.replace("'", "''"), column_letters(self.column(key)), self.total_row + 1)
