"""``forms print``: read, check what a form must hold, number, fill, place, and put together for the printer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.errors import KamError, OutputExistsError
from kamsheets.core.finding import Finding, finding
from kamsheets.core.messages import text as say
from kamsheets.document import templates, totals
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
        """Drafts have no number and leave no trace in the register."""
        mark = say("document.draft", self.session.lang)
        return self._written([self._aimed(task, Issue(), mark) for task in ready])

    def finals(self, ready: Sequence[Task]) -> list[Task]:
        """Number, write, and enter into the register, which is saved before the first document stands on disk."""
        if not ready:
            return []
        with forms_register.opened(self.how.output) as register:
            self.findings += register.findings
            tasks = [issued for task in ready if (issued := self._issued(register, task))]
            register.save(self.session.lang)
            done = self._written(tasks)
            written = {task.issue.number for task in done}
            for task in tasks:
                if task.issue.number not in written and task.issue.times == 1:
                    register.void(task.issue.number, say("forms.register.not_written", self.session.lang))
            register.save(self.session.lang)
        return done

    def _issued(self, register: forms_register.Register, task: Task) -> Task | None:
        """The task with its number; None when its document exists already and may not be overwritten."""
        one = task.printable
        known = register.known(one.code, one.subject)
        number = known.number if known else register.free(one.code, one.region, self.session.as_of, one.number)
        times = known.times + 1 if known else 1
        made = self._aimed(task, Issue(number, times), number)
        if made.target and made.target.exists() and not self.session.force:
            self.failures.append(OutputExistsError(path=str(made.target)))
            return None
        check = one.record.digest[:CHECK_LENGTH]
        if known:
            code = "DC20" if known.check == check else "DC21"
            self.findings.append(finding(code, one.place, number, times=times))
        register.enter(
            forms_register.Entry(
                one.code, number, one.region, one.subject, one.title,
                first=known.first if known else self.session.as_of, last=self.session.as_of,
                times=times, check=check, file=made.target.name if made.target else "",
            )
        )  # fmt: skip
        return made

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
