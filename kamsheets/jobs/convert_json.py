"""Our own .json back in: tables as they were read, so that they are typed and written like any other."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kamsheets.core.table import Cell, Column, Table
from kamsheets.forms.catalogue import Catalogue, Field, Form
from kamsheets.jobs.canonical import SEVERAL
from kamsheets.jobs.convert_sheet import origin_headers
from kamsheets.jobs.convert_write import FORMAT
from kamsheets.workbook.refusal import RefusedFileError

_BETWEEN = {"period": "—"}
"""What joins the parts of a list."""


def read_json(path: Path, forms: Catalogue) -> list[tuple[Form, Table]]:
    """The tables of a .json that ``convert`` wrote; raises ``RefusedFileError`` for any other."""
    try:
        content = json.loads(path.read_text("utf-8-sig"))
        if content["format"] != FORMAT:
            raise ValueError(content["format"])
        return [_table(path.name, each, forms) for each in content["tables"]]
    except OSError as error:
        raise RefusedFileError(path.name, "read.disk") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RefusedFileError(path.name, "convert.foreign_json") from error


def _table(file: str, content: Mapping[str, Any], forms: Catalogue) -> tuple[Form, Table]:
    form = forms[content["form"]]
    fields = [form[field_id] for field_id in content["columns"]]
    rows: Sequence[Mapping[str, Any]] = content["rows"]
    extra = list(dict.fromkeys(header for row in rows for header in row["extra"]))
    headers = [*(f.zh for f in fields), *extra, *origin_headers("zh")]
    known = [f.id for f in fields]
    columns = tuple(
        Column(header, k, known[k] if k < len(known) else None, _unit(fields[k]) if k < len(known) else "")
        for k, header in enumerate(headers)
    )
    cells = [[*(_cell(row, f) for f in fields), *(row["extra"].get(h) for h in extra), *_origin(row)] for row in rows]
    return form, Table(file, str(content["sheet"]), columns, cells, range(2, len(cells) + 2))


def _unit(field: Field) -> str:
    """Amounts are in yuan whatever the unit of the field."""
    return "元" if field.type == "money" else ""


def _cell(row: Mapping[str, Any], field: Field) -> Cell:
    value = row["unread"].get(field.id, row[field.id])
    return _BETWEEN.get(field.type, SEVERAL).join(map(str, value)) if isinstance(value, list) else _scalar(value)


def _origin(row: Mapping[str, Any]) -> list[Cell]:
    return [_scalar(row[name]) for name in ("file", "sheet", "row")]


def _scalar(value: object) -> Cell:
    if isinstance(value, Mapping | list):
        raise ValueError(value)
    return value
