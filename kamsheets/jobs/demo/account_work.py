"""Invented work on key accounts: needs, deals, value delivered, hours, operation steps, internal reviews."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from kamsheets.jobs.demo.companies import Company
from kamsheets.jobs.demo.words import Row, dice, today
from kamsheets.policy.view import PolicyView

TEN_THOUSAND = 1_000_000
"""Fen in 万元."""
NEEDS = {
    "basic": ("提高焊接效率", "设备稳定供货", "备件三天到货"),
    "hidden": ("降低返修率", "减少熟练焊工依赖"),
    "business": ("新产线按期投产", "焊接数据可追溯"),
    "strategic": ("海外工厂同步配套", "与总部统一焊接标准"),
}
SAVINGS = ("自动焊替代手工焊节约工时", "焊丝利用率提高", "停机时间减少", "返修减少")


def work(firms: Sequence[Company], owners: Mapping[str, str], view: PolicyView) -> dict[str, list[Row]]:
    """The rows of the sheets on work, by form id; ``owners`` are the managers by customer."""
    throw = dice("account-work")
    sheets: dict[str, list[Row]] = {f"F16{letter}": [] for letter in "jklmno"}
    for k, firm in enumerate(firms):
        sheets["F16j"] += _needs(throw, firm.name, k, view)
        sheets["F16k"] += _deals(throw, firm, k, view)
        sheets["F16l"] += _savings(throw, firm.name, k)
        sheets["F16n"] += _steps(throw, firm.name, k, view)
    sheets["F16m"] = [row for manager in dict.fromkeys(owners.values()) for row in _hours(throw, manager, view)]
    sheets["F16o"] = list(_meetings(view))
    return sheets


def _needs(throw: random.Random, name: str, k: int, view: PolicyView) -> Iterator[Row]:
    """Every tenth account has no need written down."""
    phases = [choice.code for choice in view.choices["need_phase"]]
    for layer in [choice.code for choice in view.choices["need_layer"]][: 0 if k % 10 == 4 else throw.randint(1, 4)]:
        yield {
            "customer_name": name, "need": throw.choice(NEEDS[layer]), "need_layer": layer,
            "need_phase": throw.choice(phases), "raised": today() - timedelta(days=throw.randint(20, 400)),
        }  # fmt: skip


def _deals(throw: random.Random, firm: Company, k: int, view: PolicyView) -> Iterator[Row]:
    """A deal under way or lost, and for two accounts in three one that was won; not every one is closed yet."""
    reasons = [choice.code for choice in view.choices["outcome_reason"]][:6]
    stages = [stage.code for stage in view.stages if not stage.closed]
    outcome = throw.choice(("open", "open", "open", "lost", "cancelled"))
    begun = today() - timedelta(days=throw.randint(40, 240))
    yield {
        "customer_name": firm.name, "project_no": f"XM-{firm.region}-2026-{700 + k:04d}",
        "project_name": f"{firm.short}焊接工作站", "milestone": throw.choice(stages), "started": begun,
        "deciders": throw.randint(4, 10), "rivals": throw.randint(1, 6), "outcome": outcome,
        "outcome_reason": None if outcome == "open" else throw.choice(reasons),
    }  # fmt: skip
    if k % 3:
        began = today() - timedelta(days=throw.randint(420, 600))
        signed = began + timedelta(days=throw.randint(70, 210))
        accepted = signed + timedelta(days=throw.randint(90, 150)) if throw.random() < 0.8 else None
        closed = accepted + timedelta(days=30) if accepted and throw.random() < 0.7 else None
        yield {
            "customer_name": firm.name, "project_no": f"XM-{firm.region}-2025-{700 + k:04d}",
            "project_name": f"{firm.short}自动焊产线", "milestone": stages[-1], "started": began,
            "deciders": throw.randint(5, 9), "rivals": throw.randint(2, 5), "outcome": "won",
            "outcome_reason": throw.choice(reasons), "signed": signed, "accepted": accepted, "closed": closed,
        }  # fmt: skip


def _savings(throw: random.Random, name: str, k: int) -> Iterator[Row]:
    """Two accounts in five count what they save; one line is computed from power."""
    for n in range(throw.randint(1, 2) if k % 5 < 2 else 0):
        confirmed = throw.random() < 0.6
        yield {
            "customer_name": name, "saved_on": today() - timedelta(days=throw.randint(10, 350)),
            "item": throw.choice(SAVINGS), "saving": throw.randint(5, 60) * TEN_THOUSAND, "confirmed": confirmed,
            "evidence": f"YS-2026-{k:03d}{n}" if confirmed else None,
        }  # fmt: skip
    if k % 15 == 1:
        yield {
            "customer_name": name, "saved_on": today() - timedelta(days=30), "item": "逆变焊机节电", "confirmed": False,
            "saved_kw": Decimal("3.5"), "hours_a_year": 4000, "kwh_price": Decimal("0.82"), "years": 5,
        }  # fmt: skip


def _steps(throw: random.Random, name: str, k: int, view: PolicyView) -> Iterator[Row]:
    """Steps in order; a few accounts left one out."""
    steps = sorted(view.choices["operation_step"], key=lambda choice: choice.score or 0)
    day = today() - timedelta(days=throw.randint(300, 500))
    for n, choice in enumerate(steps[: throw.randint(1, len(steps))]):
        if k % 12 == 7 and n == 1:
            continue
        day += timedelta(days=throw.randint(10, 50))
        yield {"customer_name": name, "operation_step": choice.code, "done_on": day, "evidence": None}


def _hours(throw: random.Random, manager: str, view: PolicyView) -> Iterator[Row]:
    """The months of the last quarter."""
    hours = {choice.code: (60, 55, 50)[min(n, 2)] for n, choice in enumerate(view.choices["value_class"])}
    for back in (61, 30, 0):
        for code, usual in hours.items():
            yield {
                "manager": manager, "recorded_on": today() - timedelta(days=back), "value_class": code,
                "hours": Decimal(usual + throw.randint(-12, 12)),
            }  # fmt: skip


def _meetings(view: PolicyView) -> Iterator[Row]:
    """The weekly one was held, the quarterly one is late."""
    for code, days, said in (
        ("weekly", 12, "跟进重点项目"), ("weekly", 5, "安排本周拜访"), ("monthly", 28, "核对逾期联系"),
        ("quarterly", 101, "确定试点客户"),
    ):  # fmt: skip
        held = today() - timedelta(days=days)
        yield {"review_kind": code, "held_on": held, "host": "E001 陈建国", "decisions": said}
