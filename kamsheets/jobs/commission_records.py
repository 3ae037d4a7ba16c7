"""Rows of bonus workbooks as records: deals, effort, receipts, settled lines."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from kamsheets.commissions.ledger import Entry
from kamsheets.commissions.records import Deal, Effort, Receipt
from kamsheets.commissions.release import Line
from kamsheets.core.table import Table

_FAMILY = "difficulty."
Record = Mapping[str, Any]
"""Typed values of one row by field id."""


def deal(record: Record, table: Table, i: int) -> Deal:
    """A row of 项目奖金 (F10a)."""
    levels = {key.removeprefix(_FAMILY): value for key, value in record.items() if key.startswith(_FAMILY)}
    return Deal(
        project_no=record["project_no"],
        gross=record["contract_amount"],
        plan_no=record["plan_no"] or "",
        contract_no=record["contract_no"] or "",
        vat_rate=record["tax_rate"],
        basis=record["basis"],
        rate=record["rate"],
        coef=None if record["coef_project"] is None else Fraction(record["coef_project"]),
        adjustment=record["adjustment"] or 0,
        adjustment_reason=record["adjustment_reason"] or "",
        adjustment_by=record["adjustment_by"] or "",
        registrant=record["registrant"] or "",
        margin=record["gross_margin"],
        closed_short=bool(record["closed_short"]),
        deal_date=record["deal_date"],
        difficulty={stage: Fraction(level) for stage, level in levels.items() if level is not None},
        place=table.place(i),
        places={c.field: table.place(i, c.field) for c in table.columns if c.field},
    )


def effort(record: Record, table: Table, i: int) -> Effort:
    """A row of 阶段工作量 (F10b)."""
    return Effort(
        project_no=record["project_no"],
        stage=record["stage"],
        emp_id=record["emp_id"],
        amount=_fraction(record["effort"]),
        unit=record["effort_unit"],
        member=record["member"] or "",
        confirmed=record["confirmed"],
        overlay=record["overlay"] or 0,
        place=table.place(i, "effort"),
    )


@lru_cache(maxsize=4096)
def _fraction(value: Decimal) -> Fraction:
    """The same object for the same effort: a sheet of half a million rows has few different ones."""
    return Fraction(value)


def receipt(record: Record, table: Table, i: int) -> Receipt:
    """A row of 回款 (F10d)."""
    return Receipt(
        project_no=record["project_no"],
        amount=record["receipt_amount"],
        receipt_no=record["receipt_no"] or "",
        contract_no=record["contract_no"] or "",
        instalment=record["instalment"],
        day=record["receipt_date"],
        reverses=record["reverses"] or "",
        place=table.place(i, "receipt_amount"),
    )


def entry(record: Record, table: Table, i: int) -> Entry:
    """A row of 结算台账 (F10e)."""
    line = Line(
        project_no=record["project_no"],
        instalment=record["instalment"],
        receipt_no=record["receipt_no"] or "",
        day=record["receipt_date"],
        emp_id=record["emp_id"],
        receipt=record["receipt_amount"],
        received=record["received"],
        contract=record["contract_amount"],
        plan=record["plan_total"],
        released=record["released"],
        change=record["change"],
        paid_before=record["paid_before"],
        clawback=record["clawback"],
        reverses=record["reverses"] or "",
        part=record["part"],
        settled=record["settlement_no"],
    )
    return Entry(
        seq=record["seq"],
        statement_no=record["statement_no"],
        settled_on=record["settled_on"],
        member=record["member"] or "",
        line=line,
        code=record["code"],
        place=table.place(i, "released"),
        code_place=table.place(i, "code"),
    )


def row(one: Entry) -> dict[str, object]:
    """The row of 结算台账 that ``entry`` reads back."""
    line = one.line
    return {
        "seq": one.seq, "settlement_no": line.settled, "settled_on": one.settled_on, "statement_no": one.statement_no,
        "project_no": line.project_no, "instalment": line.instalment, "part": line.part,
        "receipt_no": line.receipt_no or None, "receipt_date": line.day, "receipt_amount": line.receipt,
        "received": line.received, "contract_amount": line.contract, "emp_id": line.emp_id,
        "member": one.member or None, "plan_total": line.plan, "released": line.released, "change": line.change,
        "paid_before": line.paid_before, "clawback": line.clawback, "reverses": line.reverses or None,
        "code": one.code,
    }  # fmt: skip
