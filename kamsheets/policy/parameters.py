"""The sheet 参数: one row a key and day; a row overrides the value of that day, or adds one from its day on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kamsheets.core.finding import Finding, finding
from kamsheets.policy.cells import CellError, Names, Reading, line, nearest, read, spelling, write
from kamsheets.policy.dated import Dated
from kamsheets.policy.listing import Column
from kamsheets.policy.names import names_of
from kamsheets.policy.policy import Policy
from kamsheets.policy.rows import RawRow, problem
from kamsheets.policy.types import Key, Label

PARAMETERS = Label("参数", "Parameters")
PARAMETER_COLUMNS = (
    Column("key", "键", "Key", required=True),
    Column("name", "名称", "Name"),
    Column("value", "值", "Value", "any", required=True),
    Column("unit", "单位", "Unit"),
    Column("since", "生效日期", "In force from", "date"),
    Column("source", "来源", "Source"),
    Column("note", "说明", "Note"),
)
ELSEWHERE: Mapping[str, Label] = {
    "stage_weights": Label("阶段", "Stages"),
    "rate_tiers": Label("提成费率", "Commission rates"),
}
"""Keys of the field catalogue (F12) that a company changes in a sheet of their own."""
_LIKE: Mapping[str, frozenset[str]] = {"元": frozenset({"元", "万元"}), "万元": frozenset({"元", "万元"})}


@dataclass(frozen=True, slots=True)
class _Sheet:
    policy: Policy
    names: Names
    keys: Mapping[str, str]
    units: Mapping[str, str]


def override(policy: Policy, rows: Iterable[RawRow]) -> tuple[Policy, list[Finding]]:
    """``policy`` with the values of the rows, and everything that is wrong with them."""
    sheet = _Sheet(policy, names_of(policy), _spellings(policy.keys), _units(policy.units))
    made: dict[str, dict[object, Dated[object]]] = {}
    found: list[Finding] = []
    for row in rows:
        try:
            key, dated = _value(sheet, row)
        except CellError as error:
            found.append(problem(error, row, str(error.facts.pop("field"))))
            continue
        given = made.setdefault(key.key, {})
        if dated.since in given:
            other = given[dated.since].origin.row
            found.append(finding("PO14", row.origin.place("key"), key.key, key=key.key, day=dated.since, other=other))
        given[dated.since] = dated
    values = {key: _merged(policy.values[key], given) for key, given in made.items()}
    return replace(policy, values={**policy.values, **values}), found


def _spellings(keys: Mapping[str, Key]) -> dict[str, str]:
    names = {spelling(label): name for name, key in keys.items() for label in (key.label.zh, key.label.en)}
    return names | {spelling(name): name for name in keys}


def _units(units: Mapping[str, str]) -> dict[str, str]:
    return {spelling(en): zh for zh, en in units.items()} | {spelling(zh): zh for zh in units}


def _merged(before: tuple[Dated[object], ...], given: Mapping[object, Dated[object]]) -> tuple[Dated[object], ...]:
    kept = [row for row in before if row.since not in given]
    return tuple(sorted([*kept, *given.values()], key=lambda row: row.since))


def _value(sheet: _Sheet, row: RawRow) -> tuple[Key, Dated[object]]:
    """The key and its dated value; raises ``CellError`` with the field that is wrong."""
    key = _key(sheet, row)
    unit = _unit(sheet, key, row)
    reading = Reading(sheet.names, unit, "value" in row.percents)
    value = _read("value", key.kind, row, reading)
    if value in (None, ()) and not key.optional:
        raise CellError("PO05", field="value", column=Label("值", "Value"))
    _within(key, value)
    since = _read("since", "date", row, reading) or sheet.policy.beginning
    note = line(row.cells.get("note"))
    dated = Dated(
        item=value,
        since=since,  # type: ignore[arg-type]
        source=line(row.cells.get("source")),
        note="" if note in (key.note.zh, key.note.en) else note,
        origin=row.origin,
    )
    return key, _sourced(dated, sheet.policy.values[key.key])


def _key(sheet: _Sheet, row: RawRow) -> Key:
    text = line(row.cells.get("key"))
    if not text:
        raise CellError("PO05", field="key", column=Label("键", "Key"))
    if text in ELSEWHERE:
        raise CellError("PO12", field="key", key=text, sheet=ELSEWHERE[text])
    if (name := sheet.keys.get(spelling(text))) is None:
        raise CellError("PO10", nearest(text, sheet.keys), field="key")
    return sheet.policy.keys[name]


def _unit(sheet: _Sheet, key: Key, row: RawRow) -> str:
    """The unit of the row; empty means the key's own."""
    text = line(row.cells.get("unit"))
    unit = sheet.units.get(spelling(text), text)
    if unit and unit != key.unit and unit not in _LIKE.get(key.unit, ()):
        shown = Label(key.unit, sheet.policy.units.get(key.unit, ""))
        raise CellError("PO11", field="unit", key=key.key, unit=shown)
    return unit or key.unit


def _read(field: str, kind: str, row: RawRow, reading: Reading) -> object:
    try:
        return read(kind, row.cells.get(field), reading)
    except CellError as error:
        error.facts["field"] = field
        raise


def _within(key: Key, value: object) -> None:
    for number in value if isinstance(value, tuple) else (value,):
        if not isinstance(number, int | Fraction):
            continue
        if (key.minimum is not None and number < key.minimum) or (key.maximum is not None and number > key.maximum):
            raise CellError("PO13", field="value", name=key.label, bounds=_bounds(key))


def _bounds(key: Key) -> str:
    kind = key.kind.removesuffix("_list")
    low, high = (None if end is None else _shown(kind, end, key.unit) for end in (key.minimum, key.maximum))
    if low is None or high is None:
        return f"≤ {high}" if low is None else f"≥ {low}"
    return f"{low} … {high}"


def _shown(kind: str, end: Fraction, unit: str) -> object:
    return f"{write(kind, end if kind in ('rate', 'dec') else int(end), unit)} {unit}".strip()


def _sourced(row: Dated[object], before: tuple[Dated[object], ...]) -> Dated[object]:
    """A value that was changed but kept its shipped source, or names none, has its own cell as source."""
    twin = next((old for old in before if old.since == row.since), None)
    kept = twin is not None and twin.source == row.source and twin.item != row.item
    return replace(row, source=row.origin.phrase("value")) if kept or not row.source else row
