"""The papers of the review in Word: a page for each account and the agenda of the meeting, written by the workers."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.document import templates
from kamsheets.formats import companies
from kamsheets.jobs import accounts_paper_agenda, accounts_paper_page, outputs
from kamsheets.jobs.accounts_paper_desk import PaperDesk
from kamsheets.jobs.accounts_papers_worker import Batch, Made, Paper, write
from kamsheets.jobs.forms_assemble import assemble
from kamsheets.jobs.pipeline_read import Loaded
from kamsheets.jobs.session import Session
from kamsheets.pipeline.outcomes import Standing, standing
from kamsheets.pipeline.project import Project

ONE_PAGER, AGENDA = "客户一页纸", "季度回顾议程"
"""Names of the templates."""
A_TASK = 20
"""Documents a task."""


@dataclass(frozen=True)
class How:
    """What to write beside the workbook."""

    folder: Path
    workspace: Path
    """Folder whose ``word_templates`` go before the shipped ones."""
    pdf: bool = False
    merge: bool = False
    restricted: bool = False


@dataclass
class Papers:
    """What was written, and what was not."""

    outputs: list[Path] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    """For ``--json``: kind, customer, path."""
    findings: list[Finding] = field(default_factory=list)
    failures: list[KamError] = field(default_factory=list)


def open_projects(found: Loaded) -> Mapping[str, Sequence[Project]]:
    """Open projects by company key; those without a customer belong to nobody."""
    held: dict[str, list[Project]] = {}
    for project in found.snapshot.counted.projects:
        if project.customer_name and standing(project, found.view) is Standing.OPEN:
            held.setdefault(companies.key(project.customer_name), []).append(project)
    return held


def write_papers(desk: PaperDesk, session: Session, how: How) -> Papers:
    """All papers of the review into the folder; an existing one is refused without force, the others go on."""
    made = Papers()
    agenda = _agenda(desk, session, how, made)
    pages = _one_pagers(desk, session, how, made)
    written = [*agenda, *pages]
    made.outputs += written
    if how.pdf:
        extra, failures = assemble(written, how.folder, session, to_pdf=True, merged=how.merge)
    else:
        extra, failures = assemble(pages, how.folder, session, to_pdf=False, merged=how.merge and bool(pages))
    made.outputs += extra
    made.failures += failures
    return made


def _agenda(desk: PaperDesk, session: Session, how: How, made: Papers) -> list[Path]:
    name = f"{desk.t('paper.agenda')}_{desk.review.day}"
    paper = Paper(str(how.folder / f"{outputs.safe_name(name)}.docx"), name, accounts_paper_agenda.context(desk))
    return _written(AGENDA, [("", paper)], session, how, made)


def _one_pagers(desk: PaperDesk, session: Session, how: How, made: Papers) -> list[Path]:
    papers = [
        (line.customer.name, Paper(str(target), f"{desk.t('paper.one_pager')} {line.customer.name}",
                                   accounts_paper_page.context(desk, line), accounts_paper_page.charts(desk, line)))
        for line, target in zip(desk.review.lines, _targets(desk, how.folder), strict=True)
    ]  # fmt: skip
    return _written(ONE_PAGER, papers, session, how, made)


def _targets(desk: PaperDesk, folder: Path) -> Iterator[Path]:
    """A file for each account; names that a file system takes for the same get a number."""
    taken: set[str] = set()
    for line in desk.review.lines:
        stem = outputs.safe_name(f"{desk.t('paper.one_pager')}_{line.customer.name}")
        name = next(name for n in range(1, len(taken) + 2) if (name := _numbered(stem, n)).casefold() not in taken)
        taken.add(name.casefold())
        yield folder / f"{name}.docx"


def _numbered(stem: str, n: int) -> str:
    return stem if n == 1 else f"{stem}_{n}"


def _written(code: str, papers: Sequence[tuple[str, Paper]], session: Session, how: How, made: Papers) -> list[Path]:
    """The papers that stand on disk; what went wrong with the others is noted."""
    try:
        template = templates.find(code, session.lang, how.workspace)
    except KamError as failure:
        made.failures.append(failure)
        return []
    results = _run(template, [paper for _, paper in papers], session)
    for (customer, _), one in zip(papers, results, strict=True):
        if one.failure is None:
            made.rows.append({"kind": code, "customer": customer, "path": one.path})
        elif all(one.failure.facts != other.facts for other in made.failures):  # a bad template fails alike for all
            made.failures.append(one.failure)
    made.findings += _asked_in_vain(template, code, results)
    return [Path(one.path) for one in results if one.failure is None]


def _asked_in_vain(template: Path, code: str, results: Sequence[Made]) -> Iterator[Finding]:
    """Names of the template nobody knows, each once: the document shows a marker there."""
    for name in dict.fromkeys(name for one in results for name in one.missing):
        yield finding("DC02", Place(template.name), form=code, form_en=code, field=name, field_en=name)


def _run(template: Path, papers: Sequence[Paper], session: Session) -> list[Made]:
    stamp = template.stat().st_mtime_ns
    batches = [
        Batch(str(template), stamp, session.lang, session.as_of, session.force, tuple(papers[k : k + A_TASK]))
        for k in range(0, len(papers), A_TASK)
    ]
    results: list[Made] = []
    for made in _mapped(session.executor, batches):
        results += made
        session.progress(len(results), len(papers))
    return results


def _mapped(executor: Executor | None, batches: Sequence[Batch]) -> Iterator[list[Made]]:
    if executor is None or len(batches) < 2:
        return map(write, batches)
    return iter([future.result() for future in [executor.submit(write, batch) for batch in batches]])
