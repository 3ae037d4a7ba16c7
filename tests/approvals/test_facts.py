"""Inputs of the matrix from what a form says: exact at the edges, and not known rather than zero."""

import re
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from approvals.builders import shipped

from kamsheets.approvals.facts import DERIVED, facts, sources
from kamsheets.forms.catalogue import catalogue

CASES = tomllib.loads((Path(__file__).parent / "cases" / "facts.toml").read_text("utf-8"))["case"]


def exact(value: Any) -> Any:
    """A value of the case file: fractions from text, unknown as None."""
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, dict):
        return {name: exact(item) for name, item in value.items()}
    if value == "unknown":
        return None
    return Fraction(value) if isinstance(value, str) and re.fullmatch(r"\d+(/\d+)?", value) else value


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['input']}: {case['sentence']}") for case in CASES])
def test_facts(case: dict[str, Any]) -> None:
    assert facts(exact(case["values"]), shipped(), [case["input"]]) == {case["input"]: exact(case["expected"])}


def test_every_input_of_the_policy_is_derived_or_a_field_of_some_form() -> None:
    fields = {field.id for form in catalogue().values() for field in form.fields}
    from_jobs = {"pool", "manual_adjust_ratio"}
    derived = {entry.input for entry in DERIVED}
    assert set(shipped().inputs) - derived - fields - from_jobs == set()


def test_every_derived_input_is_one_of_the_policy_and_starts_at_a_field() -> None:
    fields = {field.id for form in catalogue().values() for field in form.fields}
    for entry in DERIVED:
        assert entry.input in shipped().inputs
        assert set(sources(entry.input)) & fields
