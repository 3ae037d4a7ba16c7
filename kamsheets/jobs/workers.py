"""The one executor interface behind every batch: this process, all cores, or a Dask cluster."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from kamsheets.core.errors import KamError
from kamsheets.core.memory import patient

P = ParamSpec("P")
T = TypeVar("T")
START = "forkserver" if sys.platform == "linux" else "spawn"
"""How workers begin: never by copying this process, whose threads would leave locks behind that nobody opens.

A server that has only imported the work copies itself at once; elsewhere each worker imports it anew.
"""
ANSWER_SECONDS = 3


class ClusterMissingError(KamError):
    """``--scheduler`` was given but the extra ``cluster`` is not installed."""

    code = "E010"


class ClusterUnreachableError(KamError):
    """No scheduler answers at ``address``."""

    code = "E011"


class ClusterIdleError(KamError):
    """The scheduler at ``address`` has no worker to give the work to."""

    code = "E013"


class WorkerLostError(KamError):
    """A worker process ended in the middle of its work: killed, or out of memory."""

    code = "E012"


@contextmanager
def executor(workers: int | None = None, scheduler: str | None = None) -> Iterator[Executor | None]:
    """An executor for per-file jobs; None means one after another in this process.

    ``workers`` defaults to all cores; none starts before the first file is handed over. When the work is broken off,
    what has begun is finished and the rest dropped, so that no half file stays. Raises ``ClusterMissingError``,
    ``ClusterUnreachableError``, ``ClusterIdleError``, ``WorkerLostError``.
    """
    count = workers or os.cpu_count() or 1
    if scheduler:
        yield from _cluster(scheduler)
    elif count == 1:
        yield None
    else:
        pool = _Pool(count, mp_context=get_context(START), initializer=_quietly)
        try:
            yield pool
        except BrokenProcessPool as lost:
            raise WorkerLostError from lost
        finally:
            pool.shutdown(cancel_futures=True)


class _Pool(ProcessPoolExecutor):
    """Worker processes; the server that starts them imports the module of the first task for all of them."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand over a task."""
        if START == "forkserver":
            get_context(START).set_forkserver_preload([fn.__module__])
        return super().submit(fn, *args, **kwargs)


def _quietly() -> None:
    """Ctrl-C reaches every process of the terminal; the first one decides what is still to be done."""
    patient()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client, KilledWorker
    except ImportError as missing:
        raise ClusterMissingError from missing
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # a lost cluster is one sentence, not its tracebacks
    try:
        _greeted(address)
        client = Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as unreachable:
        raise ClusterUnreachableError(address=address) from unreachable
    with client:
        if not client.nthreads():
            raise ClusterIdleError(address=address)
        try:
            yield client.get_executor()
        except (KilledWorker, CancelledError) as lost:
            raise WorkerLostError from lost


def _greeted(address: str) -> None:
    """Raise ``OSError`` or ``ValueError`` unless a scheduler speaks at ``address``: it greets whoever connects.

    Dask itself waits for half a minute at a silent port, and takes the answer of another server for a huge message.
    """
    where = urlsplit(address if "://" in address else f"tcp://{address}")
    if where.scheme != "tcp" or not where.hostname or not where.port:
        raise ValueError(address)
    with socket.create_connection((where.hostname, where.port), ANSWER_SECONDS) as probe:
        if not probe.recv(1):
            raise ConnectionError(address)
