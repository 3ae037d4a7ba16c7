"""Places are derived from position; every code has its sentence in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.core import messages
from kamsheets.core.errors import KamError, OutputExistsError
from kamsheets.core.finding import Place, Severity, cell_name, column_letters, severities
from kamsheets.core.table import Column, Table


def table() -> Table:
    columns = (Column("客户名称", 2, "customer_name"), Column("备注2", 5), Column("预计金额", 27, "est_amount", "万元"))
    return Table("a.xlsx", "线索", columns, [["华锐", None, 386], ["甲", "x", 1]], [4, 7], header_row=3)


def test_a_value_names_its_cell() -> None:
    assert table().place(1, "est_amount") == Place("a.xlsx", "线索", "AB7")
    assert table().place(None, "customer_name").cell == "C3"
    assert table().place(0).cell == "4:4"


def test_a_field_the_sheet_lacks_is_blank_everywhere() -> None:
    assert table().column("uscc") == [None, None]
    assert table().column("est_amount") == [386, 1]


@given(st.integers(0, 16383), st.integers(1, 1_048_576))
def test_column_letters_read_back(index: int, row: int) -> None:
    value = 0
    for letter in column_letters(index):
        value = value * 26 + ord(letter) - 64
    assert value - 1 == index
    assert cell_name(row, index) == f"{column_letters(index)}{row}"


def test_every_code_has_a_reason_and_a_way_out_in_both_languages() -> None:
    for lang in messages.LANGUAGES:
        known = messages.catalogue(lang)
        assert [code for code in severities() if code not in known] == []
        asking = [code for code, severity in severities().items() if severity is not Severity.INFO]
        assert [code for code in asking if f"{code}.fix" not in known] == []


def test_both_languages_say_the_same_codes_with_the_same_facts() -> None:
    from string import Formatter

    def facts(sentence: str) -> set[str]:
        """Names of facts; one that is itself in two languages is given as ``field`` and ``field_en``."""
        names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        return {name.split(".")[0].split("[")[0].removesuffix("_en") for name in names}

    zh, en = messages.catalogue("zh"), messages.catalogue("en")
    assert zh.keys() == en.keys()
    assert {code: (facts(zh[code]), facts(en[code])) for code in zh if facts(zh[code]) != facts(en[code])} == {}


def test_every_error_class_owns_its_sentence() -> None:
    def below(cls: type[KamError]) -> list[type[KamError]]:
        return [cls, *(found for child in cls.__subclasses__() for found in below(child))]

    assert [cls for cls in below(KamError) if not messages.has(cls.code)] == []
    assert "--force" in OutputExistsError(path="x.xlsx").message("en")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no language"):
        messages.text("E000", "fr")
