"""A policy that is written to its workbook and read back is the same policy."""

import dataclasses

import pytest
from policy.builders import written

from kamsheets.policy.policy import Policy
from kamsheets.policy.workbook import examine, overlay


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_shipped_policy_survives_its_own_workbook(lang: str) -> None:
    shipped = Policy.shipped()
    again = overlay(shipped, written(shipped, lang).values())
    for field in dataclasses.fields(Policy):
        assert getattr(again, field.name) == getattr(shipped, field.name), field.name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_generated_workbook_has_nothing_to_say_about(lang: str) -> None:
    shipped = Policy.shipped()
    assert examine(shipped, written(shipped, lang).values())[1] == []
