"""Invented key accounts: sixty customers with three years, scores, people, contacts, service and signals."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import cast

from kamsheets.jobs.demo.account_work import work
from kamsheets.jobs.demo.companies import companies
from kamsheets.jobs.demo.words import Row, dice, today
from kamsheets.policy.view import PolicyView

COUNT, YEARS = 60, 3
TEN_THOUSAND = 1_000_000
"""Fen in 万元."""


def accounts(people: list[Row], view: PolicyView) -> dict[str, list[Row]]:
    """The rows of every sheet of the register, typed, by form id; the first manager has more accounts than is good."""
    throw, more = dice("accounts"), dice("accounts-2026")
    managers = [f"{row['emp_id']} {row['name']}" for row in people if row.get("manager_id")][:8]
    owners: dict[str, str] = {}
    sheets: dict[str, list[Row]] = {f"F16{letter}": [] for letter in "abcdefghi"}
    for k, company in enumerate(companies(COUNT)):
        name, manager = company.name, managers[0 if k % 10 == 6 or k % 20 == 3 else k % len(managers)]
        owners[name] = manager
        sheets["F16a"].append(_customer(throw, name, manager, view))
        sheets["F16b"] += _years(throw, name, k)
        sheets["F16c"] += _scores(throw, name, view)
        sheets["F16d"] += _people(throw, name, view)
        sheets["F16e"] += _contacts(throw, name, manager)
        sheets["F16f"] += _cases(throw, name, k, view)
        sheets["F16g"] += _answers(throw, name)
        sheets["F16h"] += _signals(throw, name, k, manager, view)
        _tag(more, sheets["F16a"][-1], sheets["F16b"][-1], view)
    sheets["F16i"] = [_manager(throw, manager) for manager in managers]
    for visit in sheets["F16e"]:
        visit |= _talk(more) if visit["contact_type"] == "onsite" else {}
    roles = [choice.code for choice in view.choices["buyer_role"]]
    for person in sheets["F16d"]:
        person["buyer_role"] = "decider" if person["decides"] else more.choice(roles[3:8])
    return sheets | work(companies(COUNT), owners, view)


def _tag(throw: random.Random, customer: Row, last: Row, view: PolicyView) -> None:
    """Tags, forecasts and room to grow of a customer by its last year."""
    revenue = cast("int", last["revenue"])
    growth = throw.randint(95, 120)
    first = customer["first_business"]
    fresh = isinstance(first, date) and (today() - first).days < 366
    customer |= {
        "sector": "manufacturing", "phase": "new" if fresh else throw.choice(("mature", "mature", "strategic")),
        "decision_type": throw.choice([choice.code for choice in view.choices["decision_type"]]),
        "strategic_axis": throw.randint(1, 5), "forecast_next": revenue * growth // 100,
        "forecast_after": revenue * growth * growth // 10_000,
        "growth_amount": throw.randint(10, 200) * TEN_THOUSAND, "growth_by": date(today().year + 1, 12, 31),
    }  # fmt: skip


def _talk(throw: random.Random) -> Row:
    """Most visits keep the discipline."""
    return {
        "minutes": throw.choice((20, 25, 30, 30, 30, 45)), "intro_minutes": throw.choice((3, 4, 5, 5, 5, 8)),
        "customer_talk": Fraction(throw.choice((75, 70, 70, 67, 67, 55)), 100),
        "next_step": throw.choice(("发送技术资料", "安排试焊", "约技术交流", "提交报价", "回访验收", None)),
    }  # fmt: skip


def _ago(throw: random.Random, least: int, most: int) -> date:
    return today() - timedelta(days=throw.randint(least, most))


def _customer(throw: random.Random, name: str, manager: str, view: PolicyView) -> Row:
    tests = [choice.code for choice in view.choices["ka_tests"]]
    return {
        "customer_name": name,
        "manager": manager,
        "first_business": _ago(throw, 100, 3_000),
        "ka_yes": tuple(code for code in tests if throw.random() < 0.85) or None,
        "project_open": throw.random() < 0.5,
        "acquisition_cost": throw.randint(3, 12) * TEN_THOUSAND,
        "last_review": _ago(throw, 5, 140),
        "last_strategy": _ago(throw, 30, 500),
    }


def _years(throw: random.Random, name: str, k: int) -> Iterator[Row]:
    """A few customers are large, most are small; one in ten loses money."""
    revenue = 900 * TEN_THOUSAND * throw.randint(80, 120) // 100 // (k // 3 + 1)
    growth, margin = throw.randint(-15, 30), throw.randint(2, 8) if k % 10 == 9 else throw.randint(18, 38)
    for year in range(today().year - YEARS, today().year):
        orders = throw.randint(1, 6)
        yield {
            "customer_name": name, "year": year, "revenue": revenue, "gross_profit": revenue * margin // 100,
            "cost_to_serve": revenue * throw.randint(3, 12) // 100, "proposals": orders + throw.randint(0, 6),
            "orders": orders, "cycle_days": orders * throw.randint(60, 200), "renewals_due": 1,
            "renewals_done": int(throw.random() < 0.8), "referrals": int(throw.random() < 0.2),
        }  # fmt: skip
        revenue = revenue * (100 + growth + throw.randint(-4, 4)) // 100


def _scores(throw: random.Random, name: str, view: PolicyView) -> Iterator[Row]:
    """Nearly all indicators are scored."""
    level = throw.randint(2, 4)
    for choice in view.choices["value_indicator"]:
        if throw.random() < 0.97:
            score = min(5, max(1, level + throw.randint(-1, 1)))
            yield {"customer_name": name, "indicator": choice.code, "score": score, "scored_on": _ago(throw, 1, 180)}


def _people(throw: random.Random, name: str, view: PolicyView) -> Iterator[Row]:
    codes = {listing: [c.code for c in view.choices[listing]] for listing in ("attitude", "relation_depth", "stance")}
    for k in range(3):
        known = throw.random() < 0.85
        yield {
            "customer_name": name, "dm_id": f"DM{k + 1:02d}", "influence": (5, 3, throw.randint(1, 4))[k],
            "attitude": throw.choice(codes["attitude"]) if known else None,
            "stance": throw.choice(codes["stance"][:3] if k else codes["stance"][:4]) if known else None,
            "relation": throw.choice(codes["relation_depth"]), "decides": k == 0,
            "consent_basis": view.choices["consent_basis"][k % 2].code, "retain_until": today() + timedelta(days=400),
        }  # fmt: skip


def _contacts(throw: random.Random, name: str, manager: str) -> Iterator[Row]:
    kinds = ("onsite", "phone")
    for k in range(throw.randint(2, 5)):
        yield {
            "customer_name": name, "contact_date": _ago(throw, 1, 60 + 40 * k), "dm_id": f"DM{k % 3 + 1:02d}",
            "contact_type": throw.choice(kinds), "contact_by": manager,
        }  # fmt: skip


def _cases(throw: random.Random, name: str, k: int, view: PolicyView) -> Iterator[Row]:
    for n in range(throw.randint(0, 2)):
        reported = datetime.combine(_ago(throw, 10, 200), time(throw.randint(8, 17)))
        late = throw.random() < 0.12
        yield {
            "customer_name": name, "case_no": f"FW-{reported:%Y}-{k:03d}{n}",
            "sla_level": throw.choice(view.choices["sla_level"]).code, "complaint": throw.random() < 0.4,
            "reported": reported, "responded": reported + timedelta(hours=30 if late else 1),
            "solved": reported + timedelta(hours=200 if late else throw.randint(3, 23)),
        }  # fmt: skip


def _answers(throw: random.Random, name: str) -> Iterator[Row]:
    if throw.random() < 0.7:
        yield {
            "customer_name": name, "survey_date": _ago(throw, 10, 300), "nps": throw.randint(5, 10),
            "csat": throw.randint(2, 5), "csat_scale": 5,
        }  # fmt: skip


def _signals(throw: random.Random, name: str, k: int, manager: str, view: PolicyView) -> Iterator[Row]:
    """One customer in eight shows a signal; the older ones no longer count."""
    if k % 6 == 5:
        yield {
            "customer_name": name, "signal": throw.choice(view.choices["churn_signal"]).code,
            "signal_date": _ago(throw, 5, 150), "owner": manager, "action": "上门回访，确认改进措施",
        }  # fmt: skip


def _manager(throw: random.Random, manager: str) -> Row:
    fixed = throw.choice((75, 80, 85))
    return {"manager": manager, "fixed_pay": Fraction(fixed, 100), "variable_pay": Fraction(100 - fixed, 100)}
