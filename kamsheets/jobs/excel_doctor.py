"""``doctor``: everything that keeps Excel from using us, each with what to do. It only looks; it changes nothing."""

from kamsheets.core.messages import has, text
from kamsheets.jobs.excel_checks import FIRST, Answer, Check, State
from kamsheets.jobs.excel_checks_around import AROUND
from kamsheets.jobs.excel_facts import Facts
from kamsheets.jobs.outcome import Outcome

CHECKS: tuple[Check, ...] = (*FIRST, *AROUND)
"""In the order in which they are shown."""


def examine(facts: Facts, lang: str) -> Outcome:
    """All checks: a line each with what was seen, and what is wrong as findings.

    The summary counts the checks by state; ``--json`` has the rows ``checks``: check, state, found, codes.
    """
    answers = {check.__name__: check(facts) for check in CHECKS}
    states = [answer.state for answer in answers.values()]
    rows = [
        {"check": name, "state": one.state.value, "found": _words(one, lang), "codes": [f.code for f in one.findings]}
        for name, one in answers.items()
    ]
    summary = {"checks": len(rows), **{state.value: states.count(state) for state in State}}
    lines = [_line(name, answer, lang) for name, answer in answers.items()]
    lines.append(text("doctor.line", lang, **summary))
    return Outcome(
        [one for answer in answers.values() for one in answer.findings], summary, {"checks": rows}, lines=lines
    )


def _line(name: str, answer: Answer, lang: str) -> str:
    said = _words(answer, lang) or text(f"doctor.state.{answer.state}.more", lang)
    return text(
        "doctor.row",
        lang,
        state=text(f"doctor.state.{answer.state}", lang),
        check=text(f"doctor.{name}", lang),
        found=said,
    )


def _words(answer: Answer, lang: str) -> str:
    return " · ".join(text(part, lang) if has(part) else part for part in answer.found)
