"""The shipped policy on a day, and with one value changed."""

from dataclasses import replace
from datetime import date
from functools import cache

from kamsheets.policy.policy import Policy
from kamsheets.policy.view import PolicyView

TODAY = date(2026, 6, 30)


@cache
def shipped() -> PolicyView:
    return Policy.shipped().as_of(TODAY)


def with_value(key: str, value: object) -> PolicyView:
    base = shipped()
    return replace(base, values={**base.values, key: replace(base.values[key], value=value)})
