"""Of many like cases a few in every run, and all of them in the slow suite."""

from collections.abc import Iterable
from typing import Any

import pytest


def few(cases: Iterable[Any], count: int) -> list[Any]:
    """The cases for `parametrize`; those after the first `count` are slow."""
    first, rest = (every := list(cases))[:count], every[count:]
    return [*first, *(pytest.param(case, marks=pytest.mark.slow) for case in rest)]
