"""Many files at once: in their order, a bad one as a value, the same whoever does the work."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path

import pytest
from workbook_read.builders import workbook

from kamsheets.forms.catalogue import catalogue
from kamsheets.workbook import read
from kamsheets.workbook.read_tables import Reading
from kamsheets.workbook.refusal import RefusedFileError

HEADER = ["线索编号", "客户名称", "预计金额"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """200 small files: 4 forms of trouble among workbooks whose rows carry their file's number."""
    folder = tmp_path_factory.mktemp("many")
    made = []
    for n in range(200):
        path = folder / f"区域{n:03d}.xlsx"
        if n % 50 == 7:
            path.write_bytes(b"")
        elif n % 50 == 8:
            path = path.with_suffix(".csv")
            path.write_text("线索编号,客户名称,预计金额\n" + f"XS-{n},客户{n},{n}\n" * (n % 5))
        else:
            workbook(path, {"线索": [HEADER, *[[f"XS-{n}", f"客户{n}", n]] * (n % 5)]})
        made.append(path)
    return [*made, folder / "没有.xlsx"]


@pytest.fixture(params=["serial", "threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    pool = {
        "serial": lambda: nullcontext(None),
        "threads": lambda: ThreadPoolExecutor(2),
        "processes": lambda: ProcessPoolExecutor(2, get_context("spawn")),
    }[request.param]
    with pool() as made:
        yield made


def test_200_files_are_read_in_order_with_errors_as_values(files: list[Path], executor: Executor | None) -> None:
    steps: list[tuple[int, int]] = []
    found = read.read_many(files, [catalogue()["F1"]], executor, lambda done, total: steps.append((done, total)))
    assert len(found) == 201
    for n, one in enumerate(found):
        if n % 50 == 7 or n == 200:
            assert isinstance(one, RefusedFileError)
            assert one.facts == {"file": files[n].name, "why": "read.missing" if n == 200 else "read.empty"}
        else:
            assert isinstance(one, Reading)
            ((_, table),) = one.tables
            assert (table.file, table.column("customer_name")) == (files[n].name, [f"客户{n}"] * (n % 5))
    assert steps[0] == (read.FILES_A_TASK, 201)
    assert steps[-1] == (201, 201)


def test_no_files_are_no_readings() -> None:
    assert read.read_many([], [catalogue()["F1"]]) == []
