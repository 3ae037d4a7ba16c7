"""Values, tests and cases of the matrix as people read them, in both languages at once."""

import re
from fractions import Fraction

from kamsheets.approvals.conditions import Condition, Interval, Value
from kamsheets.approvals.coverage import Case
from kamsheets.approvals.notes import joined
from kamsheets.core.money import grouped
from kamsheets.policy.types import Input, Label
from kamsheets.policy.view import PolicyView

_KEYS = re.compile(r"\{([^{}]+)\}")
YES, NO, BLANK, ANY_CASE = Label("是", "yes"), Label("否", "no"), Label("未填", "blank"), Label("任何情形", "any case")


def keys_in(text: str) -> tuple[str, ...]:
    """The policy keys that a condition names in braces."""
    return tuple(dict.fromkeys(_KEYS.findall(text)))


def same(text: str) -> Label:
    """A text that reads alike in both languages."""
    return Label(text, text)


def spelled(value: Value | None, entry: Input, view: PolicyView) -> Label:
    """A value of an input: ``500,000.00``, ``19.5%``, 是, 重大项目."""
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return YES if value else NO
    if entry.kind == "choice":
        names = {choice.code: choice.label for choice in view.choices[entry.choices]}
        return names.get(str(value), same(str(value)))
    if entry.kind == "money" and isinstance(value, int):
        return same(grouped(value))
    if entry.kind == "rate" and isinstance(value, int | Fraction):
        return same(percent(Fraction(value)))
    return same(str(value))


def percent(share: Fraction) -> str:
    """A share in percent, two decimals at most, cut and marked where more follow: nothing is rounded over an edge.

    >>> percent(Fraction(1, 5)), percent(Fraction(1, 3)), percent(Fraction(-1, 200))
    ('20%', '33.33…%', '-0.5%')
    """
    sign, share = ("-", -share) if share < 0 else ("", share)
    hundredths = share * 10_000
    whole = hundredths.numerator // hundredths.denominator
    digits = f"{whole // 100}.{whole % 100:02d}".rstrip("0").rstrip(".")
    return f"{sign}{digits}{'' if hundredths.denominator == 1 else '…'}%"


def span(extent: Interval, entry: Input, view: PolicyView) -> Label:
    """An interval: ``= x``, ``>= x``, ``[x..y)``."""
    low, high = spelled(extent.low, entry, view), spelled(extent.high, entry, view)

    def text(low: str, high: str) -> str:
        if extent.low == extent.high:
            return f"= {low}"
        if extent.low is None:
            return f"{'<=' if extent.high_included else '<'} {high}"
        if extent.high is None:
            return f"{'>=' if extent.low_included else '>'} {low}"
        return f"{'[' if extent.low_included else '('}{low}..{high}{']' if extent.high_included else ')'}"

    return Label(text(low.zh, high.zh), text(low.en, high.en))


def tested(test: Condition, text: str, entry: Input, view: PolicyView) -> Label:
    """A test with its numbers, and the names of the policy keys they come from."""
    ranges = joined(tuple(span(extent, entry, view) for extent in test.intervals))
    keys = joined(tuple(view.values[key].label for key in keys_in(text) if key in view.values))
    zh, en = (f"不是 {ranges.zh}", f"not {ranges.en}") if test.negated else (ranges.zh, ranges.en)
    return Label(f"{zh}（{keys.zh}）", f"{en} ({keys.en})") if keys.zh else Label(zh, en)


def described(case: Case, view: PolicyView) -> Label:
    """A combination of input values."""
    if not case:
        return ANY_CASE
    parts = []
    for name, part in case:
        entry = view.inputs[name]
        extent = span(part.extent, entry, view)
        parts.append(Label(f"{entry.label.zh} {extent.zh}", f"{entry.label.en} {extent.en}"))
    return joined(tuple(parts))
