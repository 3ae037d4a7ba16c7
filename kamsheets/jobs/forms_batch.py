"""Handing documents to the workers: chunks of one template, results in the order of the documents."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, wait
from dataclasses import dataclass
from pathlib import Path

from kamsheets.document.context import Printing
from kamsheets.document.fill import Issue
from kamsheets.jobs.forms_printable import Printable
from kamsheets.jobs.forms_worker import Batch, Made
from kamsheets.jobs.session import Session

NO_ISSUE = Issue()
MOST_A_TASK = 25
"""Documents a task: handing over costs as much as filling one."""
Work = Callable[[Batch], list[Made]]


@dataclass(frozen=True)
class Task:
    """A document to check (no target) or to write."""

    printable: Printable
    template: Path
    issue: Issue = NO_ISSUE
    target: Path | None = None
    snapshot: Path | None = None


def run(work: Work, tasks: Sequence[Task], printing: Printing, session: Session) -> list[Made]:
    """``work`` over all tasks, by the session's executor."""
    groups: dict[tuple[Path, str], list[int]] = {}
    for k, task in enumerate(tasks):
        groups.setdefault((task.template, task.printable.form.id), []).append(k)
    size = max(1, min(MOST_A_TASK, len(tasks) // 8))
    chunks = [found[i : i + size] for found in groups.values() for i in range(0, len(found), size)]
    firsts = {key: tasks[found[0]].printable for key, found in groups.items()}
    settings = {key: pickle.dumps((one.form, printing, one.code)) for key, one in firsts.items()}
    batches = [_batch([tasks[k] for k in chunk], settings[_group(tasks[chunk[0]])]) for chunk in chunks]
    results: dict[int, Made] = {}
    for chunk, made in zip(chunks, _mapped(session.executor, work, batches), strict=True):
        results.update(zip(chunk, made, strict=True))
        session.progress(len(results), len(tasks))
    return [results[k] for k in range(len(tasks))]


def _group(task: Task) -> tuple[Path, str]:
    return task.template, task.printable.form.id


def _batch(tasks: Sequence[Task], settings: bytes) -> Batch:
    return Batch(
        template=str(tasks[0].template),
        stamp=tasks[0].template.stat().st_mtime_ns,
        settings=settings,
        records=tuple(task.printable.record for task in tasks),
        issues=tuple(task.issue for task in tasks),
        targets=tuple(str(task.target or "") for task in tasks),
        snapshots=tuple(str(task.snapshot or "") for task in tasks),
        sources=tuple((str(task.printable.source.resolve()), task.printable.subject) for task in tasks),
    )


def _mapped(executor: Executor | None, work: Work, batches: Sequence[Batch]) -> Iterator[list[Made]]:
    """The results as they come. Broken off, it waits for the tasks that have begun: their documents count."""
    if executor is None or len(batches) < 2:
        yield from map(work, batches)
        return
    futures = [executor.submit(work, batch) for batch in batches]
    try:
        for future in futures:
            yield future.result()
    finally:
        wait([future for future in futures if not future.cancel()])
