"""What a person has to know or do about a batch of routes, as findings.

What is true of many documents at once (a vacant role, a column the sheet does not have) is said once.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from kamsheets.approvals.notes import Note, joined
from kamsheets.approvals.route import Route, Router
from kamsheets.approvals.steps import signs
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.policy.types import Label

SUBMITTER = "submitter"
"""Name under which ``Document.places`` holds the cell of the person whose document it is."""
VACATED = frozenset({"vacant", "away", "short"})
"""Remarks of a step that moved up because nobody could act at its level."""


def findings(routes: Iterable[Route], router: Router) -> list[Finding]:
    """All findings of a batch, in the order of its documents."""
    batch = list(routes)
    found: dict[object, Finding] = {}
    if not router.staffed and any(route.steps for route in batch):
        found["people"] = finding("AP01", Place())
    for route in batch:
        for key, problem in _of_route(route, router):
            found.setdefault(key, problem)
    return [*found.values(), *_missing_columns(batch, router)]


def _of_route(route: Route, router: Router) -> Iterator[tuple[object, Finding]]:
    """(what makes it the same finding, finding)."""
    yield from _blocks(route)
    yield from _conflicts(route)
    yield from _blank_cells(route, router)
    if router.staffed:
        yield from _people(route, router)
        yield from _submitter(route, router)


def _blocks(route: Route) -> Iterator[tuple[object, Finding]]:
    document = route.document
    for row in route.blocks:
        place = document.place_of(row.conditions[0][0]) if row.conditions else document.place
        facts = {
            "form": document.form,
            "subject": document.subject,
            "reason": row.why("zh"),
            "reason_en": row.why("en"),
            "row": row.number,
        }
        yield (id(route), row.number), finding("AP08", place, "", None, **facts)


def _conflicts(route: Route) -> Iterator[tuple[object, Finding]]:
    document = route.document
    for conflict in route.conflicts:
        code = "AP04" if conflict.rows else "AP05"
        rows = "、".join(map(str, conflict.rows))
        facts = {"subject": document.subject, "table": conflict.table, "rows": rows}
        yield (id(route), conflict), finding(code, document.place, "", None, **facts)


def _people(route: Route, router: Router) -> Iterator[tuple[object, Finding]]:
    document = route.document
    region = _region(document.region, router)
    for step in route.steps:
        for note in step.notes:
            if note.code in VACATED:
                why = _both(note)
                facts = {"region": region, "why": why, "form": document.form, "subject": document.subject}
                yield (note, document.region), finding("AP02", document.place, "", None, **facts)
            elif note.code == "unnamed":
                sheet = _sheet(document.place)
                facts = {"why": _both(note), "form": document.form, "subject": document.subject}
                yield (note, sheet, document.form), finding("AP15", sheet, "", None, **facts)
        if step.missing:
            role = joined(tuple(router.directory.roles[code].label for code in step.asked))
            why = joined(tuple(map(_both, step.notes)))
            facts = {"role": role, "form": document.form, "subject": document.subject, "why": why}
            yield (id(route), step.asked), finding("AP03", document.place, "", None, **facts)


def _submitter(route: Route, router: Router) -> Iterator[tuple[object, Finding]]:
    """Without a known submitter own approval cannot be told, without a region its manager cannot be found."""
    document = route.document
    if not any(signs(step.mode) for step in route.steps):
        return
    company = router.view.text("company_registrant")
    if not any(who == company or who in router.directory.numbers for who in document.submitters):
        place = document.places.get(SUBMITTER)
        key: object = id(route) if place else (document.place.file, document.place.sheet, SUBMITTER)
        value = "、".join(document.submitters)
        yield key, finding("AP09", place or _sheet(document.place), value, form=document.form, subject=document.subject)
    if document.region is None:
        yield (id(route), "region"), finding("AP10", document.place_of("region"), subject=document.subject)


def _blank_cells(route: Route, router: Router) -> Iterator[tuple[object, Finding]]:
    """Inputs that have a cell, but nothing in it."""
    document = route.document
    for name, rows in _open_inputs(route).items():
        if name in document.places:
            label = router.view.inputs[name].label
            facts = {"input": label, "form": document.form, "subject": document.subject, "rows": rows}
            yield (id(route), name), finding("AP06", document.places[name], "", None, **facts)


def _missing_columns(batch: list[Route], router: Router) -> Iterator[Finding]:
    """Inputs for which a file has no column at all: said once a file and form, however many tabs it has."""
    missing: dict[tuple[str, str], dict[str, str]] = {}
    sheets: dict[tuple[str, str], set[str]] = {}
    for route in batch:
        document = route.document
        for name, rows in _open_inputs(route).items():
            if name not in document.places:
                key = document.place.file, document.form
                missing.setdefault(key, {})[name] = rows
                sheets.setdefault(key, set()).add(document.place.sheet)
    for (file, form), inputs in missing.items():
        labels = joined(tuple(router.view.inputs[name].label for name in inputs))
        numbers = sorted({int(number) for rows in inputs.values() for number in rows.split("、")})
        tabs = sheets[file, form]
        facts = {"form": form, "inputs": labels, "rows": "、".join(map(str, numbers))}
        yield finding("AP07", Place(file, tabs.pop() if len(tabs) == 1 else ""), "", None, **facts)


def _open_inputs(route: Route) -> dict[str, str]:
    """Input -> numbers of the matrix rows that wait for it, as text."""
    waiting: dict[str, list[int]] = {}
    for tested in route.open:
        for name in tested.inputs:
            waiting.setdefault(name, []).extend(row.number for row in tested.rule.output.rows)
    return {name: "、".join(map(str, sorted(rows))) for name, rows in waiting.items()}


@lru_cache(maxsize=1024)
def _both(note: Note) -> Label:
    """A remark in both languages."""
    return Label(note.told("zh"), note.told("en"))


def _region(code: str | None, router: Router) -> Label:
    found = next((region.label for region in router.view.regions if region.code == code), None)
    return found or Label(code or "-", code or "-")


def _sheet(place: Place) -> Place:
    return Place(place.file, place.sheet)
