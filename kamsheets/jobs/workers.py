"""The one executor interface behind every batch: this process, all cores, or a Dask cluster."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from kamsheets.core.errors import KamError


class ClusterMissingError(KamError):
    """``--scheduler`` was given but the extra ``cluster`` is not installed."""

    code = "E010"


class ClusterUnreachableError(KamError):
    """No scheduler answers at ``address``."""

    code = "E011"


@contextmanager
def executor(workers: int | None = None, scheduler: str | None = None) -> Iterator[Executor | None]:
    """An executor for per-file jobs; None means one after another in this process.

    ``workers`` defaults to all cores. Processes are spawned, as on Windows, so that what works here works there;
    none starts before the first file is handed over. Raises ``ClusterMissingError``, ``ClusterUnreachableError``.
    """
    if scheduler:
        yield from _cluster(scheduler)
        return
    count = workers or os.cpu_count() or 1
    if count == 1:
        yield None
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield pool


def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as missing:
        raise ClusterMissingError from missing
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as unreachable:
        raise ClusterUnreachableError(address=address) from unreachable
    with client:
        yield client.get_executor()
