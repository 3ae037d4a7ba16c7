"""JTF-008 from region pipelines: the sheet of a region's analysis meeting, with what it has to talk about.

Time, chair and decisions are for the meeting: without them it is printed as a draft (``--draft``), to be filled in by
hand or in the project file.
"""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.finding import Place
from kamsheets.core.messages import text as say
from kamsheets.document.record import Cells, Record
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs import pipeline_read, pipeline_tabs
from kamsheets.jobs.forms_printable import Harvest, Printable
from kamsheets.jobs.forms_route import Signer
from kamsheets.jobs.session import Session
from kamsheets.pipeline.agenda import Item
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.report import Report

PIPELINE, MINUTES = pipeline_tabs.PIPELINE, "F8"
ANALYSIS = "analysis"
"""The kind of meeting; the policy's list says that programs rely on it."""
LATE = ("late", "over_limit")
"""Reasons by which a stage is not on time (``pipeline.stuck``)."""


def harvest(files: Sequence[Path], session: Session, signer: Signer) -> Harvest:
    """A sheet a region that has something to talk about, largest projects first."""
    loaded = pipeline_read.load(files, session)
    made = Harvest(failures=list(loaded.failures))
    for region, items in Report(loaded.snapshot, loaded.view).agenda.items():
        one, findings = signer.sign(_minutes(region, items, files[0], session))
        made.printables.append(one)
        made.findings += findings
    return made


def _minutes(region: str, items: Sequence[Item], source: Path, session: Session) -> Printable:
    view, lang = session.view, session.lang
    name = next(one.label.of(lang) for one in view.regions if one.code == region)
    topics: list[Cells] = [{"item": choice.label.of(lang)} for choice in view.choices["template_topics"]]
    tables = {
        "template_topics": topics,
        "project_rows": [_project(item, lang) for item in items],
        "action_rows": [_action(item.project) for item in items if item.project.next_action],
    }
    day = session.as_of.isoformat()
    return Printable(
        code=catalogue()[MINUTES].code,
        form=catalogue()[MINUTES],
        record=Record(MINUTES, {"region": region, "meeting_type": ANALYSIS}, tables),
        subject=f"{region} {day}",
        region=region,
        title=f"{name}_{day}",
        source=source,
        place=Place(source.name),
    )


def _project(item: Item, lang: str) -> Cells:
    project = item.project
    why = [say(f"pipeline.stuck.{name}", lang, days=days) for name, days in item.reasons]
    return {
        "project_no": " ".join(filter(None, (project.project_no, project.project_name))),
        "milestone": project.milestone,
        "plan_vs_actual": project.milestone_due.isoformat() if project.milestone_due else None,
        "on_time": not any(name in LATE for name, _ in item.reasons),
        "problem": say("pipeline.join", lang).join(why),
        "reporter": project.project_lead,
    }


def _action(project: Project) -> Cells:
    return {"action": project.next_action, "owner": project.next_action_owner, "due": project.next_action_due}
