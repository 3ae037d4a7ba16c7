"""The project dossier (项目档案) in: a sheet a form, label and value cells with row tables, and the decision makers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kamsheets.core.finding import Finding, Place, Severity, finding, worst
from kamsheets.core.messages import text as say
from kamsheets.document.naming import LISTS as NAMES
from kamsheets.document.orgchart import Chart, Member, chart
from kamsheets.document.record import Record
from kamsheets.forms import blocks
from kamsheets.forms.catalogue import Catalogue, Form, catalogue
from kamsheets.forms.filled import Filled, filled
from kamsheets.forms.typed import Typed, typed
from kamsheets.jobs.approvals_context import context
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.forms_printable import Harvest, Printable
from kamsheets.jobs.forms_route import Signer
from kamsheets.jobs.session import Session
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.rawbook import RawBook, RawSheet
from kamsheets.workbook.read_tables import is_guide, tables

GROUP = "F4b"
"""决策小组: a list sheet of its own, printed with the form of the same code."""
LISTS = frozenset({GROUP, "F13a"})
"""List sheets that a dossier holds beside its forms: decision makers, visits."""
NUMBERS = ("form_no", "meeting_no", "plan_no")
"""Fields a form's own number may stand in."""
DECIDER = "decider"


@dataclass(frozen=True)
class Dossier:
    """The forms of one workbook, typed; ``group`` are the decision makers."""

    forms: tuple[tuple[RawSheet, Filled, blocks.Block], ...]
    group: Typed | None


def read(book: RawBook, view: PolicyView) -> Dossier | None:
    """The forms a workbook holds as label and value cells; None when it holds none."""
    known = catalogue_under(view)
    found = [(sheet, form) for sheet in book.sheets if not is_guide(sheet) and (form := _form(sheet, known))]
    if not found:
        return None
    made = []
    for sheet, form in found:
        facts = blocks.Facts(sheet.percent(None), sheet.facts.error_cells, book.date1904)
        block = blocks.read(book.file, sheet.name, sheet.rows, form, view.choices, facts)
        made.append((sheet, filled(block, book.file, sheet.name, view.choices, facts), block))
    lists = tables(book, [known[GROUP]]).tables
    group = typed(lists[0][1], known[GROUP], view.choices) if lists else None
    return Dossier(tuple(made), group)


def _form(sheet: RawSheet, known: Catalogue) -> Form | None:
    decision = known[GROUP]
    if any(sheet.name.strip() == name for name in (decision.zh, decision.en, *decision.aliases, NAMES[GROUP][0])):
        return None
    return blocks.recognise(sheet.name, sheet.rows, known.blocks())


def harvest(path: Path, dossier: Dossier, session: Session, signer: Signer, wanted: Sequence[str]) -> Harvest:
    """The printables of a dossier among the ``wanted`` form codes (none: all)."""
    made = Harvest()
    shared = _shared(dossier)
    about = context([found for _, found, _ in dossier.forms], session.view)
    for sheet, found, block in dossier.forms:
        people = dossier.group if found.form.code == catalogue()[GROUP].code else None
        if found.blank and not (people and people.accepted) and found.form.code not in wanted:
            continue
        made.findings += found.findings
        if wanted and found.form.code not in wanted:
            continue
        one = _printable(path, sheet, found, block, shared, session.view)
        if people:
            one, findings = _with_group(one, people, session)
            made.findings += findings
        one, findings = signer.sign(one, about[found.form.code])
        made.findings += findings
        made.printables.append(one)
    return made


def _shared(dossier: Dossier) -> dict[str, object]:
    """Header fields that one sheet states and the others may leave out."""
    header = {f.id for f in catalogue()["F0"].fields} - {"form_code", "form_no", "revision", "fill_date", "filler"}
    shared: dict[str, object] = {}
    for _, found, _ in dossier.forms:
        for field_id in header & found.values.keys():
            shared.setdefault(field_id, found.values[field_id])
    return shared


def _printable(
    path: Path, sheet: RawSheet, found: Filled, block: blocks.Block, shared: Mapping[str, object], view: PolicyView
) -> Printable:
    known = {f.id for f in found.form.fields}
    values = {key: value for key, value in shared.items() if key in known} | dict(found.values)
    number = next((str(values[key]) for key in NUMBERS if values.get(key)), "")
    project = str(values.get("project_no") or shared.get("project_no") or "")
    extras = {label: str(spot.cell) for label, spot in block.unknown.items() if spot.cell is not None}
    title = str(shared.get("customer_name") or values.get("project_name") or project)
    return Printable(
        code=found.form.code,
        form=found.form,
        record=Record(found.form.code, values, found.tables, extras),
        subject=_subject(project or title, found.form, values),
        region=str(values.get("region") or shared.get("region") or _head_office(view)),
        title=title,
        source=path,
        place=Place(path.name, sheet.name),
        places=found.places,
        number=number,
        project_no=project,
        faulty=worst(found.findings) is Severity.ERROR,
    )


def _subject(project: str, form: Form, values: Mapping[str, object]) -> str:
    """One form a project; minutes are told apart by their time, updates of JTF-003 by their number."""
    more = [
        str(values[key]) for key in ("meeting_time", "info_version", "due") if key in form.by_id and values.get(key)
    ]
    return " ".join([project, *more])


def _head_office(view: PolicyView) -> str:
    return next((region.code for region in view.regions if region.headquarters), view.regions[0].code)


def _with_group(one: Printable, group: Typed, session: Session) -> tuple[Printable, list[Finding]]:
    """JTF-003 with its decision makers and their chart."""
    people = [group.record(i) for i in group.accepted]
    drawn, findings = _chart(people, group, session)
    tables = {**one.record.tables, GROUP: people}
    return replace(one, record=replace(one.record, tables=tables, chart=drawn)), [*group.findings, *findings]


def _chart(people: list[dict[str, object]], group: Typed, session: Session) -> tuple[Chart | None, list[Finding]]:
    if not people:
        return None, []
    drawn = chart([_member(person, session) for person in people])
    place = group.table.place(None, "reports_to")
    findings = [finding("DC18", place, boss, person=name) for name, boss in drawn.unknown]
    findings += [finding("DC19", place, "→".join(circle), first=circle[0]) for circle in drawn.circles]
    return drawn, findings


def _member(person: Mapping[str, object], session: Session) -> Member:
    lang, view = session.lang, session.view
    roles = person.get("role")
    codes = roles if isinstance(roles, tuple) else (roles,) if roles else ()
    names = [c.printed(lang) for c in view.choices["dm_role"] if c.code in codes]
    influence = person.get("influence")
    weight = say("document.influence", lang, value=influence) if influence else ""
    stance = next((c for c in view.choices["stance"] if c.code == person.get("stance")), None)
    lines = (
        str(person.get("title") or ""),
        "｜".join(filter(None, ["、".join(names), weight])),
        str(person.get("personality") or ""),
    )
    return Member(
        id=str(person.get("dm_id") or ""),
        name=str(person.get("name") or ""),
        lines=tuple(line for line in lines if line),
        score=stance.score if stance else None,
        decides=DECIDER in codes,
        reports_to=str(person.get("reports_to") or ""),
    )
