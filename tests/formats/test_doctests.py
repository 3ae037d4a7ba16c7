"""The examples in the docstrings of formats are true."""

import doctest
import importlib
import pkgutil

import pytest

import kamsheets.formats

MODULES = [module.name for module in pkgutil.iter_modules(kamsheets.formats.__path__, "kamsheets.formats.")]
DATA = {"kamsheets.formats.divisions"}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", sorted({*MODULES} - DATA))
def test_every_module_names_its_source_and_shows_an_example(name: str) -> None:
    text = importlib.import_module(name).__doc__ or ""
    assert ">>> " in text
    assert "\nSource: " in text or "domain §" in text or "(RFC" in text
