"""Where the work of a batch is done: here, in processes of this machine, on a cluster; and what breaks it off."""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future

import distributed
import pytest

from kamsheets.jobs.workers import (
    ClusterIdleError,
    ClusterMissingError,
    ClusterUnreachableError,
    WorkerLostError,
    executor,
)


def test_one_worker_is_this_process() -> None:
    with executor(1) as pool:
        assert pool is None


def test_workers_are_other_processes_and_leave_ctrl_c_to_the_first() -> None:
    with executor(2) as pool:
        assert pool is not None
        assert pool.submit(os.getpid).result() != os.getpid()
        assert pool.submit(signal.getsignal, signal.SIGINT).result() is signal.SIG_IGN


def test_work_broken_off_finishes_what_has_begun_and_drops_the_rest() -> None:
    tasks: list[Future[None]] = []

    def stopped_by_hand() -> None:
        with executor(2) as pool:
            assert pool is not None
            tasks.extend(pool.submit(time.sleep, 0.05) for _ in range(60))
            tasks[0].result()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped_by_hand()
    assert all(task.done() for task in tasks)
    assert sum(task.cancelled() for task in tasks) > 30


def test_a_worker_that_dies_is_one_sentence() -> None:
    def killed() -> None:
        with executor(2) as pool:
            assert pool is not None
            pool.submit(os._exit, 3).result()

    with pytest.raises(WorkerLostError):
        killed()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where somebody listens who does not greet, as a web server."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "nonsense", "http://127.0.0.1:80", "tcp://h:x"]
)
def test_a_scheduler_that_is_not_there_is_said_at_once(address: str) -> None:
    with pytest.raises(ClusterUnreachableError) as said, executor(scheduler=address):
        pass
    assert said.value.facts == {"address": address}


def test_a_server_that_is_no_scheduler_is_not_waited_for(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamsheets.jobs.workers.ANSWER_SECONDS", 0.2)
    with pytest.raises(ClusterUnreachableError), executor(scheduler=f"tcp://127.0.0.1:{silent_port}"):
        pass


def test_without_the_extra_the_way_to_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterMissingError), executor(scheduler="tcp://127.0.0.1:9"):
        pass


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A scheduler with one worker on this machine, each talking through a real port."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0", protocol="tcp", host="127.0.0.1"
    ) as made:
        yield made.scheduler_address


def test_a_cluster_works_through_the_same_interface(cluster: str) -> None:
    with executor(scheduler=cluster) as pool:
        assert pool is not None
        tasks = [pool.submit(divmod, n, 3) for n in range(7)]
        assert [task.result() for task in tasks] == [divmod(n, 3) for n in range(7)]


def test_a_cluster_without_workers_is_said_and_not_waited_for() -> None:
    with (
        distributed.LocalCluster(
            n_workers=0, processes=False, dashboard_address=":0", protocol="tcp", host="127.0.0.1"
        ) as made,
        pytest.raises(ClusterIdleError),
        executor(scheduler=made.scheduler_address),
    ):
        pass
