"""From the typed values of a form, or of a register's row that stands for it, to a document that can be routed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kamsheets.approvals.documents import Document
from kamsheets.approvals.facts import Values, facts, sources
from kamsheets.approvals.findings import SUBMITTER
from kamsheets.approvals.route import Router
from kamsheets.core.finding import Place

WRITERS = ("applicant", "filler", "filled_by", "author", "recorder", "declarer", "owner")
"""Fields that name who filled a form in, the first that is filled in counts."""
LEADERS = ("leader", "project_lead")
REGISTRANT = "registrant"
INITIATION = "initiation"
"""Mark of the stage whose forms are written before there is a leader (domain §1.5)."""
_MARKS = ("registrant", INITIATION)


@dataclass(frozen=True)
class Paper:
    """What is known of one form: its values, and where they stand."""

    form: str
    subject: str
    values: Values
    """Typed values by field id, row tables as sequences of mappings."""
    place: Place = field(default=Place())
    places: Mapping[str, Place] = field(default_factory=dict)
    """Cells by field id; a field without an entry has no column."""
    number: str = ""


def document(paper: Paper, router: Router) -> Document:
    """The document of a paper: the facts its matrix rows ask for, its region, and whose document it is."""
    values, region = paper.values, _region(paper, router)
    names = router.asks.get(paper.form, ())
    places = {name: place for name in names if (place := _place(name, paper)) is not None}
    submitters, at = _submitters(paper, region, router)
    if at in paper.places:
        places[SUBMITTER] = paper.places[at]
    if "region" in paper.places:
        places.setdefault("region", paper.places["region"])
    leader = next((values[name] for name in LEADERS if values.get(name)), None)
    return Document(
        paper.form,
        paper.subject,
        region,
        facts(values, router.view, names),
        submitters,
        {router.view.text("leader_role"): router.directory.find(leader, region) or ""},
        paper.number,
        paper.place,
        places,
    )


def _place(name: str, paper: Paper) -> Place | None:
    return next((paper.places[source] for source in sources(name) if source in paper.places), None)


def _submitters(paper: Paper, region: str | None, router: Router) -> tuple[tuple[str, ...], str]:
    """Those whose document it is, and the field that says so.

    A plan or a report is the leader's as much as the writer's (domain §2.4: reviewed_by is neither). Before there is a
    leader it is the writer's alone, in a register the registrant's.
    """
    values = paper.values
    writer = next((name for name in WRITERS if values.get(name)), "")
    leader = next((name for name in LEADERS if values.get(name)), "")
    early = any(paper.form in stage.forms for stage in router.view.stages if set(_MARKS) & set(stage.marks))
    chosen = [writer or (REGISTRANT if values.get(REGISTRANT) else leader)] if early else [writer, leader]
    found = (router.directory.find(values.get(name), region) for name in chosen if name)
    at = next((name for name in chosen if name), _blank_field(paper, early))
    return tuple(dict.fromkeys(emp_id for emp_id in found if emp_id)), at


def _blank_field(paper: Paper, early: bool) -> str:
    """The column in which a submitter is missing."""
    names = (*WRITERS, *LEADERS, REGISTRANT) if early else (*WRITERS, *LEADERS)
    return next((name for name in names if name in paper.places), "")


def _region(paper: Paper, router: Router) -> str | None:
    """The region as filled in, else the one that the number names (XM-HD-2025-0012)."""
    stated = paper.values.get("region")
    if isinstance(stated, str) and stated:
        return stated
    codes = {region.code for region in router.view.regions}
    return next((part for part in paper.subject.split("-") if part in codes), None)
