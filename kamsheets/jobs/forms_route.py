"""Who signs a printed form: its record routed through the approval matrix, as rows of blank boxes."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kamsheets.approvals.papers import Paper, document
from kamsheets.approvals.route import Route, Router
from kamsheets.approvals.signature import SignatureRow, copies, signature_block
from kamsheets.core.finding import Finding, finding
from kamsheets.core.messages import text as say
from kamsheets.document.record import Signature
from kamsheets.jobs.forms_printable import Printable
from kamsheets.jobs.session import Session

NOTHING: Mapping[str, object] = MappingProxyType({})
APART = "　"
"""Between the remarks of a box."""


class Signer:
    """Signature blocks under one policy; built once for a batch."""

    def __init__(self, session: Session) -> None:
        self.lang, self.view = session.lang, session.view
        self.router = Router.of(session.view)
        self.opinions = tuple(choice.label.of(session.lang) for choice in session.view.choices["opinion"])
        self.modes = {choice.code: choice.label.of(session.lang) for choice in session.view.choices["approval_mode"]}

    def sign(self, one: Printable, about: Mapping[str, object] = NOTHING) -> tuple[Printable, list[Finding]]:
        """The printable with its signature block; a block of the matrix is an error and leaves it unsigned.

        ``about``: what the other forms of the project say.
        """
        record = one.record
        values = {**about, "region": one.region, **record.values, **record.tables}
        paper = Paper(one.form.code, one.subject, values, one.place, one.places, one.number)
        route = self.router.route(document(paper, self.router))
        if route.blocks:
            why, why_en = (
                mark.join(row.why(lang) for row in route.blocks) for lang, mark in (("zh", "；"), ("en", "; "))
            )
            return one, [finding("DC14", one.place, one.code, reason=why, reason_en=why_en)]
        rows = [self._signature(row) for row in signature_block(route, self.view.roles, self.lang)]
        rows += [self._told(row) for row in copies(route, self.view.roles, self.lang)]
        return replace(one, record=replace(record, signatures=tuple(rows), basis=self._basis(route))), []

    def _signature(self, row: SignatureRow) -> Signature:
        remarks = [self.modes.get(row.mode, ""), row.on_behalf_of, row.basis]
        return Signature(row.role_label, row.person, self.opinions, APART.join(filter(None, remarks)))

    def _told(self, row: SignatureRow) -> Signature:
        remarks = APART.join(filter(None, [row.on_behalf_of, row.basis]))
        return Signature(row.role_label, row.person, (say("document.told", self.lang),), remarks)

    def _basis(self, route: Route) -> str:
        rows = sorted({row.number for step in route.steps for row in step.rows})
        return say("document.basis", self.lang, rows="、".join(map(str, rows))) if rows else ""
