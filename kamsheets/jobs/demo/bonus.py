"""The bonus workbook of the won projects: plans, effort by stage and member, receipts."""

import random
from datetime import date, timedelta

from kamsheets.core.shares import largest_remainder
from kamsheets.jobs.demo.words import Row, dice, today
from kamsheets.policy.view import PolicyView

EXAMPLE_CONTRACT = 386_000_000
EXAMPLE_TEAM = ("E010 何敏", "E002 林晓", "E003 王强", "E004 赵敏")
EXAMPLE_DIFFICULTY = ("1.0", "1.0", "1.0", "1.2", "1.5", "1.0", "1.0", "0.8")
EXAMPLE_EFFORT = (
    (0, 100, 0, 0),
    (30, 70, 0, 0),
    (40, 60, 0, 0),
    (50, 35, 15, 0),
    (35, 15, 50, 0),
    (70, 20, 10, 0),
    (30, 10, 20, 40),
    (60, 10, 10, 20),
)
EXAMPLE_PARTS = (30, 30, 30, 10)
COMPANY = "公司"


def make_example(row: Row) -> None:
    """Turn a won project into the project of the worked example (domain §4.4)."""
    row |= {
        "project_name": "华锐车身机器人焊接线2025",
        "customer_name": "苏州华锐车身部件有限公司",
        "project_lead": EXAMPLE_TEAM[0],
        "members": ";".join(EXAMPLE_TEAM),
        "registrant": EXAMPLE_TEAM[1],
        "project_level": "重大项目",
        "est_amount": EXAMPLE_CONTRACT,
        "contract_amount": EXAMPLE_CONTRACT,
    }


def bonus(won: list[Row], policy: PolicyView) -> tuple[list[Row], list[Row], list[Row]]:
    """(项目奖金, 阶段工作量, 回款) rows; each won project is told what it has collected."""
    throw = dice("bonus")
    plans: list[Row] = []
    efforts: list[Row] = []
    receipts: list[Row] = []
    for k, row in enumerate(won):
        example = k == 0
        stages = [stage.code for stage in policy.stages if not stage.closed]
        difficulty = EXAMPLE_DIFFICULTY if example else _difficulty(throw, row, len(stages))
        plans.append(_plan(k, row, stages, difficulty))
        efforts += _effort(throw, row, stages, difficulty, example=example)
        paid = _receipts(throw, k, row, example=example)
        receipts += paid
        row["collected_amount"] = sum(int(str(receipt["receipt_amount"])) for receipt in paid)
    return plans, efforts, receipts


def _difficulty(throw: random.Random, row: Row, count: int) -> tuple[str, ...]:
    levels = [throw.choice(("0.8", "1.0", "1.0", "1.2", "1.5")) for _ in range(count)]
    if row["tender_mode"] == "直接采购":
        levels[-2] = "0"  # no tender was held: the bidding stage did not happen
    return tuple(levels)


def _plan(k: int, row: Row, stages: list[str], difficulty: tuple[str, ...]) -> Row:
    signed = row["sign_date"]
    assert isinstance(signed, date)
    return {
        "plan_no": f"JTF-010-{row['region']}-{signed:%Y%m}-{k + 1:03d}",
        "project_no": row["project_no"],
        "contract_no": row["contract_no"],
        "contract_amount": row["contract_amount"],
        "tax_rate": 13,
        "basis": "collected_net",
        "coef_project": "1.00",
        "registrant": row["registrant"],
        **{f"difficulty.{stage}": level for stage, level in zip(stages, difficulty, strict=True)},
    }


def _effort(
    throw: random.Random, row: Row, stages: list[str], difficulty: tuple[str, ...], *, example: bool
) -> list[Row]:
    team = str(row["members"]).split(";")
    rows = []
    for position, (stage, level) in enumerate(zip(stages, difficulty, strict=True)):
        members = team
        if position == 0 and not example:  # the first stage is the registrant's (H s14)
            members = [who for who in [str(row["registrant"])] if who != COMPANY]
        if level == "0" or not members:
            continue
        shares = EXAMPLE_EFFORT[position] if example else largest_remainder(100, [throw.randint(1, 9) for _ in members])
        rows += [
            {
                "project_no": row["project_no"],
                "stage": stage,
                "emp_id": who.split()[0],
                "member": who.split()[1],
                "effort_unit": "百分比",
                "effort": share,
                "confirmed": "是",
            }
            for who, share in zip(members, shares, strict=True)
            if share
        ]
    return rows


def _receipts(throw: random.Random, k: int, row: Row, *, example: bool) -> list[Row]:
    contract = int(str(row["contract_amount"]))
    parts = largest_remainder(contract, EXAMPLE_PARTS)
    signed = row["sign_date"]
    assert isinstance(signed, date)
    count = len(parts) if example else throw.randint(1, len(parts))
    days = [min(today() - timedelta(days=4 - n), signed + timedelta(days=15 + 40 * n)) for n in range(count)]
    return [
        {
            "project_no": row["project_no"],
            "contract_no": row["contract_no"],
            "instalment": n + 1,
            "receipt_no": f"HK-{day.year}-{10 * k + n + 1:04d}",
            "receipt_date": day,
            "receipt_amount": part,
        }
        for n, (part, day) in enumerate(zip(parts, days, strict=False))
    ]
