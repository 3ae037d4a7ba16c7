"""The field catalogue holds the whole dictionary of domain §2 (dictionary.csv) and contradicts nothing."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from forms.builders import BOOK, CHOICES

from kamsheets.forms.catalogue import Field, catalogue, form_code
from kamsheets.forms.headers import normalise

DICTIONARY = list(csv.DictReader((Path(__file__).parent / "dictionary.csv").read_text("utf-8").splitlines()))
NAMED_OTHERWISE = {
    ("F4", "faction_note → concern_groups"): ["concern_groups"],
    ("F4", "project_no … customer_name"): ["project_no", "project_name", "customer_name"],
    ("F10", "project_no/contract_no"): ["project_no", "contract_no"],
    ("F10c", "emp_id / member"): ["emp_id", "member"],
    ("F10c", "project_no / contract_no"): ["project_no", "contract_no"],
    ("F10c", "receipt_no / receipt_date"): ["receipt_no", "receipt_date"],
    ("F11", "email / mobile"): ["email", "mobile"],
    ("F5", "exec_visit"): [],  # only in JTF-005, form F5b
}
ALL = [(form, f) for form in catalogue().values() for f in form.fields]
DEEP = [(form.id, f) for form, top in ALL for f in (top, *top.columns)]


@pytest.mark.parametrize("entry", DICTIONARY, ids=lambda entry: f"{entry['form']}.{entry['id']}")
def test_every_entry_of_the_dictionary_is_a_field(entry: dict[str, str]) -> None:
    form = catalogue()[entry["form"]]
    for field_id in NAMED_OTHERWISE.get((entry["form"], entry["id"]), [entry["id"]]):
        assert field_id in form.by_id


@pytest.mark.parametrize(
    "entry",
    [e for e in DICTIONARY if (e["form"], e["id"]) not in NAMED_OTHERWISE],
    ids=lambda entry: f"{entry['form']}.{entry['id']}",
)
def test_every_name_of_the_dictionary_finds_its_field(entry: dict[str, str]) -> None:
    f = catalogue()[entry["form"]][entry["id"]]
    known = {normalise(n).key for n in (f.zh, f.en, *f.aliases, *f.ambiguous_aliases)}
    aliases = [] if entry["aliases"].startswith("see ") else re.split(r",\s*", entry["aliases"])
    for name in (entry["zh"], *aliases):
        if name.strip("*"):
            assert normalise(name.strip("*")).key in known


@pytest.mark.parametrize(
    ("spelling", "form_id"),
    [("JTF-001", "F1"), ("JTF001", "F1"), ("jtf－001", "F1"), ("JTF 2", "F3"), ("JTF-005", "F5b"), ("F4b", "F4b")],
)
def test_a_form_is_found_by_id_and_by_every_spelling_of_its_code(spelling: str, form_id: str) -> None:
    assert catalogue()[spelling].id == form_id


def test_all_fourteen_printed_forms_are_there() -> None:
    assert {form.code for form in catalogue().values()} >= {f"JTF-{n:03d}" for n in range(1, 15)}


def test_an_unknown_form_is_a_key_error() -> None:
    assert form_code("别的") == "别的"
    with pytest.raises(KeyError):
        catalogue()["JTF-099"]


@pytest.mark.parametrize(("form_id", "f"), DEEP, ids=lambda value: value if isinstance(value, str) else value.id)
def test_a_field_says_what_it_is_in_both_languages(form_id: str, f: Field) -> None:
    assert f.zh
    assert f.en
    assert bool(f.rule_zh) == bool(f.rule_en)
    assert not re.search("[\u3400-\u9fff]", f.en)
    assert (f.type in ("enum", "checklist") and f.choices is not None) or f.type not in ("enum", "checklist")
    assert bool(f.columns) == (f.type in ("table", "checklist", "group"))
    if f.pattern:
        re.compile(f.pattern.replace("{region}", "HD"))


@pytest.mark.parametrize(("form_id", "f"), [(i, f) for i, f in DEEP if f.pattern and f.example])
def test_an_example_keeps_its_own_pattern(form_id: str, f: Field) -> None:
    assert f.pattern is not None
    assert re.fullmatch(f.pattern.replace("{region}", "(?:HD|HN)"), f.example)


def test_every_closed_list_that_a_field_names_is_a_list_of_the_shipped_policy() -> None:
    assert {f.choices for _, f in DEEP if f.choices} - set(CHOICES) == set()


def test_no_closed_list_and_no_region_code_stands_in_the_catalogue() -> None:
    regions = {region.code for region in CHOICES["region"]}
    for _, f in DEEP:
        assert not re.search(rf"\b({'|'.join(regions)})\b", f.pattern or "")


def test_a_field_written_like_another_keeps_what_it_does_not_say() -> None:
    base, pipeline = catalogue()["F0"]["project_no"], catalogue()["F2"]["project_no"]
    assert (pipeline.pattern, pipeline.zh, pipeline.aliases) == (base.pattern, base.zh, base.aliases)
    assert (base.required, pipeline.required) == ("C", "Y")


def test_the_two_breakthrough_plans_differ_only_where_the_handbook_says() -> None:
    technical, commercial = set(catalogue()["JTF-004"].by_id), set(catalogue()["JTF-005"].by_id)
    assert technical - commercial == {"exchange_type"}
    assert commercial - technical == {"exec_visit"}


def test_personal_and_restricted_fields_are_marked() -> None:
    lead = catalogue()["F1"]
    assert {f.id for f in lead.fields if f.personal} >= {
        "contact_name",
        "contact_mobile",
        "contact_tel",
        "contact_email",
    }
    assert catalogue()["F4b"].restricted
    assert catalogue()["F6"]["our_price_plan"].restricted
    assert catalogue()["F7"]["margin_pct"].restricted


def test_a_field_that_stands_once_a_stage_follows_the_policys_stages() -> None:
    family = catalogue()["F10a"]["difficulty"]
    stages = [stage.code for stage in CHOICES[family.per or ""]]
    expanded = [f for f in BOOK["F10a"].fields if f.id.startswith("difficulty")]
    assert [f.id for f in expanded] == [f"difficulty.{code}" for code in stages]
    assert [f.zh for f in expanded] == [f"难度{code}" for code in stages]
    assert "difficulty" in catalogue()["F10a"].by_id
    assert "difficulty" not in BOOK["F10a"].by_id


def test_bounds_are_exact_numbers() -> None:
    assert all(
        isinstance(bound, Decimal)
        for _, f in DEEP
        for bound in (f.at_least, f.at_most, f.more_than)
        if bound is not None
    )
