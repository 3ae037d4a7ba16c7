"""A policy that is written to its workbook and read back is the same policy."""

import dataclasses

import pytest
from policy.builders import written

from kamsheets.policy.policy import Policy
from kamsheets.policy.sheets import sheet_specs
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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_condition_says_how_it_is_written(lang: str) -> None:
    matrix = next(spec for spec in sheet_specs(Policy.shipped(), lang) if spec.name in ("审批矩阵", "Approval matrix"))
    hints = {column.label: column.hint for column in matrix.columns}
    amount, public = {"zh": ("预计合同金额", "涉及公职人员"), "en": ("Estimated amount", "Public officials")}[lang]
    assert "{major_amount}" in hints[amount]
    assert hints[public]
    assert {len(hint) <= 255 for hint in hints.values()} == {True}


def test_the_matrix_has_a_column_for_each_input_in_use_and_no_other() -> None:
    shipped = Policy.shipped()
    matrix = next(spec for spec in sheet_specs(shipped, "zh") if spec.name == "审批矩阵")
    used = {shipped.inputs[name].label.zh for row in shipped.matrix for name, _ in row.item.conditions}
    unused = {entry.label.zh for entry in shipped.inputs.values()} - used
    labels = {column.label for column in matrix.columns}
    assert used <= labels
    assert not unused & labels


def test_drop_downs_offer_the_names_of_the_policy() -> None:
    matrix = next(spec for spec in sheet_specs(Policy.shipped(), "zh") if spec.name == "审批矩阵")
    choices = {column.label: column.choices for column in matrix.columns}
    assert choices["方式"] == ("审批", "会签", "或签", "依次", "知会", "阻断")
    assert "区域大客户经理" in choices["角色"]
    assert choices["预计合同金额"] == ()
