"""``forms print``: read, check what a form must hold, number, fill, place, and put together for the printer."""

from collections import Counter
from collections.abc import Sequence, Set
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from pathlib import Path

from kamsheets.core.errors import KamError, OutputExistsError
from kamsheets.core.finding import Finding, finding
from kamsheets.core.messages import text as say
from kamsheets.document import archive, properties, templates, totals
from kamsheets.document.context import Printing
from kamsheets.document.fill import CHECK_LENGTH, Issue
from kamsheets.document.naming import described
from kamsheets.jobs import forms_register, outputs
from kamsheets.jobs.forms_assemble import assemble
from kamsheets.jobs.forms_batch import Task, run
from kamsheets.jobs.forms_collect import collect
from kamsheets.jobs.forms_printable import Harvest, Printable
from kamsheets.jobs.forms_worker import Made, missing, write
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

SNAPSHOTS = ".kam/issued"


@dataclass(frozen=True)
class How:
    """How a run prints."""

    output: Path
    pdf: bool = False
    merge: bool = False
    draft: bool = False
    restricted: bool = False
    """Print what only a few may see: restricted fields, the decision makers, their chart."""
    workspace: Path | None = None
    """Folder whose ``word_templates`` go before the shipped ones."""


def print_forms(files: Sequence[Path], session: Session, how: How, forms: Sequence[str] = ()) -> Outcome:
    """Print the forms that ``files`` hold (``forms``: only these codes).

    A final print needs every required field and figures that add up: what lacks something is named, not printed, and
    takes no number. A draft prints markers instead and takes none either.
    """
    return print_harvest(collect(files, session, forms), session, how)


def print_harvest(harvest: Harvest, session: Session, how: How) -> Outcome:
    """``print_forms`` for what was collected already."""
    printer = _Printer(session, how, list(harvest.findings), list(harvest.failures))
    ready = printer.checked(harvest.printables)
    done = printer.drafts(ready) if how.draft else printer.finals(ready)
    extra, failures = assemble([task.target for task in done if task.target], how.output, session, how.pdf, how.merge)
    documents = [
        {
            "form_code": task.printable.code,
            "form_no": task.issue.number,
            "project_no": task.printable.project_no,
            "path": str(task.target),
        }
        for task in done
    ]
    found = len(harvest.printables)
    return Outcome(
        findings=printer.findings,
        summary={"found": found, "printed": len(done), "refused": found - len(done)},
        data={"documents": documents},
        outputs=[*(task.target for task in done if task.target), *extra],
        failures=[*printer.failures, *failures],
    )


def settings(session: Session, *, restricted: bool) -> Printing:
    """How forms are printed under the session's policy."""
    view = session.view
    years = view.number("form_retention_years")
    return Printing(
        choices=view.choices,
        as_of=session.as_of,
        lang=session.lang,
        neutral=bool(view.get("neutral_labels").value),
        restricted=restricted,
        people={person.emp_id: person.name for person in view.people},
        company=str(view.get("company_name").value or ""),
        revision=view.text("form_revision"),
        retention=say("document.retention", session.lang, years=years) if years else "",
        secrecy=view.text("restricted_class"),
    )


@dataclass
class _Printer:
    """One print run."""

    session: Session
    how: How
    findings: list[Finding]
    failures: list[KamError]
    printing: Printing = field(init=False)

    def __post_init__(self) -> None:
        self.printing = settings(self.session, restricted=self.how.restricted)

    def checked(self, printables: Sequence[Printable]) -> list[Task]:
        """Those that may be printed; why the others may not is among findings and failures."""
        found = [Task(one, template) for one in self._once(printables) if (template := self._template(one))]
        if self.how.draft:
            return found
        ready = [task for task in found if self._adds_up(task.printable) and not task.printable.faulty]
        lacking = run(missing, ready, self.printing, self.session)
        return [task for task, made in zip(ready, lacking, strict=True) if self._complete(task.printable, made)]

    def _once(self, printables: Sequence[Printable]) -> list[Printable]:
        """A form of one subject is printed once a run; another copy among the inputs is said."""
        kept: dict[tuple[str, str], Printable] = {}
        for one in printables:
            first = kept.setdefault((one.code, one.subject), one)
            if first is not one:
                where = f"{first.place.file}!{first.place.sheet}"
                self.findings.append(finding("DC22", one.place, one.subject, form=one.form.zh, first=where))
        return list(kept.values())

    def _template(self, one: Printable) -> Path | None:
        try:
            return templates.find(one.code, self.session.lang, self.how.workspace)
        except KamError as error:
            if all(error.facts != other.facts for other in self.failures):
                self.failures.append(error)
            return None

    def _adds_up(self, one: Printable) -> bool:
        rate = self.session.view.rate("vat_goods")
        off = totals.check(one.record, one.form, rate, one.places, one.place)
        self.findings += off
        return not off

    def _complete(self, one: Printable, made: Made) -> bool:
        if made.failure:
            self.failures.append(made.failure)
        for key in made.missing:
            place = one.places.get(key, one.places.get(key.split(".")[0], one.place))
            names = {"field": described(one.form, key, "zh"), "field_en": described(one.form, key, "en")}
            code = "DC01" if key.split(".")[0] in one.form.by_id or "." in key else "DC02"
            self.findings.append(finding(code, place, form=one.form.zh, form_en=one.form.en, **names))
        return not made.missing and not made.failure

    def drafts(self, ready: Sequence[Task]) -> list[Task]:
        """Drafts have no number and leave no trace in the register; of one name, their subjects tell them apart."""
        mark = say("document.draft", self.session.lang)
        aimed = [self._aimed(task, Issue(), mark) for task in ready]
        shared = Counter(task.target for task in aimed)
        names = [f"{mark}_{task.printable.subject}" if shared[task.target] > 1 else mark for task in aimed]
        tasks = [self._aimed(task, Issue(), name) for task, name in zip(ready, names, strict=True)]
        return self._written([task for task in tasks if self._vacant(task)])

    def finals(self, ready: Sequence[Task]) -> list[Task]:
        """Number, write, and enter into the register, which is saved before the first document stands on disk."""
        if not ready:
            return []
        done: list[Task] = []
        with forms_register.opened(self.how.output) as register:
            self.findings += register.findings
            earlier = [register.known(task.printable.code, task.printable.subject) for task in ready]
            issued = [self._issued(register, task, known) for task, known in zip(ready, earlier, strict=True)]
            tasks = [task for task in issued if task]
            register.save(self.session.lang)
            try:
                done += self._written(tasks)
            except CancelledError:  # a cluster that was lost may still be writing: its numbers stay issued
                tasks = []
                raise
            finally:
                if self._taken_back(register, tasks, {task.issue.number for task in done}):
                    register.save(self.session.lang)
        return done

    def _issued(self, register: forms_register.Register, task: Task, known: forms_register.Entry | None) -> Task | None:
        """The task with its number; None when its document exists already and may not be overwritten."""
        one, today = task.printable, self.session.as_of
        number = known.number if known else register.free(one.code, one.region, today, one.number)
        made = self._aimed(task, Issue(number), number)
        if not self._vacant(made):
            return None
        check = one.record.digest[:CHECK_LENGTH]
        if known and _was_written(made):
            made = replace(made, issue=Issue(number, known.times + 1))
            code = "DC20" if known.check == check else "DC21"
            self.findings.append(finding(code, one.place, number, times=made.issue.times))
        first = known.first if known else today
        entry = forms_register.Entry(one.code, number, one.region, one.subject, one.title, first, today)
        file = made.target.name if made.target else ""
        register.enter(replace(entry, times=made.issue.times, check=check, file=file))
        return made

    def _taken_back(self, register: forms_register.Register, tasks: Sequence[Task], written: Set[str]) -> int:
        """How many documents do not stand, whatever stopped them: their numbers are void, or as before this run."""
        lost = [task for task in tasks if task.issue.number not in written and not _stands(task)]
        for task in lost:
            register.take_back(task.issue.number, say("forms.register.not_written", self.session.lang))
        return len(lost)

    def _vacant(self, task: Task) -> bool:
        """Whether the document may be written; what stands in its way is a failure."""
        if task.target and task.target.exists() and not self.session.force:
            self.failures.append(OutputExistsError(path=str(task.target)))
            return False
        return True

    def _aimed(self, task: Task, issue: Issue, number: str) -> Task:
        one = task.printable
        name = "_".join(part for part in (number, one.title, one.form.label(self.session.lang)) if part)
        target = self.how.output / f"{outputs.safe_name(name)}.docx"
        kept = self.how.output / SNAPSHOTS / f"{outputs.safe_name(issue.number)}.json" if issue.number else None
        return Task(one, task.template, issue, target, kept)

    def _written(self, tasks: Sequence[Task]) -> list[Task]:
        made = run(write, tasks, self.printing, self.session)
        self.failures += [one.failure for one in made if one.failure]
        return [task for task, one in zip(tasks, made, strict=True) if not one.failure]


def _was_written(task: Task) -> bool:
    """Whether a number that was issued ever came on paper: a run that broke off leaves numbers without documents."""
    return any(path is not None and path.is_file() for path in (task.target, task.snapshot))


def _stands(task: Task) -> bool:
    """Whether the document of a task is on disk, this print of it."""
    if task.target is None or not task.target.is_file():
        return False
    facts = properties.read_custom(archive.read(task.target).get(archive.CUSTOM))
    return (facts.get("kam.serial"), facts.get("kam.printed")) == (task.issue.number, str(task.issue.times))
