"""Rows of the register's sheets as records of the rules."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from kamsheets.accounts.churn import Signal
from kamsheets.accounts.deals import Deal
from kamsheets.accounts.delivered import Saving, energy_cost
from kamsheets.accounts.needs import Need
from kamsheets.accounts.register import Answer, Customer, Figures
from kamsheets.accounts.relations import KeyPerson
from kamsheets.accounts.roles import buyer
from kamsheets.accounts.segments import Tags
from kamsheets.accounts.service import Case
from kamsheets.accounts.visits import Visit
from kamsheets.core.finding import Place
from kamsheets.core.money import FEN_PER_YUAN
from kamsheets.jobs.accounts_rules import Record, at_once
from kamsheets.policy.view import PolicyView

COUNTED: Final = ("proposals", "orders", "cycle_days", "renewals_due", "renewals_done", "referrals")
"""Counts of 年度业绩; blank is none."""


def customer(key: str, r: Record, place: Place) -> Customer:
    """A row of 客户."""
    return Customer(
        key=key,
        name=r["customer_name"],
        manager=r["manager"] or "",
        first_business=r["first_business"],
        ka_yes=r["ka_yes"],
        project_open=bool(r["project_open"]),
        acquisition_cost=r["acquisition_cost"],
        last_review=r["last_review"],
        last_strategy=r["last_strategy"],
        tags=Tags(r["sector"], r["phase"], r["decision_type"]),
        strategic_axis=r["strategic_axis"],
        forecast=(r["forecast_next"], r["forecast_after"]),
        growth=(r["growth_amount"], r["growth_by"]),
        place=place,
    )


def figures(key: str, r: Record, place: Place, view: PolicyView) -> Figures:
    """A row of 年度业绩."""
    return Figures(
        key, r["year"], r["revenue"], r["gross_profit"], r["cost_to_serve"] or 0, *(r[name] or 0 for name in COUNTED)
    )


def score(key: str, r: Record, place: Place, view: PolicyView) -> tuple[date, str, int]:
    """A row of 价值评分: (day, indicator, score)."""
    return r["scored_on"] or date.min, r["indicator"], r["score"]


def person(key: str, r: Record, place: Place, view: PolicyView) -> KeyPerson:
    """A row of 关键人; a coach is a stance where none is given, and whoever has the decider's role decides."""
    meant = buyer(r["buyer_role"], view) if r["buyer_role"] else None
    return KeyPerson(
        account=key,
        number=r["dm_id"],
        influence=r["influence"],
        attitude=r["attitude"],
        stance=r["stance"] or (meant.stance if meant else None),
        decides=bool(r["decides"]) if r["decides"] is not None else bool(meant and meant.role == "decider"),
        role=meant.role if meant else None,
        relation=r["relation"],
    )


def visit(key: str, r: Record, place: Place, view: PolicyView) -> tuple[Visit, str | None]:
    """A row of 接触记录: the visit, and the number of the person."""
    spoken = Visit(
        key,
        r["contact_date"],
        r["minutes"],
        r["intro_minutes"],
        r["customer_talk"],
        bool(r["next_step"]),
        r["contact_type"],
    )
    return spoken, r["dm_id"]


def case(key: str, r: Record, place: Place, view: PolicyView) -> tuple[Case, bool]:
    """A row of 投诉与服务: the case, and whether it is a complaint."""
    reported = moment(r["reported"])
    assert reported is not None  # required, and the row was accepted
    responded, solved = moment(r["responded"]), moment(r["solved"])
    return Case(r["case_no"], key, r["sla_level"], reported, responded, solved, place), bool(r["complaint"])


def answer(key: str, r: Record, place: Place, view: PolicyView) -> Answer:
    """A row of 满意度."""
    return Answer(key, r["survey_date"], r["nps"], r["csat"], r["csat_scale"])


def signal(key: str, r: Record, place: Place, view: PolicyView) -> Signal:
    """A row of 信号."""
    return Signal(key, r["signal"], r["signal_date"], r["owner"] or "", r["action"] or "")


def need(key: str, r: Record, place: Place, view: PolicyView) -> Need:
    """A row of 客户需求; its text is not carried."""
    return Need(key, r["need_layer"], r["need_phase"])


def deal(key: str, r: Record, place: Place, view: PolicyView) -> Deal:
    """A row of 客户项目."""
    return Deal(
        key, r["project_no"], r["milestone"], r["outcome"], r["project_name"] or "", r["outcome_reason"], r["started"],
        r["deciders"], r["rivals"], r["signed"], r["accepted"], r["closed"],
    )  # fmt: skip


def saving(key: str, r: Record, place: Place, view: PolicyView) -> Saving:
    """A row of 交付价值; without an amount the power saved times its price over the years."""
    amount = r["saving"]
    if amount is None:
        price = Fraction(r["kwh_price"]) * FEN_PER_YUAN
        amount = energy_cost(Fraction(r["saved_kw"]), r["hours_a_year"], price, r["years"])
    return Saving(amount, bool(r["confirmed"]), key, r["saved_on"], r["item"], r["evidence"] or "")


def step(key: str, r: Record, place: Place, view: PolicyView) -> tuple[str, date]:
    """A row of 运作步骤."""
    return r["operation_step"], r["done_on"]


RECORDS: Final[Mapping[str, Callable[[str, Record, Place, PolicyView], Any]]] = {
    "F16b": figures, "F16c": score, "F16d": person, "F16e": visit, "F16f": case, "F16g": answer, "F16h": signal,
    "F16j": need, "F16k": deal, "F16l": saving, "F16n": step,
}  # fmt: skip
"""The sheets whose rows belong to a customer."""


def moment(value: date | None) -> datetime | None:
    """A day without an hour stands for its first minute."""
    return None if value is None else at_once(value)
