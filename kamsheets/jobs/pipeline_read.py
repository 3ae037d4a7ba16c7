"""Many region workbooks as one snapshot of the pipeline, under one policy."""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.inputs import expand
from kamsheets.jobs.pipeline_far import Task, read_chunk, read_far
from kamsheets.jobs.pipeline_tabs import (
    ADJUSTMENTS,
    HISTORY,
    LEADS,
    MAY_BE_BLANK,
    PIPELINE,
    PipelineFile,
    Wanted,
)
from kamsheets.jobs.session import Session
from kamsheets.pipeline.counting import Counted, count
from kamsheets.pipeline.frame import ready
from kamsheets.pipeline.outcomes import closed_outcomes
from kamsheets.pipeline.project import Project, projects
from kamsheets.pipeline.report import Snapshot
from kamsheets.policy.view import PolicyView

Leads: TypeAlias = Mapping[str, tuple[str | None, str | None]]
"""Industry and customer grade by lead number."""
CHUNK_BYTES = 180_000
"""Size of files handed over together, a twentieth of a second of reading: hardly any hand-over beside it, and all
workers end at about the same time."""
OWN_BYTES = 1_200_000
"""Size of files read here: as much as can be read until workers have started."""
NO_KNOWN_SHEET = "IO001"
"""Code said of a file none of whose sheets is a form."""
PASSED_OVER = frozenset({NO_KNOWN_SHEET, "IO002", "IO003", "IO004", "IO005", "IO008"})
"""Codes of sheets that are hidden, empty, guides, or known to be something else: nobody need look at them."""


@dataclass(frozen=True)
class Loaded:
    """A snapshot, and what was said while its files were read."""

    snapshot: Snapshot
    view: PolicyView
    """The policy it was counted under."""
    findings: tuple[Finding, ...]
    failures: tuple[KamError, ...]
    paths: dict[str, Path]
    """By the name a file has in findings."""
    leads: frozenset[str]
    """Numbers of the lead registers beside the pipeline; empty when there are none."""

    def tally(self) -> dict[str, int]:
        """Rows read = counted + excluded + blank."""
        sources, counted = self.snapshot.sources, self.snapshot.counted
        return {
            "files": len(self.paths) - len(self.failures),
            "tabs": len(sources),
            "rows_read": sum(source.rows_read for source in sources),
            "counted": len(counted.projects),
            "excluded": len(counted.excluded),
            "blank": sum(source.blank for source in sources),
        }


def load(paths: Sequence[Path], session: Session, *, strict: bool = False, past: bool = False) -> Loaded:
    """The projects of all ``paths`` (files), counted; ``strict`` and ``past`` as in ``Wanted``."""
    view = session.view
    files: list[PipelineFile] = []
    unusable: dict[tuple[str, str, int], Finding] = {}

    def found() -> Iterator[Project]:
        """The projects, file by file as they come, so that they are counted while others are still being read."""
        for batch in _read(paths, wanted(view, strict=strict, past=past), session.executor):
            for file in batch:
                for tab in file.tabs:
                    unusable.update(((*tab.source.tab.key, row), error) for row, error in tab.unusable.items())
                    yield from projects(tab.source.tab, tab.rows, tab.values)
            files.extend(batch)
            session.progress(len(files), len(paths))

    counted = count(found(), view, unusable)
    leads = {number: about for file in files for number, about in file.leads.items()}
    snapshot = Snapshot(
        counted=_joined(counted, leads) if leads else counted,
        sources=[tab.source for file in files for tab in file.tabs],
        adjustments=[row for file in files for row in file.adjustments],
        history=[visit for file in files for visit in file.history],
        day=max((file.day for file in files if file.day), default=None),
        unread=any(file.error for file in files),
    )
    failures = tuple(file.error for file in files if file.error)
    by_name = {file.name: file.path for file in files}
    return Loaded(snapshot, view, tuple(_said(files)), failures, by_name, frozenset(leads))


@dataclass(frozen=True)
class Earlier:
    """Snapshots to compare with, oldest first, and what was said of those that cannot serve."""

    snapshots: list[Snapshot] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failures: list[KamError] = field(default_factory=list)


def load_earlier(since: Sequence[Path], session: Session) -> Earlier:
    """The snapshots of ``since``, each a file or a folder. One that cannot be read in whole, or holds no pipeline, is
    left aside: what it lacks would look new. Raises ``UnreadableFileError`` for an empty folder."""
    found = Earlier()
    for path in since:
        loaded = load(expand([path], lang=session.lang), session, past=True)
        found.failures.extend(loaded.failures)
        if loaded.failures or not loaded.snapshot.sources:
            found.findings.append(finding("PL49", Place(path.name)))
        else:
            found.snapshots.append(loaded.snapshot)
    return found


def _said(files: Sequence[PipelineFile]) -> Iterator[Finding]:
    """What was said while reading. A workbook of another kind (policy, bonus) beside region workbooks is only named."""
    found_any = any(file.tabs for file in files)
    for file in files:
        nothing = not (file.tabs or file.adjustments or file.leads or file.error)
        if found_any and nothing and all(said.code in PASSED_OVER for said in file.findings):
            yield finding("PL46", Place(file.name))
            continue
        for said in file.findings:
            yield finding("PL46", said.place) if found_any and said.code == NO_KNOWN_SHEET else said
        for tab in file.tabs:
            yield from tab.findings


def wanted(view: PolicyView, *, strict: bool = False, past: bool = False) -> Wanted:
    """The forms a pipeline is made of, under a policy; a stage column may also hold outcomes (Closed Won)."""
    forms = catalogue_under(view)
    ends = [choice for choice in view.choices["outcome"] if choice.code in closed_outcomes(view)]
    choices = {**view.choices, "milestone": (*view.choices["milestone"], *ends)}
    loose = tuple(replace(f, required="N") if f.id in MAY_BE_BLANK else f for f in forms[PIPELINE].fields)
    looked_for = (replace(forms[PIPELINE], fields=loose), *(forms[key] for key in (ADJUSTMENTS, HISTORY, LEADS)))
    return Wanted(looked_for, choices, strict, past)


def _read(paths: Sequence[Path], how: Wanted, pool: Executor | None) -> Iterator[list[PipelineFile]]:
    """All files in their order, a chunk at a time: here, or on the executor while the caller works on the last one."""
    tasks = list(zip(paths, shown_names(paths), strict=True))
    own = max(1, sum(total <= OWN_BYTES for total in accumulate(map(_size, tasks))))
    if pool is None or own == len(tasks):
        yield from (read_chunk(chunk, how) for chunk in _chunks(tasks))
        return
    frozen = pickle.dumps(how)
    with ThreadPoolExecutor(1) as aside:  # the first hand-over waits until workers have started
        waiting = aside.submit(lambda: [pool.submit(read_far, chunk, frozen) for chunk in _chunks(tasks[own:])])
        yield from (read_chunk(chunk, how) for chunk in _chunks(tasks[:own]))
        if not how.strict:
            ready()
        yield from (one.result() for one in waiting.result())


def _chunks(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    chunk: list[Task] = []
    size = 0
    for task in tasks:
        chunk.append(task)
        size += _size(task)
        if size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _size(task: Task) -> int:
    return task[0].stat().st_size if task[0].is_file() else 0


def shown_names(paths: Sequence[Path]) -> list[str]:
    """How files are called in findings: by name, where two have one, with their folder.

    >>> shown_names([Path("a/x.xlsx"), Path("b/x.xlsx"), Path("b/y.xlsx")])
    ['a/x.xlsx', 'b/x.xlsx', 'y.xlsx']
    """
    times = Counter(path.name for path in paths)
    return [path.name if times[path.name] == 1 else "/".join(path.parts[-2:]) for path in paths]


def _joined(counted: Counted, leads: Leads) -> Counted:
    """Industry and customer grade of the lead, where the pipeline does not say them itself."""
    return replace(
        counted,
        projects=tuple(_with_lead(project, leads) for project in counted.projects),
        excluded=tuple(replace(item, project=_with_lead(item.project, leads)) for item in counted.excluded),
    )


def _with_lead(project: Project, leads: Leads) -> Project:
    industry, grade = leads.get(project.lead_no or "", (None, None))
    if not industry and not grade:
        return project
    return project._replace(industry=project.industry or industry, lead_grade=project.lead_grade or grade)
