"""What a policy holds, as frozen records with exact numbers.

Every list here is data: a company with other stages, roles, grades, regions or forms edits its policy workbook only.
Rates and shares are ``Fraction`` (2 % is ``Fraction(1, 50)``), amounts integer fen, days integers.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kamsheets.core.finding import Place


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages, and every other spelling that is accepted for it."""

    zh: str
    en: str
    aliases: tuple[str, ...] = ()

    def of(self, lang: str) -> str:
        """The name in ``lang`` (zh or en)."""
        return self.zh if lang == "zh" else self.en


NO_LABEL = Label("", "")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a decided value comes from: 'H s7', 'law', 'P', or the sheet cell of a company's policy workbook."""

    text: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One milestone (里程碑) of the sales process, in its order (1-based)."""

    code: str
    order: int
    label: Label
    win_probability: Fraction
    commission_weight: int
    """Base weight of the commission split in parts per ten thousand."""
    max_days: int | None = None
    """Days after which a project stands too long in the stage; None: no limit."""
    category: str = ""
    """Forecast category the stage belongs to."""
    skippable: bool = False
    closed: bool = False
    """The stage after the last milestone (结案): no longer open."""
    marks: tuple[str, ...] = ()
    """What the stage is for the rules, as codes of the enumeration ``stage_mark`` (registrant, initiation, team …)."""
    forms: tuple[str, ...] = ()
    """Codes of the forms filled in during the stage."""
    standard: str = ""
    """Stage of the six-stage standard process it belongs to (enumeration ``standard_stage``, domain §6.1)."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role that signs or acts (domain §1.1). ``superior`` is the role one level up, for 上级代审."""

    code: str
    label: Label
    superior: str | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A lead grade, best first. A rank bound of None means no upper bound. Both rankings must reach it (H s7)."""

    code: str
    order: int
    label: Label
    max_rank: int | None
    follow_mode: str
    """Code in the enumeration ``follow_mode``."""
    pair: str = ""
    """Printed when the split inside a pair is not set, such as A/B."""
    bound_key: str = ""
    """Policy key that ``max_rank`` is taken from, such as ``top_n``; empty: the row holds the number itself."""


@dataclass(frozen=True, slots=True)
class Region:
    """A sales region and the GB/T 2260 province codes (two digits) that belong to it."""

    code: str
    label: Label
    provinces: tuple[str, ...] = ()
    headquarters: bool = False


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of GB/T 4754 and the names it goes by."""

    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of an enumeration."""

    code: str
    label: Label
    neutral: Label | None = None
    """Wording for printed forms when the plain label is too frank (domain §0, decided 5)."""
    score: int | None = None
    """Number the value counts with, such as -2 … +2 of a stance."""
    tags: tuple[str, ...] = ()
    """Properties rules ask for, such as ``public`` of an ownership or ``closed`` of an outcome."""

    def printed(self, lang: str) -> str:
        """The name for a form that leaves the house: the neutral wording where there is one."""
        return (self.neutral or self.label).of(lang)


@dataclass(frozen=True, slots=True)
class RateTier:
    """From ``lower`` fen on (half-open, up to the next tier) the rate holds. ``scale`` names the table."""

    scale: str
    lower: int
    rate: Fraction
    source: Source


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff (F11)."""

    emp_id: str
    name: str
    roles: tuple[str, ...]
    region: str | None = None
    dept: str = ""
    grade: str = ""
    hire_date: date | None = None
    leave_date: date | None = None
    manager_id: str | None = None
    account_limit: int | None = None
    delegate_id: str | None = None
    """Who stands in while the person is away and names nobody."""
    place: str = ""
    """Sheet and cell the record came from."""

    def active_on(self, day: date) -> bool:
        """Employed on ``day``; the leaving day itself is no longer a working day."""
        return (self.hire_date is None or self.hire_date <= day) and (self.leave_date is None or day < self.leave_date)


@dataclass(frozen=True, slots=True)
class Delegation:
    """``delegator`` is replaced by ``delegate`` in ``[start, until)``; no forms named: all forms."""

    delegator: str
    delegate: str
    start: date
    until: date
    reason: str = ""
    forms: tuple[str, ...] = ()
    kind: str = "delegation"
    """'delegation', or 'leave' (absent without naming a delegate: ``delegate`` is empty)."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the approval matrix: for documents of ``form`` that meet all ``conditions``, the step is added.

    ``conditions`` maps an input (``PolicyView.inputs``) to a unary test in the spelling of ``kamsheets.policy.unary``:
    ``>={major_amount}``, ``[{small_amount}..{major_amount})``, ``<20%``, ``major,normal``, ``not(public)``, ``true``.
    ``{key}`` stands for the value of a policy key, so that changing the key changes the matrix; bare numbers are yuan
    for amounts; choices stand as their codes and yes/no as ``true``/``false``, whatever the sheet's cell said.
    An input that has no condition is free.
    """

    number: int
    """Row number people know it by (依据 审批矩阵 第n行)."""
    form: str
    step: int
    role: str
    mode: str
    """approve / countersign / any_of / notify / in_turn / block; or 'n/m'."""
    conditions: tuple[tuple[str, str], ...] = ()
    days: int | None = None
    refusal: str = "veto"
    hit_policy: str = "COLLECT"
    reason: str = ""
    reason_en: str = ""
    source: Source = field(default_factory=lambda: Source("P"))
    group: str = ""
    """Decision table within the form; the rows of one group share a hit policy."""
    place: Place = field(default=Place(), compare=False)
    """Sheet and row the row was read from; nowhere for a row of the shipped book."""

    def why(self, lang: str) -> str:
        """The reason in a language; a company that wrote it in one language is understood in both."""
        return (self.reason_en or self.reason) if lang == "en" else (self.reason or self.reason_en)


@dataclass(frozen=True, slots=True)
class Value:
    """A decided value that can name its unit, source and first day."""

    key: str
    value: object
    """By ``kind``: money fen (int), rate and dec Fraction, int, flag bool, text and code str; lists are tuples."""
    unit: str
    source: Source
    label: Label
    kind: str = "text"
    reference: bool = False
    """A figure without a source of its own: shown as 参考值, never as a result (domain §6)."""
    note: Label = NO_LABEL


@dataclass(frozen=True, slots=True)
class Input:
    """What the approval matrix can ask of a document: a field of the form or a figure derived from it."""

    name: str
    label: Label
    kind: str
    """money (fen), rate (Fraction), int, flag or choice."""
    choices: str = ""
    """Closed list (``PolicyView.choices``) that a choice is taken from."""
    note: Label = NO_LABEL
    """How it is derived."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a policy key is: the definition its dated values are read by."""

    key: str
    label: Label
    kind: str
    """Kind of ``kamsheets.policy.cells``."""
    unit: str = ""
    optional: bool = False
    """A company may leave it unset."""
    reference: bool = False
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    """Bounds in the value's own measure (fen, fraction of one, days)."""
    note: Label = NO_LABEL


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A closed list of values, by the name the field catalogue calls it."""

    name: str
    label: Label
    relied_on: bool = False
    """Rules ask for its codes: a company may rename and add, not take away."""


@dataclass(frozen=True, slots=True)
class Member:
    """A value in its enumeration."""

    enumeration: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that differs from the plain week."""

    day: date
    works: bool
    """True: a working day by 调休; False: off."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class HeaderNames:
    """Further headers a company's sheets use for a field: 'Opportunity Stage' for F2 当前里程碑."""

    form: str
    """Id, code or name of the form."""
    field: str
    """Id or name of the field."""
    names: tuple[str, ...]
