"""What is wrong with a bonus workbook: every rule one function, read off in ``RULES`` (domain §4.6, CM01 …).

An error keeps the project out of the split; the others ask or tell.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from kamsheets.commissions.pool import COLLECTED_MARGIN, FIXED, GROSS_MARGIN, Pool, pool
from kamsheets.commissions.records import Deal, Effort, Receipt
from kamsheets.commissions.split import company_lead, difficulties, registered, registrant, total
from kamsheets.core.finding import Finding, Severity, finding, worst
from kamsheets.core.messages import text
from kamsheets.core.money import yuan
from kamsheets.policy.types import Person
from kamsheets.policy.view import PolicyView

PERCENT, WHOLE_PERCENT = "percent", Fraction(100)

Stay = tuple[date, date | None]
"""From the day a stage was entered to the day the next one was; None: the stage goes on."""


@dataclass(frozen=True)
class Case:
    """One project with all its rows, and the policy of its day."""

    deal: Deal
    efforts: Sequence[Effort]
    receipts: Sequence[Receipt]
    """Those that have come in by ``as_of``."""
    policy: PolicyView
    as_of: date | None = None
    """Day of the run; None: the policy's."""
    stays: Mapping[str, Stay] = field(default_factory=dict)
    """By stage code, where a pipeline workbook tells them."""

    @property
    def received(self) -> int:
        """Fen received, refunds taken off."""
        return sum(receipt.amount for receipt in self.receipts)

    @cached_property
    def pool(self) -> Pool:
        """The pool; raises ``ValueError`` where ``FIRST`` finds that there is none."""
        return pool(self.deal, self.policy, self.received)

    @cached_property
    def levels(self) -> Mapping[str, Fraction]:
        """Difficulty by stage code."""
        return difficulties(self.deal, self.policy)

    @cached_property
    def staff(self) -> Mapping[str, Person]:
        """The people sheet by employee number."""
        return {person.emp_id: person for person in self.policy.people}

    @cached_property
    def by_stage(self) -> Mapping[str, list[Effort]]:
        """Effort rows by stage code."""
        stages: dict[str, list[Effort]] = defaultdict(list)
        for effort in self.efforts:
            stages[effort.stage].append(effort)
        return stages


Rule = Callable[[Case], Iterable[Finding]]


def percent_totals(case: Case) -> Iterator[Finding]:
    """CM01: percentages of a stage total exactly 100, as exact decimals (13.9 + 77.62 + 8.48 is 100)."""
    for stage, rows in case.by_stage.items():
        percent = total([row.amount for row in rows])
        if {row.unit for row in rows} == {PERCENT} and percent != WHOLE_PERCENT:
            shown = _plain(percent)
            yield finding("CM01", rows[0].place, shown, stage=stage, total=shown, off=_plain(percent - WHOLE_PERCENT))


def members_employed(case: Case) -> Iterator[Finding]:
    """CM02: whoever has effort is on the people sheet, when there is one, and was employed while the stage lasted."""
    for effort in case.efforts if case.policy.people else ():
        person = case.staff.get(effort.emp_id)
        reason = "unknown" if person is None else _absence(person, case.stays.get(effort.stage))
        if reason:
            name = f"commission.absent.{reason}"
            why = {"why": text(name, "zh"), "why_en": text(name, "en")}
            yield finding("CM02", effort.place, effort.emp_id, stage=effort.stage, **why)
        elif person and effort.member and person.name != effort.member:
            yield finding("CM10", effort.place, effort.member, emp_id=effort.emp_id, name=person.name)


def _absence(person: Person, stay: Stay | None) -> str:
    """Why a person cannot have worked in a stage: 'left' before it began, 'joined' after it ended; '' if they can."""
    if stay is None:
        return ""
    start, end = stay
    if person.leave_date and person.leave_date <= start:
        return "left"
    return "joined" if end and person.hire_date and person.hire_date >= end else ""


def weighted_stages_have_effort(case: Case) -> Iterator[Finding]:
    """CM03: a stage with weight and difficulty has somebody's effort, else its money belongs to nobody."""
    known = registered(case.deal, case.efforts, case.policy)
    levels = case.levels
    for stage in case.policy.stages:
        weight = stage.commission_weight * levels.get(stage.code, Fraction(0))
        if weight and not any(known.get(stage.code, {}).values()):
            place = case.deal.where(f"difficulty.{stage.code}")
            yield finding("CM03", place, case.deal.project_no, stage=stage.code, project=case.deal.project_no)


def receipts_within_contract(case: Case) -> Iterator[Finding]:
    """CM04: what came in is at most the contract amount."""
    if case.receipts and case.received > case.deal.gross:
        over = case.received - case.deal.gross
        facts = {"project": case.deal.project_no, "received": yuan(case.received)}
        yield finding("CM04", case.receipts[-1].place, yuan(case.receipts[-1].amount), over=yuan(over), **facts)


def refunds(case: Case) -> Iterator[Finding]:
    """CM06: a refund lowers what is due; the difference is shown as 应扣回, nobody's pay is cut by a program."""
    for receipt in case.receipts:
        if receipt.amount < 0:
            yield finding("CM06", receipt.place, yuan(receipt.amount), receipt=receipt.receipt_no)


def refunds_point_at_receipts(case: Case) -> Iterator[Finding]:
    """CM25: a refund names the receipt it takes back; CM26: it takes back at most what that receipt brought."""
    open_now = {receipt.receipt_no: receipt.amount for receipt in case.receipts if receipt.amount > 0}
    for receipt in case.receipts:
        if receipt.amount >= 0:
            continue
        if receipt.reverses not in open_now:
            yield finding("CM25", receipt.place, yuan(receipt.amount), receipt=receipt.receipt_no)
            continue
        open_now[receipt.reverses] += receipt.amount
        if open_now[receipt.reverses] < 0:
            over = yuan(-open_now[receipt.reverses])
            yield finding("CM26", receipt.place, yuan(receipt.amount), receipt=receipt.reverses, over=over)
    if case.received < 0:
        yield finding("CM26", case.receipts[-1].place, yuan(case.received), receipt="", over=yuan(-case.received))


def pool_within_margin(case: Case) -> Iterator[Finding]:
    """CM07: the pool is at most the policy's share of the margin, where the margin is known."""
    limit = case.policy.values["pool_margin_max"].value
    if case.deal.margin is None or not isinstance(limit, Fraction):
        return
    if case.pool.amount > case.deal.margin * limit:
        place, shown = case.deal.where("gross_margin"), f"{_plain(limit * 100)}%"
        yield finding("CM07", place, yuan(case.deal.margin), pool=yuan(case.pool.amount), limit=shown)


def one_unit_a_stage(case: Case) -> Iterator[Finding]:
    """CM09: a stage is measured in one unit; hours and percent cannot be added."""
    for stage, rows in case.by_stage.items():
        other = next((row for row in rows if row.unit != rows[0].unit), None)
        if other:
            yield finding("CM09", other.place, other.unit, stage=stage, first=rows[0].unit)


def effort_in_stages_held(case: Case) -> Iterator[Finding]:
    """CM11: effort in a stage that was not performed, or that has no place in the split, earns nothing: say so."""
    levels = case.levels
    for effort in case.efforts:
        if effort.amount and not levels.get(effort.stage):
            yield finding("CM11", effort.place, _plain(effort.amount), stage=effort.stage)


def confirmed(case: Case) -> Iterator[Finding]:
    """CM12: every effort row is confirmed by the member before approval."""
    for effort in case.efforts:
        if not effort.confirmed:
            yield finding("CM12", effort.place, effort.emp_id, stage=effort.stage)


def difficulty_on_scale(case: Case) -> Iterator[Finding]:
    """CM13: a difficulty is a step of the policy's scale, or 0."""
    scale = [Fraction(str(step)) for step in case.policy.items("difficulty_scale")]
    for stage, level in case.deal.difficulty.items():
        if level and level not in scale:
            shown = "、".join(map(_plain, scale))
            yield finding("CM13", case.deal.where(f"difficulty.{stage}"), _plain(level), stage=stage, scale=shown)


def coefficient_in_range(case: Case) -> Iterator[Finding]:
    """CM14: the project coefficient lies within the policy's bounds."""
    low, high = (Fraction(str(case.policy.get(key).value)) for key in ("coef_min", "coef_max"))
    coef = case.deal.coef
    if coef is not None and not low <= coef <= high:
        yield finding("CM14", case.deal.where("coef_project"), _plain(coef), low=_plain(low), high=_plain(high))


def adjustment_explained(case: Case) -> Iterator[Finding]:
    """CM15: an adjustment has a reason and somebody who approved it; CM16: it cannot take more than the pool."""
    deal = case.deal
    if not deal.adjustment:
        return
    if not (deal.adjustment_reason and deal.adjustment_by):
        yield finding("CM15", deal.where("adjustment"), yuan(deal.adjustment))
    made = case.pool
    if made.earned + deal.adjustment < 0:
        yield finding("CM16", deal.where("adjustment"), yuan(deal.adjustment), earned=yuan(made.earned))


def tier_reading(case: Case) -> Iterator[Finding]:
    """CM17: 全额累进 and 超额累进 give different pools: both are shown, the policy's is used."""
    made = case.pool
    if made.rate_mode != FIXED and made.by_whole != made.by_marginal:
        facts = {"whole": yuan(made.by_whole), "marginal": yuan(made.by_marginal), "used": yuan(made.amount)}
        yield finding("CM17", case.deal.where("project_no"), case.deal.project_no, **facts)


def receipts_once(case: Case) -> Iterator[Finding]:
    """CM18: a receipt number is used once."""
    seen: set[str] = set()
    for receipt in case.receipts:
        if receipt.receipt_no and receipt.receipt_no in seen:
            yield finding("CM18", receipt.place, receipt.receipt_no)
        seen.add(receipt.receipt_no)


def company_registered(case: Case) -> Iterator[Finding]:
    """CM19: a lead of the company: the registrant's stage goes as the policy says, and it is said."""
    first = case.policy.marked("registrant")
    if first and company_lead(case.deal, case.policy):
        choice = case.policy.text("company_lead_share")
        names = {one.code: one.label for one in case.policy.choices["company_lead_share"]}
        zh, en = (names[choice].of(lang) if choice in names else choice for lang in ("zh", "en"))
        yield finding(
            "CM19",
            case.deal.where("registrant"),
            case.deal.registrant,
            stage=first.code,
            choice=zh,
            choice_en=en,
        )


def margin_known(case: Case) -> Iterator[Finding]:
    """CM20: a margin basis needs the margin."""
    basis = case.deal.basis or case.policy.text("commission_basis")
    if basis in (GROSS_MARGIN, COLLECTED_MARGIN) and case.deal.margin is None:
        yield finding("CM20", case.deal.where("gross_margin"), "", project=case.deal.project_no)


def rate_known(case: Case) -> Iterator[Finding]:
    """CM21: under 固定比例 the deal states its rate."""
    if case.policy.text("rate_mode") == FIXED and case.deal.rate is None:
        yield finding("CM21", case.deal.where("rate"), "", project=case.deal.project_no)


def some_stage_counts(case: Case) -> Iterator[Finding]:
    """CM32: at least one stage has weight and difficulty, else the pool belongs to nobody."""
    levels = case.levels
    if not any(stage.commission_weight * levels.get(stage.code, 0) for stage in case.policy.stages):
        yield finding("CM32", case.deal.where("project_no"), case.deal.project_no)


def registrant_keeps_first_stage(case: Case) -> Iterator[Finding]:
    """CM31: the registrant's stage belongs to the registrant (domain §4.2); effort of others there is questioned."""
    first, owner = case.policy.marked("registrant"), registrant(case.deal, case.efforts, case.policy)
    if not (first and owner):
        return
    others = (one for one in case.efforts if one.stage == first.code and one.amount and one.emp_id != owner)
    for effort in list(others)[:1]:
        yield finding("CM31", effort.place, effort.emp_id, stage=first.code, registrant=case.deal.registrant)


FIRST: tuple[Rule, ...] = (margin_known, rate_known, coefficient_in_range, some_stage_counts)
"""Without these there is no pool."""
RULES: tuple[Rule, ...] = (
    percent_totals,
    members_employed,
    weighted_stages_have_effort,
    receipts_within_contract,
    refunds,
    refunds_point_at_receipts,
    pool_within_margin,
    one_unit_a_stage,
    effort_in_stages_held,
    confirmed,
    difficulty_on_scale,
    adjustment_explained,
    tier_reading,
    receipts_once,
    company_registered,
    registrant_keeps_first_stage,
)


def check(case: Case) -> list[Finding]:
    """Everything to say about a project, in the order of the rules."""
    found = [one for rule in FIRST for one in rule(case)]
    if worst(found) is Severity.ERROR:
        return found
    return [*found, *(one for rule in RULES for one in rule(case))]


def _plain(value: Fraction) -> str:
    """A decimal without trailing zeros; what has no finite decimal stands as a fraction."""
    for digits in range(7):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            whole = f"{abs(scaled.numerator):0{digits + 1}d}"
            sign = "-" if value < 0 else ""
            return sign + (whole if not digits else f"{whole[:-digits]}.{whole[-digits:]}")
    return str(value)
