"""Tender dates (domain §7.8) and compliance: warnings, since the sheet does not say which tenders the law requires."""

from collections.abc import Iterator

from kamsheets.core.finding import Finding, finding
from kamsheets.formats.words import scan
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rule import is_open
from kamsheets.policy.view import PolicyView

FREE_TEXT = ("next_action", "competitors", "outcome_reason", "remark")


def opening_before_notice(project: Project, view: PolicyView) -> Iterator[Finding]:
    """Bids are opened after the notice."""
    notice, opening = project.tender_publish_date, project.tender_date
    if notice is not None and opening is not None and opening < notice:
        yield finding("PL50", project.place("tender_date"), opening, notice=notice)


def bid_period_short(project: Project, view: PolicyView) -> Iterator[Finding]:
    """From notice to opening at least 20 days where the tender is required by law (招标投标法 24)."""
    notice, opening = project.tender_publish_date, project.tender_date
    if notice is None or opening is None or opening < notice:
        return
    days, least = (opening - notice).days, view.number("bid_period_days_min")
    if days < least:
        yield finding("PL51", project.place("tender_date"), opening, days=days, least=least, notice=notice)


def signing_before_opening(project: Project, view: PolicyView) -> Iterator[Finding]:
    """Nothing is signed before bids are opened (招标投标法 43, 46)."""
    opening, expected = project.tender_date, project.est_sign_date
    if opening is not None and expected is not None and expected < opening and is_open(project, view):
        yield finding("PL52", project.place("est_sign_date"), expected, opening=opening)


def contact_freeze(project: Project, view: PolicyView) -> Iterator[Finding]:
    """From the notice on: questions through clarification only, no price talks before the award (招标投标法 43)."""
    notice = project.tender_publish_date
    if notice is None or not notice <= view.day or not is_open(project, view):
        return
    if project.tender_date is None or view.day <= project.tender_date:
        yield finding("PL53", project.place("tender_publish_date"), notice, opening=project.tender_date or "—")


def tender_dates_missing(project: Project, view: PolicyView) -> Iterator[Finding]:
    """A project in the bidding stage knows when bids are opened (客户关键时间, H s19)."""
    stage = view.marked("tender")
    if stage is not None and project.milestone == stage.code and project.tender_date is None and is_open(project, view):
        yield finding("PL54", project.place("tender_date"), stage=stage.code)


def compliance_words(project: Project, view: PolicyView) -> Iterator[Finding]:
    """Words of the policy's list in what people wrote (domain §1.10): a warning, never a block."""
    words = tuple(map(str, view.items("scan_words")))
    for name in FREE_TEXT:
        written = getattr(project, name)
        if written and (hits := scan(written, words)):
            found = "、".join(dict.fromkeys(hit.word for hit in hits))
            yield finding("PL55", project.place(name), written, words=found)


RULES = (
    opening_before_notice,
    bid_period_short,
    signing_before_opening,
    contact_freeze,
    tender_dates_missing,
    compliance_words,
)
