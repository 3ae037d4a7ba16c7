"""Measure kamsheets against other ways to do the same work, side by side, in one run.

    python scripts/bench.py                all sections
    python scripts/bench.py read           one section (a module bench_<name>.py beside this file)
    python scripts/bench.py read --rows 5000

A section module has ``measure(folder, rows) -> Iterator[Figure]``; it calls ``timed`` for each way, which runs it in a
process of its own, best of three, with its peak memory. Ratios are to the first figure of a group: machines are noisy,
ratios less so. The processor's time, of worker processes too, tells a busy machine from slow work: read that one when
something else is running.
"""

import argparse
import importlib
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Figure:
    """One way to do a piece of work. Figures of a ``group`` do the same work; the first measures the others."""

    group: str
    way: str
    seconds: float
    processor: float
    """Seconds of all processors together, its workers' included."""
    megabytes: int
    """At most, in this process alone."""


def timed(group: str, way: str, work: Callable[..., object], *arguments: object, repeat: int = 3) -> Figure:
    """``work(*arguments)`` in a fresh process: its best time, imports not counted, and its peak memory."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(there, work, arguments, repeat))
    process.start()
    there.close()
    try:
        seconds, processor, megabytes = here.recv()
    finally:
        process.join()
    return Figure(group, way, seconds, processor, megabytes)


def _child(answer: Connection, work: Callable[..., object], arguments: tuple[object, ...], repeat: int) -> None:
    times, processor = [], []
    for _ in range(repeat):
        start, before = time.perf_counter(), _processor()
        work(*arguments)
        times.append(time.perf_counter() - start)
        processor.append(_processor() - before)
    answer.send((min(times), min(processor), _peak()))


def _processor() -> float:
    """Processor seconds so far, with those of workers. Linux counts a process only when it has ended, so the server
    that started the workers is stopped; the next ones wait for a new server, as in a command of their own."""
    if sys.platform != "win32":
        forkserver._forkserver._stop()  # type: ignore[attr-defined]  # nothing public does
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _peak() -> int:
    """Peak memory of this process in MB. Linux lets a child begin with its parent's ``ru_maxrss``, not with its HWM."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) >> 10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> (20 if sys.platform == "darwin" else 10)


LEAD_FIELDS = (
    "lead_no", "seq", "reg_date", "collector_type", "source_channel", "registrant", "customer_name", "uscc",
    "ownership", "industry", "province", "city", "contact_name", "contact_mobile", "consent_basis", "rank_sales",
    "need_summary", "est_amount", "status", "next_contact_date",
)  # fmt: skip


def lead_sheet(path: Path, rows: int) -> Path:
    """A register of ``rows`` valid leads in 20 columns, as XlsxWriter makes it; all parties are invented."""
    import xlsxwriter

    from kamsheets.forms.catalogue import catalogue

    form = catalogue()["F1"]
    book = xlsxwriter.Workbook(str(path))
    sheet, day = book.add_worksheet("线索"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [form[name].zh for name in LEAD_FIELDS])
    start = datetime.fromisoformat("2025-03-01")
    for r in range(1, rows + 1):
        for c, value in enumerate(_lead(r, start + timedelta(days=r % 100))):
            if isinstance(value, datetime):
                sheet.write_datetime(r, c, value, day)
            else:
                sheet.write(r, c, value)
    book.close()
    return path


def _lead(r: int, day: datetime) -> list[object]:
    return [
        f"XS-HD-{202501 + r // 10_000}-{r % 10_000:04d}", r, day, "销售人员", "展会", "E002 林晓",
        f"苏州华锐车身部件{r}有限公司", "91320500MA6KAM0195", "民营", "汽车制造业", "江苏省", "苏州市",
        f"周工{r % 300}", f"139{r:08d}", "名片交换已告知", r % 500 + 1, f"车身后纵梁机器人弧焊线{r % 700}条",
        3860000 + r / 100, "跟进中", day + timedelta(days=200),
    ]  # fmt: skip


def sections() -> list[str]:
    """Names of all sections."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def show(figures: Iterator[Figure]) -> None:
    """A line a figure, as they come."""
    base: Figure | None = None
    for figure in figures:
        if base is None or figure.group != base.group:
            base = figure
            print(f"\n{figure.group}\n{'':34}{'s':>8}{'x':>7}{'cpu s':>8}{'x':>7}{'MB':>6}")
        wall, processor = figure.seconds / base.seconds, figure.processor / base.processor
        print(
            f"  {figure.way:32}{figure.seconds:8.2f}{wall:7.2f}{figure.processor:8.2f}{processor:7.2f}"
            f"{figure.megabytes:6d}",
            flush=True,
        )


def main() -> None:
    """Run the sections that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("section", nargs="*", default=sections(), choices=sections())
    parser.add_argument("--rows", type=int, default=50_000)
    asked = parser.parse_args()
    sys.path.insert(0, str(HERE))
    for name in asked.section:
        with tempfile.TemporaryDirectory() as folder:
            show(importlib.import_module(f"bench_{name}").measure(Path(folder), asked.rows))


if __name__ == "__main__":
    main()
