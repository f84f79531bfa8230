"""The world under a proposal: its case, what it changes at the adopted point and in draws, each made once."""

from functools import lru_cache
from typing import Any

import pytest
from few import few

from mloss_econ.engine import Run, simulate
from mloss_econ.kernel import Case, contrast
from mloss_econ.regimes import world_under

SOME = ("hawley_blumenthal", "outright_ban", "joint_use", "sb1047", "immunity")


@lru_cache(maxsize=8)
def case_of(name: str) -> Case[Any, Any]:
    return world_under(name)


@lru_cache(maxsize=8)
def made_by(name: str) -> Any:
    """What a proposal changes, at the adopted point."""
    return contrast(case_of(name)).outputs()


@lru_cache(maxsize=8)
def run_of(name: str) -> Run[Any, Any]:
    """What a proposal changes, in draws."""
    case = contrast(case_of(name))
    return simulate(case, n=256, seed=3)


names = pytest.mark.parametrize("name", few(SOME, 1))
