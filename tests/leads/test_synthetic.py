"""Duplicates on leads whose truth is known: no stranger in a group, few of one customer apart."""

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_no_stranger_is_called_a_duplicate_and_few_duplicates_are_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", [str(SCRIPTS), *sys.path])
    from synthetic_duplicates import sample, score

    got = score(sample(300, 0), tmp_path)
    assert got.true > 200
    assert got.strong_wrong == 0
    assert got.recall() >= 0.95
