"""From files to printables: each file is read once and asked what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Place, finding
from kamsheets.document import templates
from kamsheets.forms.catalogue import Form, catalogue, form_code
from kamsheets.forms.rows import find_header
from kamsheets.jobs import forms_dossier, forms_leads, forms_money, leads_batch
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.forms_printable import Harvest, Printable
from kamsheets.jobs.forms_route import Signer
from kamsheets.jobs.month_files import is_policy
from kamsheets.jobs.session import Session
from kamsheets.workbook.rawbook import RawBook
from kamsheets.workbook.read import raw

LEADS, GRADE = forms_leads.LEADS, "lead_grade"
GROUP = forms_dossier.GROUP
MONEY = (catalogue()[forms_money.PLAN].code, templates.STATEMENT)


def collect(files: Sequence[Path], session: Session, forms: Sequence[str]) -> Harvest:
    """All printables of ``files`` among the form codes wanted (none: all); a file that holds none is said so."""
    wanted = tuple(form_code(code) for code in forms)
    signer, made = Signer(session), Harvest()
    leads: list[Path] = []
    money: list[Path] = []
    known = catalogue_under(session.view).lists()
    for path in files:
        try:
            book = raw(path)
        except KamError as error:
            made.failures.append(error)
            continue
        if is_policy(book):
            continue
        lists = _lists(book, known)
        if LEADS in lists.values():
            leads.append(path)
        if set(lists.values()).intersection(forms_money.SHEETS):
            money.append(path)
        blocks = replace(book, sheets=tuple(s for s in book.sheets if lists.get(s.name, GROUP) == GROUP))
        if blocks.sheets:
            made.add(_dossier(path, blocks, session, signer, wanted, alone=set(lists.values()) <= forms_dossier.LISTS))
    registers = _asked(catalogue()[LEADS].code, wanted)
    if leads and (registers or any(_ungraded(one) for one in made.printables)):
        batch = leads_batch.load(leads, session)
        grades = forms_leads.grades(batch)
        made.printables = [_graded(one, grades) for one in made.printables]
        made.failures += batch.failures
        if registers:
            made.add(forms_leads.harvest(batch, session, signer))
    if money and any(_asked(code, wanted) for code in MONEY):
        made.add(forms_money.harvest(money, session, signer, wanted))
    return made


def _dossier(
    path: Path, book: RawBook, session: Session, signer: Signer, wanted: Sequence[str], *, alone: bool
) -> Harvest:
    """The forms of a workbook; one that holds neither forms nor lists (``alone``) is said to be nothing to print."""
    dossier = forms_dossier.read(book, session.view)
    if dossier is None:
        return Harvest(findings=[finding("DC23", Place(path.name))] if alone else [])
    return forms_dossier.harvest(path, dossier, session, signer, wanted)


def _ungraded(one: Printable) -> bool:
    """A form that prints the grade of its lead and does not state it."""
    return GRADE in one.form.by_id and not one.record.values.get(GRADE)


def _graded(one: Printable, grades: Mapping[str, str]) -> Printable:
    """The grade of the lead a form began with, where the form leaves it out and the register is among the files."""
    grade = grades.get(str(one.record.values.get("lead_no") or ""))
    if not grade or not _ungraded(one):
        return one
    return replace(one, record=replace(one.record, values={**one.record.values, GRADE: grade}))


def _asked(code: str, wanted: Sequence[str]) -> bool:
    return not wanted or code in wanted


def _lists(book: RawBook, forms: Sequence[Form]) -> dict[str, str]:
    """The sheets of one record a row: name -> form id."""
    headers = {sheet.name: find_header(sheet.rows, forms, sheet.name) for sheet in book.sheets}
    return {name: header.form.id for name, header in headers.items() if header}
