"""From files to printables: each file is read once and asked what it is."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Place, finding
from kamsheets.document import templates
from kamsheets.forms.catalogue import Form, catalogue, form_code
from kamsheets.forms.rows import find_header
from kamsheets.jobs import (
    forms_dossier,
    forms_leads,
    forms_money,
    forms_pipeline,
    forms_worker,  # noqa: F401 - the same workers fill next: imported once for all of them
    leads_batch,
)
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.forms_printable import Harvest, Printable
from kamsheets.jobs.forms_route import Signer
from kamsheets.jobs.month_files import is_policy
from kamsheets.jobs.session import Session
from kamsheets.workbook.rawbook import RawBook
from kamsheets.workbook.read import FILES_A_TASK, raw

LEADS, GRADE = forms_leads.LEADS, "lead_grade"
GROUP = forms_dossier.GROUP
MINUTES = catalogue()[forms_pipeline.MINUTES].code
"""Printed from a pipeline when asked for by its code: most of it is for the meeting to fill in."""
MONEY = (catalogue()[forms_money.PLAN].code, templates.STATEMENT)


@dataclass(frozen=True)
class _Desk:
    """What every file is read by."""

    session: Session
    wanted: tuple[str, ...]

    @cached_property
    def signer(self) -> Signer:
        """Signature blocks under the session's policy."""
        return Signer(self.session)

    @cached_property
    def lists(self) -> Sequence[Form]:
        """The sheets of one record a row."""
        return catalogue_under(self.session.view).lists()


@dataclass(frozen=True)
class _Seen:
    """What a file holds: its forms, and whether it is a lead register, a bonus workbook or a pipeline too."""

    harvest: Harvest
    leads: bool = False
    money: bool = False
    pipeline: bool = False


def collect(files: Sequence[Path], session: Session, forms: Sequence[str]) -> Harvest:
    """All printables of ``files`` among the form codes wanted (none: all); a file that holds none is said so."""
    desk, made = _Desk(session, tuple(form_code(code) for code in forms)), Harvest()
    seen = dict(zip(files, _all(files, desk), strict=True))
    for one in seen.values():
        made.add(one.harvest)
    leads = [path for path, one in seen.items() if one.leads]
    money = [path for path, one in seen.items() if one.money]
    registers = _asked(catalogue()[LEADS].code, desk.wanted)
    if leads and (registers or any(_ungraded(one) for one in made.printables)):
        batch = leads_batch.load(leads, session)
        grades = forms_leads.grades(batch)
        made.printables = [_graded(one, grades) for one in made.printables]
        made.failures += batch.failures
        if registers:
            made.add(forms_leads.harvest(batch, session, desk.signer))
    if money and any(_asked(code, desk.wanted) for code in MONEY):
        made.add(forms_money.harvest(money, session, desk.signer, desk.wanted))
    pipelines = [path for path, one in seen.items() if one.pipeline]
    if pipelines and MINUTES in desk.wanted:
        made.add(forms_pipeline.harvest(pipelines, session, desk.signer))
    elif pipelines and not (made.printables or made.failures):
        made.findings += [finding("DC27", Place(path.name), form=MINUTES) for path in pipelines]
    if not (made.printables or made.findings or made.failures):
        made.findings.append(finding("DC23", Place()))
    return made


def _all(files: Sequence[Path], desk: _Desk) -> Iterator[_Seen]:
    """All files in their order, here or some at a time on the executor."""
    session = desk.session
    chunks = [files[i : i + FILES_A_TASK] for i in range(0, len(files), FILES_A_TASK)]
    if session.executor is None or len(chunks) == 1:
        yield from (_see(path, desk) for path in files)
        return
    frozen = pickle.dumps((session.policy, session.as_of, session.lang, desk.wanted))
    done = 0
    for waiting in [session.executor.submit(_far, chunk, frozen) for chunk in chunks]:
        for one in waiting.result():
            one.harvest.printables = [replace(each, form=catalogue()[each.form.id]) for each in one.harvest.printables]
            yield one
            done += 1
        session.progress(done, len(files))


def _far(files: Sequence[Path], frozen: bytes) -> list[_Seen]:
    """In a worker."""
    return [_see(path, _thawed(frozen)) for path in files]


@lru_cache(maxsize=2)
def _thawed(frozen: bytes) -> _Desk:
    policy, as_of, lang, wanted = pickle.loads(frozen)  # noqa: S301 - from our own parent process
    return _Desk(Session(policy, as_of, lang), wanted)


def _see(path: Path, desk: _Desk) -> _Seen:
    try:
        book = raw(path)
    except KamError as error:
        return _Seen(Harvest(failures=[error]))
    if is_policy(book):
        return _Seen(Harvest())
    lists = _lists(book, desk.lists)
    held = set(lists.values())
    blocks = replace(book, sheets=tuple(s for s in book.sheets if lists.get(s.name, GROUP) == GROUP))
    harvest = _dossier(path, blocks, desk, alone=held <= forms_dossier.LISTS) if blocks.sheets else Harvest()
    return _Seen(harvest, LEADS in held, not held.isdisjoint(forms_money.SHEETS), forms_pipeline.PIPELINE in held)


def _dossier(path: Path, book: RawBook, desk: _Desk, *, alone: bool) -> Harvest:
    """The forms of a workbook; one that holds neither forms nor lists (``alone``) is said to be nothing to print."""
    dossier = forms_dossier.read(book, desk.session.view)
    if dossier is None:
        return Harvest(findings=[finding("DC23", Place(path.name))] if alone else [])
    return forms_dossier.harvest(path, dossier, desk.session, desk.signer, desk.wanted)


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
