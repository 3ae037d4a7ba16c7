"""Roll-up: 200 region workbooks of 200 rows in 44 columns, against the bare engine and against what most scripts do.

The bare read takes every sheet of every workbook into Python lists and does nothing with them: one workbook after
another in one process, as a script reads, and in two threads, since the engine lets go of the interpreter while it
parses. The roll-up runs on two cores too: this process and two workers, which every run starts anew. What a command of
its own adds, from the start of the interpreter to the answer, is the command on one workbook.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

from bench import Figure, timed

FILES, ROWS, WORKERS = 200, 200, 2
DAY = date(2026, 6, 30)


def region_book(path: Path, n: int) -> Path:
    """A region's workbook with one tab of ``ROWS`` projects in all columns of the pipeline; all parties are invented."""
    import xlsxwriter

    from kamsheets.forms.catalogue import catalogue

    fields = catalogue()["F2"].fields
    regions = ("华东", "华南", "华北", "华中", "西南", "西北", "东北")
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(regions[n % 7]), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, [field.zh for field in fields])
        for r in range(1, ROWS + 1):
            values = _project(n * ROWS + r, regions[n % 7])
            for c, field in enumerate(fields):
                value = values.get(field.id)
                if isinstance(value, datetime):
                    sheet.write_datetime(r, c, value, day)
                elif value is not None:
                    sheet.write(r, c, value)
    return path


def _project(k: int, region: str) -> dict[str, object]:
    start = datetime(2026, 3, 1) + timedelta(days=k % 100)
    return {
        "project_no": f"XM-HD-2026-{k:05d}", "project_name": f"车身后纵梁机器人弧焊线{k}", "region": region,
        "customer_name": f"苏州华锐车身部件{k % 900}有限公司", "lead_no": f"XS-HD-202603-{k % 10000:04d}",
        "jtf002_no": f"JTF-002-HD-202603-{k % 1000:03d}", "approved_date": start, "registrant": "E002 林晓",
        "project_level": "一般项目", "is_difficult": "否", "project_lead": f"E{k % 40:03d} 何敏{k % 40}",
        "members": "E002;E003;E004", "milestone": f"M{k % 8 + 1}", "milestone_in": start + timedelta(days=30),
        "milestone_due": start + timedelta(days=90), "milestone_state": "进行中", "est_amount": 100_000 + k * 7 % 9_000_000,
        "tax_rate": "13%", "est_margin_pct": "24.5%", "win_prob": (None, "20%", "50%", "0%")[k % 4],
        "est_sign_date": start + timedelta(days=200), "tender_mode": "公开招标", "competitors": "品牌甲;品牌乙",
        "expense_budget": 42_000, "expense_actual": 15_860.5, "visit_count": k % 9,
        "last_meeting": start + timedelta(days=60), "next_action": "试焊样件评审",
        "next_action_due": start + timedelta(days=120), "next_action_owner": "E003 王强",
        "outcome": ("进行中", "进行中", "进行中", "赢单", "输单", "搁置")[k % 6], "outcome_reason": None,
        "remark": "客户要求三季度到货",
    }  # fmt: skip


def calamine(paths: Sequence[Path], threads: int = 1) -> None:
    """The engine alone: values without kinds, errors and uncalculated formulas as blanks."""
    from python_calamine import CalamineWorkbook

    def read(path: Path) -> None:
        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(read, paths))


def roll_up(paths: Sequence[Path], output: Path | None) -> None:
    """What ``kamsheets pipeline rollup`` does, on two cores; with ``output`` the summary workbook too."""
    from kamsheets.core.memory import patient
    from kamsheets.jobs.pipeline_rollup import roll_up_pipeline
    from kamsheets.jobs.session import Session
    from kamsheets.jobs.workers import executor
    from kamsheets.policy.policy import Policy

    patient()
    with executor(WORKERS) as pool:
        outcome = roll_up_pipeline(paths, Session(Policy.shipped(), DAY, force=True, executor=pool), output)
    assert outcome.summary["counted"] == FILES * ROWS


def command(path: Path) -> None:
    """The roll-up of one workbook from the start of the interpreter to the answer as JSON."""
    line = [sys.executable, "-m", "kamsheets", "pipeline", "rollup", str(path), "--json", "--as-of", DAY.isoformat()]
    assert subprocess.run(line, stdout=subprocess.DEVNULL).returncode in (0, 1)


def pandas(paths: Sequence[Path], output: Path, engine: str) -> None:
    """What most scripts do: no check, no units, no reasons."""
    import pandas as pd

    whole = pd.concat([pd.read_excel(path, engine=engine) for path in paths])
    live = whole[whole["项目结果"] == "进行中"]
    live.groupby(["区域", "当前里程碑"])["预计合同金额"].agg(["size", "sum"]).to_excel(output)


def measure(folder: Path, rows: int) -> Iterator[Figure]:
    """All ways on 200 workbooks; ``rows`` is not used."""
    paths = [region_book(folder / f"{n:03d}.xlsx", n) for n in range(FILES)]
    group, out = f"roll up {FILES} workbooks x {ROWS} rows x 44 columns", folder / "out.xlsx"
    yield timed(group, "python-calamine alone", calamine, paths)
    yield timed(group, "python-calamine alone, 2 threads", calamine, paths, WORKERS)
    yield timed(group, "kamsheets, figures", roll_up, paths, None)
    yield timed(group, "kamsheets, command on 1 workbook", command, paths[0])
    yield timed(group, "kamsheets, summary workbook", roll_up, paths, out)
    yield timed(group, "pandas on calamine", pandas, paths, out, "calamine")
    yield timed(group, "pandas on openpyxl", pandas, paths, out, "openpyxl", repeat=1)
