"""The named LAMBDAs of the templates, taken from the finished file and reckoned by LibreOffice.

LibreOffice 7.4 knows neither LAMBDA nor LET. So the text of the name is taken apart here, by a reader of its own, and
each step stands in a cell of its own: what Excel would bind to a variable is a reference to that cell.
"""

import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from kamsheets.core.money import Fen
from kamsheets.formats import provinces, rmb, uscc
from kamsheets.leads.followup import follow_up
from kamsheets.leads.grade import Ranks, grade
from kamsheets.pipeline.weight import weighted
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Grade, Label
from kamsheets.workbook.lambdas import lambdas
from kamsheets.workbook.template_books import BOOKS, build

VIEW = Policy.shipped().as_of(date(2026, 6, 30))
NAMES = [one.name for one in lambdas(VIEW, "zh")]
NOTHING, NOT_KNOWN = None, "#N/A"


def defined(path: Path) -> dict[str, str]:
    """The names of a workbook as they stand in its file."""
    with zipfile.ZipFile(path) as package:
        xml = package.read("xl/workbook.xml").decode("utf-8")
    return {name: unescape(text) for name, text in re.findall(r'<definedName name="([^"]+)">([^<]*)<', xml)}


def parts(inside: str) -> list[str]:
    """The arguments between two brackets, split at the commas that stand in no bracket, array or text."""
    found, depth, quoted, start = [], 0, False, 0
    for at, ch in enumerate(inside):
        if ch == '"':
            quoted = not quoted
        elif not quoted and ch in "({":
            depth += 1
        elif not quoted and ch in ")}":
            depth -= 1
        elif not quoted and ch == "," and not depth:
            found.append(inside[start:at])
            start = at + 1
    return [*found, inside[start:]]


def opened(formula: str, function: str) -> list[str] | None:
    """The arguments of a formula that is one call of ``function``."""
    start = f"_xlfn.{function}("
    return parts(formula[len(start) : -1]) if formula.startswith(start) and formula.endswith(")") else None


def taken_apart(formula: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Arguments and steps of a LAMBDA."""
    *arguments, body = opened(formula, "LAMBDA") or []
    inner = opened(body, "LET")
    if inner is None:
        return arguments, [("answer", body)]
    *pairs, answer = inner
    return arguments, [*zip(pairs[::2], pairs[1::2], strict=True), ("answer", answer)]


def laid_out(sheet: Any, formula: str, cases: Sequence[Sequence[object]]) -> int:
    """A row a case: arguments, then a cell for each step; the column of the answer."""
    arguments, steps = taken_apart(formula)
    for row, case in enumerate(cases, 1):
        names = {}
        for column, (name, value) in enumerate(zip(arguments, case, strict=True), 1):
            names[name] = sheet.cell(row, column, value).coordinate
            if value == NOT_KNOWN:
                sheet.cell(row, column).data_type = "e"
        for column, (name, text) in enumerate(steps, len(arguments) + 1):
            for known in sorted(names, key=len, reverse=True):
                text = text.replace(known, names[known])
            assert "_xlpm." not in text, "a variable that nothing binds"
            cell = sheet.cell(row, column)
            cell.value = ArrayFormula(cell.coordinate, f"={text}")
            names[name] = cell.coordinate
    return len(arguments) + len(steps)


def amounts() -> list[Fen]:
    """Amounts in fen: each place of zeros, each edge, and many at random."""
    chance = random.Random(20260630)
    edges = [10**k + d for k in range(15) for d in (-1, 0, 1)]
    zeros = [int("".join(chance.choice("0005") for _ in range(chance.randint(1, 15)))) for _ in range(120)]
    any_ = [chance.randrange(10 ** chance.randint(1, 15)) for _ in range(80)]
    return sorted({abs(one) for one in (*edges, *zeros, *any_)} | {140950, 1600090 * 10 + 2, 10700053})


def wrong(code: str) -> str:
    """A code with one character changed."""
    return code[:10] + ("1" if code[10] != "1" else "2") + code[11:]


CODES = ["914403001922038216", "91320500MA6KAM0195", "91110000100003962T", "911100007109250324"]
CHANCES = [0, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9, 1]

CASES: dict[str, tuple[Sequence[Sequence[object]], Callable[..., object]]] = {
    "KAM.FOLLOWUP": (
        [[0], [1], [3], [4], [5], [40]],
        lambda visits: follow_up(visits, None, VIEW.day, VIEW.number("min_visits"), is_open=True).visits_left,
    ),
    "KAM.GRADE": (
        [[s, p] for s in (1, 19, 20, 21, 49, 50, 51, 199, 200, 201, 9999) for p in (1, 20, 50, 200, 201)],
        lambda sales, profit: grade(Ranks(sales, profit), VIEW.grades).grade,
    ),
    "KAM.REGION": (
        [[spell(code)] for code in provinces.CODES for spell in (provinces.short, provinces.full, provinces.english)],
        lambda name: VIEW.region_of(provinces.code(name)).label.zh,  # type: ignore[union-attr]
    ),
    "KAM.RMB": (
        [[sign * fen / 100] for fen in amounts() for sign in ((1, -1) if 0 < fen < 10**6 else (1,))],
        lambda amount: rmb.upper(round(amount * 100)),
    ),
    "KAM.USCC_OK": (
        [*([code] for code in CODES), *([wrong(code)] for code in CODES), *([code.lower()] for code in CODES),
         [CODES[0][:17]], [f" {CODES[0][:4]} {CODES[0][4:]}"], ["0" + CODES[0][1:]], ["I" * 18], ["中" * 18]],
        uscc.is_valid,
    ),
    "KAM.WEIGHTED": (
        [[fen / 100, chance] for fen in amounts() if fen < 10**13 for chance in CHANCES],
        lambda amount, chance: weighted(round(amount * 100), _fraction(chance)) / 100,
    ),
}  # fmt: skip
REFUSED: dict[str, Sequence[Sequence[object]]] = {
    "KAM.FOLLOWUP": [[-1], ["三"], ["3"]],
    "KAM.GRADE": [[0, 3], [3, "前十"], ["3", 3]],
    "KAM.REGION": [["火星"], [32]],
    "KAM.RMB": [["abc"], [1.005], [1e13], ["100"]],
    "KAM.USCC_OK": [],
    "KAM.WEIGHTED": [[100, 50], [100, -0.1], ["一", 0.5]],
}


def _fraction(chance: float) -> Any:
    from fractions import Fraction

    return Fraction(str(chance))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("lead_register", tmp_path_factory.mktemp("lambda") / "leads.xlsx", Policy.shipped())


@pytest.fixture(scope="module")
def reckoned(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What LibreOffice reckons for all cases, then for the refused ones, then for blanks."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    folder, names = tmp_path_factory.mktemp("office"), defined(template)
    book = Workbook()
    columns = {}
    for name, (cases, _) in CASES.items():
        blank = [[None] * len(cases[0])]
        columns[name] = laid_out(book.create_sheet(name), names[name], [*cases, *REFUSED[name], *blank])
    book.save(folder / "in.xlsx")
    profile = f"-env:UserInstallation=file://{folder}/lo"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run(
        [*command, str(folder / "out"), str(folder / "in.xlsx")], check=True, capture_output=True, timeout=180
    )
    done = load_workbook(folder / "out" / "in.xlsx", data_only=True)
    return {name: [row[column - 1].value for row in done[name].iter_rows()] for name, column in columns.items()}


@pytest.mark.office
@pytest.mark.parametrize("name", NAMES)
def test_a_lambda_reckons_what_the_rules_say(name: str, reckoned: dict[str, list[object]]) -> None:
    cases, rule = CASES[name]
    found = dict(zip(map(tuple, cases), reckoned[name], strict=False))
    assert found == {tuple(case): rule(*case) for case in cases}


@pytest.mark.office
@pytest.mark.parametrize("name", NAMES)
def test_what_it_cannot_answer_is_not_known_and_a_blank_is_blank(name: str, reckoned: dict[str, list[object]]) -> None:
    count = len(CASES[name][0])
    *refused, blank = reckoned[name][count:]
    assert refused == [NOT_KNOWN] * len(REFUSED[name])
    assert blank in (NOTHING, "")


@pytest.mark.office
def test_a_template_opens_in_a_program_without_lambda(template: Path, tmp_path: Path) -> None:
    """LibreOffice 7.4: the sheets are all there, no cell shows an error, and it can be saved again."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path}/lo"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "out"), str(template)], check=True, capture_output=True, timeout=180)
    before, after = load_workbook(template), load_workbook(tmp_path / "out" / template.name, data_only=True)
    assert after.sheetnames == before.sheetnames
    errors = [cell.coordinate for sheet in after for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
    assert errors == []


def test_a_name_fits_into_what_excel_takes(template: Path) -> None:
    names = defined(template)
    assert [name for name in names if name.startswith("KAM.")] == NAMES
    for name in NAMES:
        assert len(names[name]) < 8192
        arguments, steps = taken_apart(names[name])
        bound = [*arguments, *(step for step, _ in steps[:-1])]
        assert len(set(bound)) == len(bound)
        assert all(re.fullmatch(r"_xlpm\.[a-z_]+", one) for one in bound)
        used = set(re.findall(r"_xlpm\.\w+", " ".join(text for _, text in steps)))
        assert used == set(bound), "every variable is bound and used"


def test_every_book_but_the_policy_has_them(tmp_path: Path) -> None:
    for name in BOOKS:
        found = [one for one in defined(build(name, tmp_path / f"{name}.xlsx", Policy.shipped())) if "KAM." in one]
        assert found == ([] if name == "policy" else NAMES)


def test_thresholds_and_names_are_those_of_the_policy() -> None:
    from dataclasses import replace

    grades = (Grade("甲", 1, Label("甲", "First"), 7, ""), Grade("乙", 2, Label("乙", "Second"), 70, ""))
    own = {one.name: one.formula() for one in lambdas(replace(VIEW, grades=grades), "en")}
    assert '<=7,"甲",IF(' in own["KAM.GRADE"]
    assert '<=70,"乙",NA())' in own["KAM.GRADE"]
    assert '"East China"' in own["KAM.REGION"]


def test_a_word_of_the_policy_stays_a_word() -> None:
    """Names come from a company's workbook: a quotation mark in one does not end the text of the formula."""
    from dataclasses import replace

    grades = (Grade('A"&NOW()&"', 1, Label("A", "A"), 7, ""),)
    made = {one.name: one.formula() for one in lambdas(replace(VIEW, grades=grades), "zh")}
    assert '<=7,"A""&NOW()&""",NA())' in made["KAM.GRADE"]
