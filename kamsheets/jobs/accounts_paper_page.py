"""客户一页纸: an account on one page, from the review alone; people appear as numbers, and only where asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from kamsheets.accounts.deals import delivery_lacks
from kamsheets.accounts.kpi import Kpi, light, target
from kamsheets.accounts.line import Line
from kamsheets.accounts.register import Figures
from kamsheets.document import figures
from kamsheets.document.bar_chart import Bars, columns
from kamsheets.jobs import accounts_paper_shown as shown
from kamsheets.jobs.accounts_paper_care import people, projects, service, signals, steps
from kamsheets.jobs.accounts_paper_desk import Cells, PaperDesk

YEARS = 3
OWN_KPIS = ("margin", "satisfied", "renewed", "visits", "conversion", "cycle")
"""KPI that say something of one account; the others need many."""
WIDTH, HEIGHT = 84, 29
"""Millimetres of a picture."""


def context(desk: PaperDesk, line: Line) -> Mapping[str, object]:
    """What the template may print of an account: texts, and rows as mappings."""
    return {
        "title": desk.t("paper.one_pager"),
        "customer": line.customer.name,
        "source": desk.t("paper.source", day=desk.review.day, **_identity(desk, line)),
        "secrecy": desk.view.text("restricted_class") if desk.restricted else "",
        **_figures(desk, line),
        "chart_left": figures.drawing(1, desk.t("paper.chart.years"), WIDTH, HEIGHT),
        "chart_right": figures.drawing(2, desk.t("paper.chart.value"), WIDTH, HEIGHT),
        "missing": _missing(desk, line),
        **{f"year{n}": str(year or shown.NOTHING) for n, year in enumerate(_years(desk), 1)},
        "years": list(_results(desk, line)),
        "kpis": list(_kpis(desk, line)),
        **people(desk, line),
        **service(desk, line),
        "signals": list(signals(desk, line)),
        "projects": list(projects(desk, line)),
        "steps": list(steps(desk, line)),
        "note": desk.t("paper.note"),
        "footer": desk.t("paper.footer", day=desk.review.day),
    }


def charts(desk: PaperDesk, line: Line) -> tuple[bytes, bytes]:
    """The chart parts: revenue and gross profit of three years, and the mean score of each dimension of value."""
    held = {f.year: f for f in desk.register.figures.get(line.customer.key, ())}
    years = [year for year in _years(desk) if year is not None]
    own = [held.get(year) for year in years]
    bars = [
        Bars(desk.t("paper.revenue"), [shown.ten_thousands(f.revenue) if f else None for f in own]),
        Bars(desk.t("paper.gross_profit"), [shown.ten_thousands(f.gross_profit) if f else None for f in own]),
    ]
    dimensions = desk.view.choices["value_dimension"]
    means = [line.value.dimensions[choice.code] for choice in dimensions]
    scores = [None if mean is None else shown.number(mean) for mean in means]
    return (
        columns([str(year) for year in years], bars, "#,##0.0", _headroom(bars)),
        columns(
            [choice.label.of(desk.lang) for choice in dimensions],
            [Bars(desk.t("col.score"), scores)],
            "0.0",
            {"max": str(desk.view.number("value_score_max") + 1), "min": "0"},
        ),
    )


def _headroom(bars: Iterable[Bars]) -> Mapping[str, str]:
    """A quarter more than the highest bar, for the figure above it."""
    highest = max((Decimal(text) for one in bars for text in one.values if text), default=Decimal())
    return {"max": str(highest + highest / 4)} if highest > 0 else {}


def _years(desk: PaperDesk) -> list[int | None]:
    """The last years of the register, the last one last."""
    last = desk.review.year
    return [None if last is None else last - back for back in reversed(range(YEARS))]


def _identity(desk: PaperDesk, line: Line) -> Cells:
    yes = desk.labels("ka_tests", line.key.yes) or shown.NOTHING
    since = shown.day(line.customer.first_business)
    return {"manager": line.customer.manager or shown.NOTHING, "since": since, "yes": yes}


def _figures(desk: PaperDesk, line: Line) -> Cells:
    stands = line.position
    review = next(one for one in line.occasions if one.kind == "review")
    return {
        "value_class": desk.label("value_class", line.value_class),
        "score": shown.number(line.value.score),
        "key_account": desk.verdict(line.key.passed),
        "lifecycle": desk.label("lifecycle", line.lifecycle),
        "action": desk.label("portfolio_action", stands.action if stands else None) or shown.NOTHING,
        "churn": str(line.churn.stage),
        "year": str(desk.review.year or shown.NOTHING),
        "revenue": shown.money(line.revenue),
        "profit": shown.money(stands.profit if stands else None),
        "rate": shown.percent(stands.rate if stands else None),
        "growth": shown.growth(stands.cagr if stands else None),
        "lifetime": shown.money(line.lifetime),
        "confirmed": shown.money(line.delivered[0]),
        "estimated": shown.money(line.delivered[1]),
        "invested": shown.money(line.invested),
        "forecast": shown.growth(line.forecast_growth),
        "depth": shown.percent(line.needs.share),
        "undelivered": str(sum(bool(delivery_lacks(deal)) for deal in line.deals)),
        "next_review": shown.day(review.due) if review.due else desk.t("word.never"),
    }


def _missing(desk: PaperDesk, line: Line) -> str:
    whole, missing = len(desk.view.choices["value_indicator"]), line.value.missing
    facts = {"scored": whole - len(missing), "of": whole}
    if not missing:
        return desk.t("paper.scored", **facts)
    return desk.t("paper.missing", names=desk.labels("value_indicator", missing), **facts)


def _results(desk: PaperDesk, line: Line) -> Iterator[Cells]:
    """Revenue, gross profit, margin and estimated profit, a column a year; a year without a row stays open."""
    held = {f.year: f for f in desk.register.figures.get(line.customer.key, ())}
    own = [held.get(year) if year is not None else None for year in _years(desk)]
    for name, told in _RESULTS.items():
        first, second, third = (told(f) if f else shown.NOTHING for f in own)
        yield {"name": desk.t(f"paper.{name}_yuan"), "first": first, "second": second, "third": third}


def _margin(year: Figures) -> str:
    return shown.percent(Fraction(year.gross_profit, year.revenue) if year.revenue > 0 else None)


_RESULTS: Mapping[str, Callable[[Figures], str]] = {
    "revenue": lambda year: shown.money(year.revenue),
    "gross_profit": lambda year: shown.money(year.gross_profit),
    "margin": _margin,
    "profit": lambda year: shown.money(year.as_year.profit),
}


def _kpis(desk: PaperDesk, line: Line) -> Iterator[Cells]:
    """The account's own value beside that of all accounts and the target."""
    own, whole = desk.own_kpis(line.customer.key), {kpi.code: kpi for kpi in desk.review.kpis}
    for code in OWN_KPIS:
        kpi = own[code]
        yield {
            "name": desk.t(f"kpi.{code}"), "own": shown.kpi_value(kpi, kpi.value), "ratio": shown.kpi_ratio(kpi),
            "all": shown.kpi_value(whole[code], whole[code].value),
            "target": shown.kpi_value(kpi, target(kpi, desk.view)), "light": lamp(desk, kpi),
        }  # fmt: skip


def lamp(desk: PaperDesk, kpi: Kpi) -> str:
    """The traffic light of a KPI in a word: papers are printed black and white."""
    colour = light(kpi, desk.view)
    return desk.t(f"paper.light.{colour}") if colour else shown.NOTHING
