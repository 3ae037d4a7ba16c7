"""What the workers do for account papers: a template compiled once, a document for each account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from kamsheets.core.errors import KamError
from kamsheets.document import archive, figures, properties
from kamsheets.document.context import printable
from kamsheets.document.engine import Engine
from kamsheets.document.missing import collecting
from kamsheets.document.values import Row
from kamsheets.jobs import outputs


@dataclass(frozen=True)
class Paper:
    """One document: where it goes, its title, what the template may print, the chart parts it shows."""

    target: str
    title: str
    values: Mapping[str, object]
    charts: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Batch:
    """Documents of one template."""

    template: str
    stamp: int
    """When the template was changed last: an edited template is compiled anew."""
    lang: str
    day: date
    force: bool
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Made:
    """What became of a document: written, or not, and the names its template asked for in vain."""

    path: str = ""
    missing: tuple[str, ...] = ()
    failure: KamError | None = None


@lru_cache(maxsize=4)
def _engine(template: str, stamp: int) -> Engine:
    return Engine(Path(template))


def write(batch: Batch) -> list[Made]:
    """Make and place each document; one that cannot be made does not stop the others."""
    return [_write(batch, paper) for paper in batch.papers]


def _write(batch: Batch, paper: Paper) -> Made:
    try:
        engine = _engine(batch.template, batch.stamp)
        with collecting(batch.lang) as notes:
            data = document(engine, paper, batch.day)
        outputs.place(Path(paper.target), outputs.of(data), force=batch.force)
    except KamError as failure:
        return Made(failure=failure)
    return Made(paper.target, tuple(notes.labels))


def document(engine: Engine, paper: Paper, day: date) -> bytes:
    """The packed document; the same paper gives the same bytes. Raises ``FillError``."""
    parts = engine.render({name: _printed(value) for name, value in paper.values.items()}, fitted=True)
    parts |= figures.attach(engine.parts, paper.charts) if paper.charts else {}
    parts[properties.CORE] = properties.core(engine.parts.get(properties.CORE), paper.title, day)
    whole = {**engine.parts, **parts}
    if archive.CUSTOM in engine.parts:  # a template drawn anew in Word may have none
        facts = properties.read_custom(engine.parts[archive.CUSTOM])
        digests = {"kam.tpl_sha": engine.parts, "kam.digest": whole}
        facts |= {name: archive.content_digest(held) for name, held in digests.items()}
        whole[archive.CUSTOM] = properties.custom(facts)
    return archive.write(whole)


def _printed(value: object) -> object:
    """Rows for mappings, at every depth; texts without what Word's XML cannot hold."""
    if isinstance(value, Mapping):
        return Row({name: _printed(cell) for name, cell in value.items()})
    if isinstance(value, list | tuple):
        return [_printed(one) for one in value]
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
