"""Score key accounts: every model on every account, as rows for ``--json`` and one line for a person."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

from kamsheets.accounts.deals import delivery_lacks
from kamsheets.accounts.kpi import Kpi, light, target
from kamsheets.accounts.review import Line, Review, review
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, round_half_up, yuan
from kamsheets.jobs.accounts_check import said
from kamsheets.jobs.accounts_read import load
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.policy.view import PolicyView


def score_accounts(files: Sequence[Path], session: Session, *, restricted: bool = False) -> Outcome:
    """The accounts of ``files`` under the session's policy; stances of people only when ``restricted`` is asked for."""
    found = load(files, session)
    made = review(found.register(), session.view)
    return Outcome(
        findings=said(found, made),
        summary={**found.tally(), **totals(made)},
        data=data(made, session.view, session.lang, restricted=restricted),
        failures=found.failures,
        lines=[text("accounts.said.checked", session.lang, **found.tally()), *lines(made, session.view, session.lang)],
    )


def totals(made: Review) -> dict[str, object]:
    """Figures over all accounts."""
    return {
        "year": made.year,
        "revenue": yuan(sum(line.revenue for line in made.lines)),
        "churning": sum(line.churn.stage > 0 for line in made.lines),
        "overdue": sum(len(line.overdue) for line in made.lines),
    }


def lines(made: Review, view: PolicyView, lang: str) -> list[str]:
    """What to tell a person: the totals, classes, verdicts and lights; nothing without an account."""
    if not made.lines:
        return []
    revenue = grouped(sum(line.revenue for line in made.lines))
    facts = {**totals(made), "revenue": revenue, "year": made.year or "—"}
    held = Counter(line.value_class for line in made.lines)
    actions = Counter(line.position.action for line in made.lines if line.position)
    lights = Counter(light(kpi, view) for kpi in made.kpis)
    said = (
        ("classes", [(c.label.of(lang), held[c.code]) for c in view.choices["value_class"]]),
        ("actions", [(c.label.of(lang), actions[c.code]) for c in view.choices["portfolio_action"]]),
        ("lights", [(text(f"accounts.light.{name}", lang), lights[name]) for name in LIGHTS]),
    )  # fmt: skip
    comma = "、" if lang == "zh" else ", "
    return [
        text("accounts.said.scored", lang, day=made.day, accounts=len(made.lines), **facts),
        *(text(f"accounts.said.{name}", lang, counts=comma.join(f"{word} {n}" for word, n in pairs))
          for name, pairs in said if any(n for _, n in pairs)),
    ]  # fmt: skip


def data(made: Review, view: PolicyView, lang: str, *, restricted: bool = False) -> dict[str, object]:
    """Rows by account, classes, KPI, and the figures over all accounts."""
    return {
        "accounts": [_account(line, made) | (_stances(line) if restricted else {}) for line in made.lines],
        "classes": [
            {"class": c.code, "accounts": c.accounts, "revenue": yuan(c.revenue), "share": _decimal(c.share),
             "expected": _decimal(c.expected)}
            for c in made.classes.lines
        ],
        "kpis": [_kpi(kpi, view, lang) for kpi in made.kpis],
        "years": [
            {"year": y.year, "accounts": y.accounts, "revenue": yuan(y.revenue), "profit": yuan(y.profit)}
            for y in made.years
        ],
        "surveys": {
            "nps": {"n": made.nps.n, "value": _decimal(made.nps.value)},
            "csat": [{"highest": c.highest, "n": c.n, "mean": _decimal(c.mean), "satisfied": _decimal(c.share)}
                     for c in made.csat],
        },
        "service": [
            {"level": one.code, "cases": one.cases, "met": one.met, "breached": one.breached, "open": one.open}
            for one in made.levels
        ],
        "win_loss": {"won": made.win_loss.won, "lost": made.win_loss.lost, "rate": _decimal(made.win_loss.rate),
                     "median_days": _decimal(made.win_loss.median_days)},
        "time": [
            {"class": one.code, "accounts": _decimal(one.account_share), "time": _decimal(one.time_share),
             "plan": _decimal(one.plan)}
            for one in made.time
        ],
        "internal_reviews": {one.kind: one.due.isoformat() if one.due else None for one in made.internal},
    }  # fmt: skip


def _stances(line: Line) -> dict[str, object]:
    """What may be known to few: how the people of an account stand."""
    return {
        "stance_balance": _decimal(line.balance.value),
        "opposed": list(line.balance.opposed),
        "roles_open": list(line.roles_open),
    }


def _account(line: Line, made: Review) -> dict[str, object]:
    stands = line.position
    return {
        "customer": line.customer.name,
        "manager": line.customer.manager,
        "revenue": yuan(line.revenue),
        "value_class": line.value_class,
        "key_account": line.key.passed,
        "value_score": _decimal(line.value.score),
        "missing_indicators": list(line.value.missing),
        "contributions": {code: _decimal(points) for code, points in line.value.contributions.items()},
        "profit": yuan(stands.profit) if stands else None,
        "profit_rate": _decimal(stands.rate) if stands else None,
        "growth": None if stands is None or stands.cagr is None else f"{stands.cagr:.4f}",
        "action": stands.action if stands else None,
        "lifetime_value": yuan(line.lifetime),
        "lifecycle": line.lifecycle,
        "churn_stage": line.churn.stage,
        "pilot": line.customer.key in made.pilots,
        "invested": None if line.invested is None else yuan(line.invested),
        "replacement": [yuan(cost) for cost in line.replacement or ()],
        "delivered": dict(zip(("confirmed", "estimated"), map(yuan, line.delivered), strict=True)),
        "nps": {"n": line.nps.n, "value": _decimal(line.nps.value)},
        "need_depth": _decimal(line.needs.share),
        "undelivered": [deal.number for deal in line.deals if delivery_lacks(deal)],
        "people": {"attitude_known": line.people[0], "all": line.people[1], "overdue": len(line.overdue)},
        "due": {one.kind: one.due.isoformat() if one.due else None for one in line.occasions},
        "service": {name: sum(j.met is met for j in line.service) for name, met in _MET},
    }


LIGHTS: Final = ("green", "amber", "red")
_MET = (("met", True), ("breached", False), ("open", None))


def _kpi(kpi: Kpi, view: PolicyView, lang: str) -> dict[str, object]:
    money = kpi.unit == "money"
    shown, wanted = (
        yuan(round_half_up(value)) if money and value is not None else _decimal(value)
        for value in (kpi.value, target(kpi, view))
    )
    above, below = _amounts(kpi)
    return {
        "code": kpi.code, "name": text(f"accounts.kpi.{kpi.code}", lang), "value": shown, "target": wanted,
        "light": light(kpi, view), "numerator": above,
        "denominator": below, "definition": text(f"accounts.kpi.{kpi.code}.is", lang), "day": kpi.day.isoformat(),
    }  # fmt: skip


def _amounts(kpi: Kpi) -> tuple[str | None, str | int]:
    if kpi.code == "margin":
        return yuan(int(kpi.numerator)), yuan(kpi.denominator)
    return yuan(int(kpi.numerator)) if kpi.unit == "money" else _decimal(kpi.numerator), kpi.denominator


def _decimal(value: Fraction | None) -> str | None:
    """Four decimals, half up."""
    if value is None:
        return None
    ten_thousandths = round_half_up(value * 10_000)
    return f"{'-' if ten_thousandths < 0 else ''}{abs(ten_thousandths) // 10_000}.{abs(ten_thousandths) % 10_000:04d}"
