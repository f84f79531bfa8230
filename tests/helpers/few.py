"""Of many like cases a few in every run, and all of them in the slow suite."""

from collections.abc import Iterable
from typing import Any

import pytest


def few(cases: Iterable[Any], count: int) -> list[Any]:
    """The cases for `parametrize` with one name; those after the first `count` are slow."""
    first, rest = (every := list(cases))[:count], every[count:]
    return [*first, *(pytest.param(case, marks=pytest.mark.slow) for case in rest)]


def few_rows(rows: Iterable[tuple[Any, ...]], count: int) -> list[Any]:
    """The rows for `parametrize` with several names; those after the first `count` are slow."""
    first, rest = (every := list(rows))[:count], every[count:]
    return [*first, *(pytest.param(*row, marks=pytest.mark.slow) for row in rest)]
