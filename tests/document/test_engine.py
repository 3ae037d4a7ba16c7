"""The compile-once engine: the same as docxtpl, and right where docxtpl loses text in silence."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from document.builders import engine, para, run, table, text_of
from document.samples import form_of, printing, record
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from kamsheets.core.errors import TemplateError
from kamsheets.document import templates
from kamsheets.document.archive import DOCUMENT
from kamsheets.document.context import context, printable
from kamsheets.document.engine import Engine, FillError
from kamsheets.document.missing import collecting


def filled(body: str | list[str], context: Mapping[str, object]) -> str:
    blocks = [body] if isinstance(body, str) else body
    with collecting("zh"):
        return text_of(engine(*blocks).render(context)[DOCUMENT])


def test_a_loop_over_rows_takes_the_control_rows_away() -> None:
    body = table(["{%tr for r in rows %}", ""], ["{{ r }}", "x"], ["{%tr endfor %}", ""])
    assert filled(body, {"rows": ["甲", "乙"]}) == "甲\nx\n乙\nx"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ x.__class__ }}",
        "{{ x|attr('__class__') }}",
        "{{ self.__init__.__globals__ }}",
        "{% for k in x.__class__.__mro__ %}{{ k }}{% endfor %}",
        "{{ 'a'.format() }}",
        "{{ x.upper() }}",
        "{{ 2 ** 100000 }}",
        "{{ 'x' * 100000000 }}",
    ],
)
def test_a_template_cannot_run_code_or_fill_the_memory(attack: str) -> None:
    with pytest.raises((FillError, TemplateError)):
        filled(attack, {"x": "text"})


@pytest.mark.parametrize("name", ["lipsum", "cycler", "joiner", "namespace", "dict"])
def test_jinjas_own_globals_are_not_there(name: str) -> None:
    with collecting("zh") as notes:
        engine(f"{{{{ {name} }}}}").render({})
    assert list(notes.labels) == [name]


def test_a_loop_that_counts_too_far_is_stopped() -> None:
    with pytest.raises(FillError) as stopped:
        filled("{% for i in range(100000000) %}{{ i }}{% endfor %}", {})
    assert isinstance(stopped.value.__cause__, OverflowError)


def test_security_is_the_reason_given() -> None:
    with pytest.raises(FillError) as refused:
        filled("{{ x.__class__ }}", {"x": 1})
    assert isinstance(refused.value.__cause__, SecurityError)


def test_threads_may_fill_one_template_at_once() -> None:
    made = Engine(templates.find("JTF-003", "zh"))
    names = context(record("JTF-003"), form_of("JTF-003"), printing(), {"form_no": "N", "org_chart": ""})
    alone = made.render(names)
    with ThreadPoolExecutor(4) as pool:
        assert all(parts == alone for parts in pool.map(made.render, [names] * 40))


def test_a_missing_name_is_noted_by_use_and_not_by_asking_for_it() -> None:
    body = [
        "{{ 信息来源 }}",
        "{% if 没有 %}x{% endif %}",
        "{{ 备注|default('无') }}",
        "{% for r in 明细 %}{{ r }}{% endfor %}",
    ]
    with collecting("zh") as notes:
        printed = text_of(engine(*body).render({})[DOCUMENT])
    assert printed.split("\n")[0] == "【缺：信息来源】"
    assert list(notes.labels) == ["信息来源", "明细"]


def test_a_chain_of_missing_names_is_one_missing_name() -> None:
    with collecting("zh") as notes:
        engine("{{ a.b.c }}").render({})
    assert list(notes.labels) == ["a.b.c"]


def test_an_error_names_the_tag_and_the_paragraph_before_it() -> None:
    with pytest.raises(FillError) as wrong:
        filled(["合同", "大写：{{ x|大写金额 }}"], {"x": "abc"})
    facts = wrong.value.facts
    assert (facts["spot"], facts["before"], facts["part"]) == ("大写：{{ x|大写金额 }}", "合同", "word/document.xml")


def test_a_template_with_a_tag_that_cannot_be_read_is_refused_when_it_is_loaded() -> None:
    with pytest.raises(TemplateError) as refused:
        engine("{% for x in y %}")
    assert refused.value.code == "E005"


def test_what_breaks_the_markup_is_an_error_and_never_a_lost_paragraph() -> None:
    broken = engine("{{ x }}")
    with pytest.raises(FillError):
        broken.render({"x": type("Raw", (), {"__html__": lambda self: "<w:r>"})()})


def test_lines_of_a_text_become_breaks_and_marked_ones_paragraphs() -> None:
    assert filled("{{ x|分段 }}", {"x": "一\n\n二"}) == "一\n二"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_printed_whole(text: str) -> None:
    clean = printable(text)
    made = PLAIN.render({"x": clean})[DOCUMENT]
    assert "".join(text_of(made).split()) == "".join(clean.split())


PLAIN = engine(para(run("{{ x }}")))
