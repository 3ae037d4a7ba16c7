"""JTF-001 from lead workbooks: one register a region, graded, in the order of the sheets."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from kamsheets.core.finding import Place, finding
from kamsheets.core.messages import text as say
from kamsheets.document.record import Record
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs import leads_batch
from kamsheets.jobs.forms_printable import Harvest, Printable
from kamsheets.jobs.forms_route import Signer
from kamsheets.jobs.session import Session

LEADS = leads_batch.LEADS


def harvest(batch: leads_batch.Batch, session: Session, signer: Signer) -> Harvest:
    """A printable a region. Rows with an error and rows without a region are left out and counted."""
    made = Harvest()
    by_region: dict[str, list[dict[str, object]]] = {}
    for sheet, grades in zip(batch.sheets, batch.grades, strict=True):
        settled = {grade.row: grade.settled.grade for grade in grades}
        for row in sheet.filled:
            if row in sheet.rejected:
                continue
            lead = {field_id: column[row] for field_id, column in sheet.values.items() if column[row] is not None}
            if settled.get(row):
                lead["lead_grade"] = settled[row]
            region = session.view.region_of(str(lead.get("province", "")))
            if region:
                by_region.setdefault(region.code, []).append(lead)
            else:
                made.findings.append(finding("DC16", sheet.table.place(row, "province"), sheet.typed(row, "province")))
        if wrong := len(sheet.rejected):
            made.findings.append(finding("DC17", Place(sheet.table.file, sheet.table.sheet), count=wrong))
    order = [region.code for region in session.view.regions]
    source = batch.paths[0] if batch.paths else Path()
    for code in sorted(by_region, key=order.index):
        one, findings = signer.sign(_register(code, by_region[code], source, session))
        made.printables.append(one)
        made.findings += findings
    return made


def grades(batch: leads_batch.Batch) -> dict[str, str]:
    """The grade that counts, by lead number."""
    found: dict[str, str] = {}
    for sheet, graded in zip(batch.sheets, batch.grades, strict=True):
        for one in graded:
            found.setdefault(sheet.typed(one.row, "lead_no"), one.settled.grade)
    return found


def _register(code: str, leads: list[dict[str, object]], source: Path, session: Session) -> Printable:
    lang, view = session.lang, session.view
    region = next(region for region in view.regions if region.code == code)
    days = sorted(day for lead in leads if isinstance(day := lead.get("reg_date"), date))
    numbered = [{**lead, "seq": number} for number, lead in enumerate(leads, start=1)]
    facts = {
        ("区域", "region"): region.label.of(lang),
        ("统计期间", "period"): f"{days[0].isoformat()} — {days[-1].isoformat()}" if days else "/",
        ("填报人", "filler"): "",
        ("线索数", "lead_count"): str(len(leads)),
        ("等级小计", "by_grade"): "，".join(_by_grade(leads, session)),
        ("跟进方式说明", "follow_up"): "；".join(_follow_up(session)),
    }
    month = f"{session.as_of:%Y-%m}"
    return Printable(
        code=catalogue()[LEADS].code,
        form=catalogue()[LEADS],
        record=Record(
            LEADS,
            {"collector_type": _usual(leads, "collector_type")},
            {LEADS: numbered},
            {name: text for names, text in facts.items() for name in names},
        ),
        subject=f"{code} {month}",
        region=code,
        title=f"{region.label.of(lang)}_{month}",
        source=source,
        place=Place(source.name),
    )


def _usual(leads: Sequence[dict[str, object]], field_id: str) -> object:
    """The value most leads have; it decides the route of the register as a whole."""
    found = Counter(value for lead in leads if (value := lead.get(field_id)) is not None)
    return found.most_common(1)[0][0] if found else None


def _by_grade(leads: Sequence[dict[str, object]], session: Session) -> Iterator[str]:
    counted = Counter(str(lead.get("lead_grade") or "") for lead in leads)
    for grade in session.view.grades:
        if counted[grade.code]:
            yield f"{grade.label.of(session.lang)} {counted[grade.code]}"
    if counted[""]:
        yield say("forms.leads.ungraded", session.lang, count=counted[""])


def _follow_up(session: Session) -> Iterator[str]:
    modes = {choice.code: choice.label.of(session.lang) for choice in session.view.choices["follow_mode"]}
    by_mode: dict[str, list[str]] = {}
    for grade in session.view.grades:
        by_mode.setdefault(grade.follow_mode, []).append(grade.code)
    for mode, grades in by_mode.items():
        yield say("forms.leads.follow", session.lang, grades="、".join(grades), mode=modes.get(mode, mode))
