"""The examples in docstrings give what they say."""

import doctest
import importlib
from pathlib import Path

import pytest

import mloss_econ

PACKAGE = Path(mloss_econ.__file__).parent
WITH_EXAMPLES = sorted(
    ".".join(["mloss_econ", *path.relative_to(PACKAGE).with_suffix("").parts])
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_give_what_they_say(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0
