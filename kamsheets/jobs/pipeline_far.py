"""What a worker does with its share of the region workbooks; it imports what reading needs, no more, to start soon."""

import pickle
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from kamsheets.jobs.bulk import bulk
from kamsheets.jobs.pipeline_tabs import PipelineFile, Wanted, read_file

Task: TypeAlias = tuple[Path, str]
"""A file and how it is called in findings."""


def read_far(chunk: Sequence[Task], frozen: bytes) -> list[PipelineFile]:
    """In a worker: the files, read as a pickled ``Wanted`` says."""
    return read_chunk(chunk, _thawed(frozen))


@lru_cache(maxsize=2)
def _thawed(frozen: bytes) -> Wanted:
    """One object for all chunks of a worker: what is cached by form is found by identity, without comparing fields."""
    found: Wanted = pickle.loads(frozen)  # noqa: S301  from our own parent process
    return found


@bulk()
def read_chunk(chunk: Sequence[Task], how: Wanted) -> list[PipelineFile]:
    """The files one after another."""
    return [read_file(path, name, how) for path, name in chunk]
