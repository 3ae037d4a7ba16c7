"""Worksheet functions that need no Python: named LAMBDAs in the templates, their numbers taken from the policy.

Their names have a point (KAM.RMB beside KAM_RMB of the add-in): a name of a workbook goes before a function of an
add-in, and an Excel without LAMBDA would show #NAME? where the add-in answers. Excel 2021 and earlier, WPS and
LibreOffice keep the names and leave them alone. Each takes single cells; what it cannot answer is #N/A.

A function is a few steps, each a formula over the arguments and the steps before it, the last one its answer. In the
file ``LAMBDA`` and ``LET`` carry the prefix ``_xlfn.`` and their variables ``_xlpm.`` (XlsxWriter, "Formulas added in
Excel 2010 and later").
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kamsheets.formats import provinces, uscc
from kamsheets.formats.rmb import DIGITS
from kamsheets.policy.view import PolicyView

Names = Mapping[str, str]
Step = tuple[str, Callable[[Names], str]]
"""Name of a step and its formula, given how arguments and earlier steps are called."""

_PLACES = 13
"""Digits before the decimal point: with two behind it they are the 15 that Excel keeps."""
_ZEROS = (
    ("零仟", "零"), ("零佰", "零"), ("零拾", "零"), ("零零", "零"), ("零零", "零"), ("零亿", "亿"), ("零万", "万"),
    ("亿万", "亿零"), ("零零", "零"), ("零元", "元"),
)  # fmt: skip
"""From a unit behind every zero to zeros as they are spoken: one for a stretch, none before 亿, 万 and 元."""
_UNITS = ("万", "仟", "佰", "拾", "亿", "仟", "佰", "拾", "万", "仟", "佰", "拾", "元")


@dataclass(frozen=True)
class Lambda:
    """A named function of a workbook."""

    name: str
    arguments: tuple[str, ...]
    steps: Sequence[Step]

    @property
    def use(self) -> str:
        """How it is typed into a cell."""
        return f"={self.name}({', '.join(self.arguments)})"

    def formula(self) -> str:
        """What the name stands for, as it is written into the file."""
        names = {one: f"_xlpm.{one}" for one in (*self.arguments, *(step for step, _ in self.steps))}
        *before, (_, answer) = self.steps
        body = answer(names)
        if before:
            body = f"_xlfn.LET({','.join(f'{names[step]},{made(names)}' for step, made in before)},{body})"
        return f"=_xlfn.LAMBDA({','.join(names[one] for one in self.arguments)},{body})"


def lambdas(view: PolicyView, lang: str) -> tuple[Lambda, ...]:
    """The functions under a policy; regions go by their names in ``lang``."""
    return (
        Lambda("KAM.FOLLOWUP", ("visits",), _follow_up(view)),
        Lambda("KAM.GRADE", ("sales_rank", "profit_rank"), _grade(view)),
        Lambda("KAM.REGION", ("province",), _region(view, lang)),
        Lambda("KAM.RMB", ("amount",), _rmb()),
        Lambda("KAM.USCC_OK", ("code",), _uscc()),
        Lambda("KAM.WEIGHTED", ("amount", "probability"), _weighted()),
    )


def _follow_up(view: PolicyView) -> Sequence[Step]:
    wanted = view.number("min_visits")
    return [
        ("left", lambda n: _known(n, ["visits"], f"IF({n['visits']}<0,NA(),MAX(0,{wanted}-INT({n['visits']})))")),
    ]  # fmt: skip


def _grade(view: PolicyView) -> Sequence[Step]:
    """The first grade whose bound the worse of the two rankings reaches."""

    def answer(n: Names) -> str:
        nested = "NA()"
        for grade in reversed(view.grades):
            nested = _text(grade.code) if grade.max_rank is None else _if(n, grade.max_rank, grade.code, nested)
        return _known(
            n, ["sales_rank", "profit_rank"], f"IF(MIN({n['sales_rank']},{n['profit_rank']})<1,NA(),{nested})"
        )

    def _if(n: Names, bound: int, code: str, otherwise: str) -> str:
        return f"IF({n['worst']}<={bound},{_text(code)},{otherwise})"

    return [("worst", lambda n: f"MAX({n['sales_rank']},{n['profit_rank']})"), ("grade", answer)]


def _region(view: PolicyView, lang: str) -> Sequence[Step]:
    spellings = {
        spelled: region.label.of(lang)
        for region in view.regions
        for code in region.provinces
        for spelled in (provinces.short(code), provinces.full(code), provinces.english(code))
    }
    names, regions = _row(map(_text, spellings)), _row(map(_text, spellings.values()))
    return [
        ("region", lambda n: f'IF({n["province"]}="","",INDEX({regions},1,MATCH(TRIM({n["province"]}),{names},0)))'),
    ]  # fmt: skip


def _rmb() -> Sequence[Step]:
    """Every digit with its unit, then the zeros as they are spoken."""
    digits = f'MID("{DIGITS}",MID({{t}},{_row(map(str, range(1, _PLACES + 1)))},1)+1,1)'
    units = _row(map(_text, _UNITS))

    def spoken(n: Names) -> str:
        every = f"_xlfn.CONCAT({digits.replace('{t}', n['figures'])}&{units})"
        words = f'RIGHT({every},2*LEN(TEXT({n["yuan"]},"0")))'
        for old, new in _ZEROS:
            words = f"SUBSTITUTE({words},{_text(old)},{_text(new)})"
        return f'IF({n["yuan"]}=0,"",{words})'

    def rest(n: Names) -> str:
        jiao, fen = (f"MID({n['figures']},{_PLACES + k},1)" for k in (1, 2))
        figure = 'MID("' + DIGITS + '",{}+1,1)'
        zero = f'IF(AND({n["yuan"]}>0,OR({jiao}="0",MOD({n["yuan"]},10)=0)),"零","")'
        of_jiao = f'IF({jiao}="0","",{figure.format(jiao)}&"角")'
        of_fen = f'IF({fen}="0","整",{figure.format(fen)}&"分")'
        return f'IF(MOD({n["fen"]},100)=0,IF({n["yuan"]}=0,"零元整","整"),{zero}&{of_jiao}&{of_fen})'

    def answer(n: Names) -> str:
        unfit = f"OR(ABS({n['amount']})>=10^{_PLACES},ABS({n['amount']}-ROUND({n['amount']},2))>0.000001)"
        words = f'"人民币"&IF({n["amount"]}<0,"负","")&{n["words"]}&{n["rest"]}'
        return _known(n, ["amount"], f"IF({unfit},NA(),{words})")

    return [
        ("fen", lambda n: f"ROUND(ABS(N({n['amount']}))*100,0)"),
        ("yuan", lambda n: f"INT({n['fen']}/100)"),
        ("figures", lambda n: f'TEXT({n["fen"]},"{"0" * (_PLACES + 2)}")'),
        ("words", spoken),
        ("rest", rest),
        ("capitals", answer),
    ]


def _uscc() -> Sequence[Step]:
    """Length, kind of characters, and the two check characters."""
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    def summed(n: Names, first: int, alphabet: str, weights: Iterable[int]) -> str:
        places = list(weights)
        at = _row(str(first + k) for k in range(len(places)))
        return f'SUMPRODUCT(FIND(MID({n["plain"]},{at},1),"{alphabet}")-1,{_row(map(str, places))})'

    def answer(n: Names) -> str:
        tests = [
            f"LEN({n['plain']})={uscc.LENGTH}",
            f'LEFT({n["plain"]},1)<>"0"',
            f'ISNUMBER(SUMPRODUCT(FIND(MID({n["plain"]},{_row(map(str, range(3, 9)))},1),"0123456789")))',
            f"{n['organisation']}=MID({n['plain']},17,1)",
            f"{n['check']}=MID({n['plain']},18,1)",
        ]
        return f'IF({n["code"]}="","",IFERROR(AND({",".join(tests)}),FALSE))'

    return [
        ("plain", lambda n: f'UPPER(SUBSTITUTE(SUBSTITUTE({n["code"]}," ",""),"-",""))'),
        (
            "organisation",
            lambda n: f'MID("0123456789X0",12-MOD({summed(n, 9, letters, uscc.ORGANISATION_WEIGHTS)},11),1)',
        ),
        (
            "check",
            lambda n: (
                f'MID("{uscc.ALPHABET}",MOD(-{summed(n, 1, uscc.ALPHABET, uscc.FACTORS)},{len(uscc.ALPHABET)})+1,1)'
            ),
        ),
        ("valid", answer),
    ]


def _weighted() -> Sequence[Step]:
    def answer(n: Names) -> str:
        outside = f"OR({n['probability']}<0,{n['probability']}>1)"
        return _known(n, ["amount", "probability"], f"IF({outside},NA(),ROUND({n['amount']}*{n['probability']},2))")

    return [("weighted", answer)]


def _known(n: Names, arguments: Sequence[str], answer: str) -> str:
    """The answer when all arguments are numbers; blank when one is blank, #N/A when one is something else."""
    blank = ",".join(f'{n[one]}=""' for one in arguments)
    numbers = ",".join(f"ISNUMBER({n[one]})" for one in arguments)
    return f'IF(OR({blank}),"",IF(AND({numbers}),{answer},NA()))'


def _text(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _row(cells: Iterable[str]) -> str:
    return "{" + ",".join(cells) + "}"
