"""Filling 500 JTF-002, and printing them from 500 project files.

docxtpl is used as everywhere: open the template, render, save, for each document. "The same work" is what it does and
no more; a printed form has its QR code, its identity, a digest and its finish besides. Before the clock runs, both
engines fill one record, and the parts must be equal in canonical XML. Two cores: this process and two workers, which
every run starts anew.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench import Figure, timed

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

CODE, COUNT, WORKERS = "JTF-002", 500, 2


def records() -> list[object]:
    """That many different records."""
    from document import samples

    usual = samples.record(CODE)
    return [replace(usual, values={**usual.values, "project_no": f"XM-HD-2025-{n:04d}"}) for n in range(COUNT)]


def number(n: int) -> str:
    """A form number."""
    return f"{CODE}-HD-202606-{n:03d}"


def fresh(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def same() -> bool:
    """Whether both engines make the same of a record."""
    from document import samples

    from kamsheets.document import templates
    from kamsheets.document.context import context
    from kamsheets.document.engine import Engine

    names = context(records()[0], samples.form_of(CODE), samples.printing(), {"form_no": number(0)})
    return Engine(templates.find(CODE, "zh")).agrees(names)


def plain(folder: Path) -> None:
    """docxtpl, loading the template each time."""
    from document import samples
    from docxtpl import DocxTemplate

    from kamsheets.document import templates
    from kamsheets.document.context import context
    from kamsheets.document.environment import Environment

    form, printing, source = samples.form_of(CODE), samples.printing(), str(templates.find(CODE, "zh"))
    for n, record in enumerate(records()):
        template = DocxTemplate(source)
        template.render(context(record, form, printing, {"form_no": number(n)}), Environment())
        template.save(folder / f"{n}.docx")


def filled(folder: Path) -> None:
    """What docxtpl does and no more: fill, pack, write."""
    from document import samples

    from kamsheets.document import templates
    from kamsheets.document.context import context
    from kamsheets.document.engine import Engine

    form, printing, engine = samples.form_of(CODE), samples.printing(), Engine(templates.find(CODE, "zh"))
    for n, record in enumerate(records()):
        parts = engine.render(context(record, form, printing, {"form_no": number(n)}))
        (folder / f"{n}.docx").write_bytes(engine.shell.build(parts))


def finished(folder: Path) -> None:
    """With everything a printed form has."""
    from document import samples

    from kamsheets.document import templates
    from kamsheets.document.fill import Filler, Issue

    filler = Filler(templates.find(CODE, "zh"), samples.form_of(CODE), samples.printing())
    for n, record in enumerate(records()):
        (folder / f"{n}.docx").write_bytes(filler.fill(record, Issue(number(n))).data)


def dossiers(folder: Path) -> list[Path]:
    """Project files as the demo's, each with an application for initiation; all parties are invented."""
    from kamsheets.forms.catalogue import catalogue
    from kamsheets.jobs.demo.files import form_block
    from kamsheets.jobs.demo.workspace import dossier_records, invent
    from kamsheets.workbook.write import Book

    office = invent()
    form = catalogue().expanded(office.view.choices)["F3"]
    known = [first for _, first, _ in dossier_records(office) if first]
    paths = [folder / f"项目档案_{n:04d}.xlsx" for n in range(COUNT)]
    for n, path in enumerate(paths):
        record = {**known[n % len(known)], "project_no": f"XM-HD-2026-{n:04d}", "lead_grade": "A", "form_no": None}
        with Book(path) as book:
            form_block(book, form, office.view, record)
    return paths


def printed(folder: Path, paths: list[Path], workers: int) -> None:
    """What ``kamsheets forms print`` does: read, check, number, register, fill, and keep what was issued."""
    from datetime import date

    from kamsheets.jobs.forms_print import How, print_forms
    from kamsheets.jobs.session import Session
    from kamsheets.jobs.workers import executor
    from kamsheets.policy.policy import Policy

    with executor(workers) as pool:
        outcome = print_forms(paths, Session(Policy.shipped(), date(2026, 6, 30), executor=pool), How(fresh(folder)))
    assert outcome.summary["printed"] == COUNT


def measure(folder: Path, rows: int) -> Iterator[Figure]:
    """All ways; ``rows`` is not used."""
    assert same()
    group, out = f"{COUNT} x {CODE}", fresh(folder / "out")
    yield timed(group, "docxtpl, template each time", plain, out, repeat=1)
    yield timed(group, "kamsheets, the same work", filled, out)
    yield timed(group, "kamsheets, with QR and identity", finished, out)
    files = dossiers(fresh(folder / "in"))
    group = f"forms print, {COUNT} project files"
    yield timed(group, "one core", printed, out, files, 1)
    yield timed(group, "two cores", printed, out, files, WORKERS)
