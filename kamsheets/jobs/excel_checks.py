"""The checks of the doctor: pure functions over the facts of a machine, each answering with what is there and what is
wrong with it. They come from what users of xlwings report; the finding's text says what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kamsheets.core.finding import Finding, Place, Severity, finding, worst
from kamsheets.jobs.excel_facts import UNKNOWN, Facts
from kamsheets.jobs.excel_places import MACOS, WINDOWS

OLDEST_EXCEL = 16
"""Excel 2016."""


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


_RUNNING = {True: "doctor.excel.running", False: "doctor.excel.idle", UNKNOWN: ""}


@dataclass(frozen=True)
class Answer:
    """What a check saw."""

    state: State
    found: tuple[str, ...] = ()
    """Names, versions, paths; a part that is a message code is said in words."""
    findings: tuple[Finding, ...] = ()


Check = Callable[[Facts], Answer]
SKIPPED, NOT_SEEN = Answer(State.SKIPPED), Answer(State.UNKNOWN)
_STATES = {Severity.ERROR: State.ERROR, Severity.WARNING: State.WARNING, Severity.INFO: State.NOTE, None: State.OK}


def seen(*found: object, wrong: "list[Finding] | tuple[()]" = ()) -> Answer:
    """An answer of something that could be looked at."""
    parts = tuple(str(part) for part in found if part not in (None, ""))
    return Answer(_STATES[worst(wrong)], parts, tuple(wrong))


def fault(code: str, value: object = "", **facts: object) -> Finding:
    """A finding about the machine."""
    return finding(code, Place(), value, None, **facts)


def system(facts: Facts) -> Answer:
    """Excel for Windows or macOS can only be on Windows or macOS."""
    elsewhere = facts.platform not in (WINDOWS, MACOS)
    return seen(facts.system, wrong=[fault("XL01", facts.platform)] if elsewhere else ())


def python(facts: Facts) -> Answer:
    """A Python that Excel can start and that has xlwings' library: 64 bits, Intel's, not the Microsoft Store's."""
    one, wrong = facts.python, list[Finding]()
    if one.kind == "store":
        wrong.append(fault("XL02", one.path))
    if one.tag == "win32":
        wrong.append(fault("XL03", one.path))
    if facts.platform == WINDOWS and one.is_arm:
        wrong.append(fault("XL14", one.path))
    if facts.platform == WINDOWS and one.kind == "conda":
        wrong.append(fault("XL15", one.path))
    kind = "" if one.kind == "plain" else f"doctor.python.{one.kind}"
    return seen(f"Python {one.version}", one.tag, kind, one.path, wrong=wrong)


def xlwings(facts: Facts) -> Answer:
    """xlwings is installed, and one that the add-in can be built from."""
    if facts.xlwings is None:
        return seen(wrong=[fault("XL04")]) if facts.platform in (WINDOWS, MACOS) else SKIPPED
    return seen(facts.xlwings, wrong=[] if facts.buildable else [fault("XL16", facts.xlwings)])


def bridge(facts: Facts) -> Answer:
    """What xlwings talks to Excel with can be imported: pywin32 or appscript."""
    name = {WINDOWS: "pywin32", MACOS: "appscript"}.get(facts.platform)
    if name is None or facts.xlwings is None:
        return SKIPPED
    if facts.bridge is UNKNOWN:
        return NOT_SEEN
    return seen(name, wrong=[] if facts.bridge.worked else [fault("XL05", facts.bridge.said or name)])


def library(facts: Facts) -> Answer:
    """The library of worksheet functions, of this xlwings and as many bits as Excel, lies beside the interpreter."""
    if facts.platform != WINDOWS or facts.xlwings is None:
        return SKIPPED
    bits = facts.excel.bits if facts.excel and facts.excel is not UNKNOWN else None
    name = f"xlwings{bits or 64}-{facts.xlwings}.dll"
    return seen(name, wrong=[] if name in facts.libraries else [fault("XL06", name)])


def excel(facts: Facts) -> Answer:
    """An Excel is there, of 2016 or later, and not from the Microsoft Store, which other programs cannot reach."""
    if facts.platform not in (WINDOWS, MACOS):
        return SKIPPED
    if facts.excel is UNKNOWN:
        return NOT_SEEN
    if facts.excel is None:
        return seen(wrong=[fault("XL17")])
    one, wrong = facts.excel, list[Finding]()
    if one.from_store and facts.platform == WINDOWS:
        wrong.append(fault("XL18", one.version))
    if (first := one.version.partition(".")[0]).isdecimal() and int(first) < OLDEST_EXCEL:
        wrong.append(fault("XL19", one.version))
    bits = f"{one.bits} bit" if one.bits else ""
    store = "doctor.excel.store" if one.from_store else ""
    return seen(f"Excel {one.version}", bits, store, _RUNNING[one.running], wrong=wrong)


def addin(facts: Facts) -> Answer:
    """The add-in is there, built from this kamsheets and this xlwings."""
    if facts.addin_path is None:
        return SKIPPED
    if facts.addin is UNKNOWN:
        return NOT_SEEN
    if facts.addin is None:
        return seen(wrong=[fault("XL07", facts.addin_path)])
    stale = fault("XL08", facts.addin_path, built=facts.addin.built_from or "?", installed=_installed(facts))
    return seen(facts.addin.built_from or facts.addin_path, wrong=[] if facts.addin.is_current else [stale])


def _installed(facts: Facts) -> str:
    return f"kamsheets {facts.kamsheets}, xlwings {facts.xlwings or '-'}"


def configuration(facts: Facts) -> Answer:
    """The configuration can be read by xlwings, and names an interpreter that is there and has this kamsheets."""
    if facts.addin_path is None or facts.addin is None:
        return SKIPPED
    if facts.configuration is UNKNOWN:
        return NOT_SEEN
    if facts.configuration is None:
        return seen(wrong=[fault("XL20")])
    if facts.configuration.entries is None:
        return seen(wrong=[fault("XL09")])
    one = facts.configuration
    if not one.interpreter_there:
        return seen(wrong=[fault("XL10", one.interpreter or "")])
    if one.trial is UNKNOWN:
        return Answer(State.UNKNOWN, (str(one.interpreter),))
    if not one.trial.worked:
        return seen(one.interpreter, wrong=[fault("XL21", one.interpreter or "", said=one.trial.said)])
    other = one.trial.said != facts.kamsheets
    wrong = [fault("XL22", one.interpreter or "", theirs=one.trial.said, ours=facts.kamsheets)] if other else []
    return seen(one.interpreter, f"kamsheets {one.trial.said}", wrong=wrong)


def script(facts: Facts) -> Answer:
    """On a Mac: the script with which Excel starts Python, of this version of xlwings."""
    if facts.script is None or facts.addin is None:
        return SKIPPED
    if facts.script is UNKNOWN:
        return NOT_SEEN
    return seen(wrong=[] if facts.script else [fault("XL11", f"xlwings-{facts.xlwings}.applescript")])


FIRST: tuple[Check, ...] = (system, python, xlwings, bridge, library, excel, addin, configuration, script)
"""Python, Excel and what stands between them, in the order in which one mends things."""
