"""Filling 500 JTF-002: docxtpl loading the template for each, the compiled template on one core, and on all.

    python scripts/bench_document.py [COUNT]

All three give documents of the same content; the first is compared part by part in canonical XML before the clock runs.
"""

import io
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from document import samples
from docxtpl import DocxTemplate

from kamsheets.document import templates
from kamsheets.document.context import context
from kamsheets.document.environment import Environment
from kamsheets.document.fill import Filler, Issue
from kamsheets.document.record import Record
from kamsheets.jobs.forms_worker import Batch, write

CODE = "JTF-002"
A_TASK = 25


def records(count: int) -> list[Record]:
    """That many different records."""
    usual = samples.record(CODE)
    return [replace(usual, values={**usual.values, "project_no": f"XM-HD-2025-{n:04d}"}) for n in range(count)]


def plain(some: list[Record], folder: Path) -> None:
    """docxtpl as it is used everywhere: open, render, save."""
    form, printing = samples.form_of(CODE), samples.printing()
    for n, record in enumerate(some):
        template = DocxTemplate(str(templates.find(CODE, "zh")))
        template.render(context(record, form, printing, {"form_no": number(n)}), Environment())
        template.save(folder / f"{n}.docx")


def compiled(some: list[Record], folder: Path) -> None:
    """The compile-once engine with everything a printed form has: QR code, properties, digest, finishing, packing."""
    filler = Filler(templates.find(CODE, "zh"), samples.form_of(CODE), samples.printing())
    for n, record in enumerate(some):
        (folder / f"{n}.docx").write_bytes(filler.fill(record, Issue(number(n))).data)


def filled_only(some: list[Record], folder: Path) -> None:
    """The engine with what docxtpl does and no more: fill, pack, write."""
    form, printing = samples.form_of(CODE), samples.printing()
    engine = Filler(templates.find(CODE, "zh"), form, printing).engine
    for n, record in enumerate(some):
        parts = engine.render(context(record, form, printing, {"form_no": number(n)}))
        (folder / f"{n}.docx").write_bytes(engine.shell.build(parts))


def spread(some: list[Record], folder: Path) -> None:
    """The workers of ``forms print`` on all cores."""
    template = templates.find(CODE, "zh")
    settings = pickle.dumps((samples.form_of(CODE), samples.printing(), CODE))
    batches = [
        Batch(
            template=str(template),
            stamp=template.stat().st_mtime_ns,
            settings=settings,
            records=tuple(some[start : start + A_TASK]),
            issues=tuple(Issue(number(start + k)) for k in range(len(some[start : start + A_TASK]))),
            targets=tuple(str(folder / f"{start + k}.docx") for k in range(len(some[start : start + A_TASK]))),
            snapshots=("",) * len(some[start : start + A_TASK]),
            sources=(("", ""),) * len(some[start : start + A_TASK]),
            force=True,
        )
        for start in range(0, len(some), A_TASK)
    ]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        made = [one for done in pool.map(write, batches) for one in done]
    assert not [one for one in made if one.failure]


def number(n: int) -> str:
    """A form number."""
    return f"JTF-002-HD-202606-{n:03d}"


def timed(
    work: Callable[[list[Record], Path], None], some: list[Record], clock: Callable[[], float] = time.process_time
) -> float:
    """Seconds of one run into a folder of its own; of this process alone, so that a busy machine does not count."""
    with tempfile.TemporaryDirectory() as folder:
        start = clock()
        work(some, Path(folder))
        return clock() - start


def main() -> int:
    """Compare, measure, print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    some = records(count)
    names = context(some[0], samples.form_of(CODE), samples.printing(), {"form_no": "N"})
    same = Filler(templates.find(CODE, "zh"), samples.form_of(CODE), samples.printing()).engine.agrees(names)
    out = io.StringIO()
    base = timed(plain, some)
    rows = [("docxtpl, template loaded each time", base)]
    rows += [
        ("compiled once: the same work", timed(filled_only, some)),
        ("compiled once, with QR, identity and digest", timed(compiled, some)),
        (f"the same on {os.cpu_count()} cores, spawned processes", timed(spread, some, time.perf_counter)),
    ]
    for name, seconds in rows:
        print(f"{name:<48} {seconds:7.2f} s {seconds / count * 1000:7.1f} ms/doc {seconds / base:6.3f}", file=out)
    print(f"{count} x {CODE}; canonical XML equal to docxtpl's: {same}")
    print(out.getvalue(), end="")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
