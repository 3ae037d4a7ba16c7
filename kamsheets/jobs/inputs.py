"""From what was typed to the files that are meant: folders and patterns are expanded here, since cmd.exe does not."""

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path

from kamsheets.core.errors import UnreadableFileError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.messages import text
from kamsheets.workbook.results import is_result

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".csv")


def expand(arguments: Iterable[str | Path], suffixes: Sequence[str] = WORKBOOKS, lang: str = "zh") -> list[Path]:
    """The files that ``arguments`` name, in order, each once; lock files (``~$``) and hidden files are passed over.

    Raises ``UnreadableFileError`` when an argument names nothing.
    """
    return inputs(arguments, suffixes, lang, results=True)[0]


def inputs(
    arguments: Iterable[str | Path], suffixes: Sequence[str] = WORKBOOKS, lang: str = "zh", *, results: bool = False
) -> tuple[list[Path], list[Path]]:
    """Like ``expand``, and what is no input: ``results`` of ours in a folder or pattern that holds other files too."""
    found: dict[Path, None] = {}
    ours: list[Path] = []
    for argument in map(str, arguments):
        path = Path(argument)
        if path.is_dir():
            hits = [child for child in sorted(path.iterdir()) if _wanted(child, suffixes)]
        elif path.exists():
            hits = [path]
        else:
            hits = [hit for hit in map(Path, sorted(glob.glob(argument))) if _wanted(hit, suffixes)]  # noqa: PTH207 - absolute patterns
        if not hits:
            raise UnreadableFileError(file=argument, reason=text("jobs.input.nothing", lang))
        if not results and len(hits) > 1:
            made = [hit for hit in hits if is_result(hit)]
            ours += made if len(made) < len(hits) else []
        found.update(dict.fromkeys(hit for hit in hits if hit not in ours))
    return list(found), [path for path in ours if path not in found]


def passed_over(ours: Iterable[Path]) -> list[Finding]:
    """What is said of results of ours that lay among the inputs."""
    return [finding("IO021", Place(path.name)) for path in ours]


def _wanted(path: Path, suffixes: Sequence[str]) -> bool:
    return path.is_file() and path.suffix.lower() in suffixes and not path.name.startswith(("~$", "."))


def beside(first: Path, name: str = "policy.xlsx") -> Path | None:
    """A file of that name in the folder of the first input, if there is one."""
    folder = first if first.is_dir() else first.parent
    return folder / name if (folder / name).is_file() else None
