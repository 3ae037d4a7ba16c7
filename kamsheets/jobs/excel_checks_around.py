"""Further checks of the doctor: what around Excel keeps macros from running, and what our documents need."""

from pathlib import Path

from kamsheets.jobs.excel_checks import NOT_SEEN, SKIPPED, Answer, Check, State, fault, seen
from kamsheets.jobs.excel_facts import UNKNOWN, Facts
from kamsheets.jobs.excel_places import MACOS, WINDOWS
from kamsheets.workbook import live_trip

NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Block all Office applications from creating child processes (Microsoft's id of the rule)."""
NO_SYSTEM_CALLS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
"""Block Win32 API calls from Office macros."""
_BLOCK, _WARN = 1, 6
LITTLE = 500 * 1024 * 1024
"""Bytes that a month with its PDFs may take."""
FOR_PDF = {WINDOWS: ("Word", "WPS", "LibreOffice")}
"""What makes a PDF for us; elsewhere only LibreOffice does."""


def names(facts: Facts) -> Answer:
    """Folders with letters outside ASCII: worksheet functions on Windows may not start from them."""
    if facts.platform != WINDOWS:
        return SKIPPED
    other = [path for path in (facts.home, facts.temporary, facts.python.path) if not str(path).isascii()]
    return seen(facts.home, facts.temporary, wrong=[fault("XL12", other[0])] if other else ())


def caches(facts: Facts) -> Answer:
    """pywin32's cached description of Excel is whole (a broken one stops every call)."""
    if facts.platform != WINDOWS:
        return SKIPPED
    if facts.broken_caches is UNKNOWN:
        return NOT_SEEN
    return seen(wrong=[fault("XL23", path) for path in facts.broken_caches])


def cloud(facts: Facts) -> Answer:
    """The working folder lies in OneDrive: Excel then knows an address instead of a folder."""
    inside = [root for root in facts.cloud if facts.folder.is_relative_to(root)]
    return seen(facts.folder, wrong=[fault("XL24", facts.folder)] if inside else ())


def origin(facts: Facts) -> Answer:
    """Macros in files that the system marks as coming from the internet are not run."""
    if facts.platform not in (WINDOWS, MACOS):
        return SKIPPED
    if facts.from_internet is UNKNOWN:
        return NOT_SEEN
    return seen(wrong=[fault("XL13" if path == facts.addin_path else "XL25", path) for path in facts.from_internet])


def defender(facts: Facts) -> Answer:
    """Rules of Windows that keep Office from starting programs or from calling the system."""
    if facts.defender is None:
        return SKIPPED
    if facts.defender is UNKNOWN:
        return NOT_SEEN
    wrong = [
        fault(code, rule)
        for rule, code in ((NO_CHILDREN, "XL26"), (NO_SYSTEM_CALLS, "XL27"))
        if facts.defender.get(rule) in (_BLOCK, _WARN)
    ]
    return seen(wrong=wrong)


def trust(facts: Facts) -> Answer:
    """Settings of Office, mostly a company's policy, that keep add-ins from being loaded."""
    if facts.platform != WINDOWS:
        return SKIPPED
    if facts.policies is UNKNOWN:
        return NOT_SEEN
    return seen(wrong=[fault("XL34", name) for name in facts.policies])


def round_trip(facts: Facts) -> Answer:
    """A value written to a scratch workbook in a hidden Excel comes back, and it loads add-ins from where ours is."""
    if facts.round_trip is None:
        return Answer(State.SKIPPED, ("doctor.round_trip.not_asked",))
    if facts.round_trip is UNKNOWN:
        return NOT_SEEN
    if not facts.round_trip.worked:
        return seen(wrong=[fault("XL28", facts.round_trip.said)])
    version, _, startup = facts.round_trip.said.partition(live_trip.PART)
    elsewhere = facts.addin_path is not None and Path(startup) != facts.addin_path.parent
    return seen(version, wrong=[fault("XL33", facts.addin_path, startup=startup)] if elsewhere else ())


def pdf(facts: Facts) -> Answer:
    """A program that makes a PDF of a form."""
    if facts.converters is UNKNOWN:
        return NOT_SEEN
    usable = set(facts.converters) & set(FOR_PDF.get(facts.platform, ("LibreOffice",)))
    return seen(*facts.converters, wrong=[] if usable else [fault("XL29")])


def font(facts: Facts) -> Answer:
    """A Chinese font for the picture of the organisation chart."""
    return seen(facts.font, wrong=[] if facts.font else [fault("XL30")])


def folder(facts: Facts) -> Answer:
    """The working folder can be written to and has room."""
    if facts.writable is UNKNOWN or facts.free is UNKNOWN:
        return NOT_SEEN
    wrong = [] if facts.writable else [fault("XL31", facts.folder)]
    megabytes = facts.free // 1024**2
    wrong += [] if facts.free >= LITTLE else [fault("XL32", facts.folder, free=megabytes)]
    return seen(facts.folder, f"{megabytes:,} MB", wrong=wrong)


def cluster(facts: Facts) -> Answer:
    """Dask, which only ``--scheduler`` needs."""
    return seen(f"distributed {facts.distributed}" if facts.distributed else "doctor.cluster.absent")


AROUND: tuple[Check, ...] = (names, caches, cloud, origin, defender, trust, round_trip, pdf, font, folder, cluster)
"""In the order in which one mends things."""
