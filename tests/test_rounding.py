"""Equal but for rounding, and a difference that is one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from mloss_econ.base.ties import are_least, below, first_least


@pytest.mark.parametrize("level", [0.0, 1e3, 1e8, 1e12])
def test_a_common_level_makes_no_tie(level: float) -> None:
    assert below(level, level + 1)
    assert not below(level + 1, level)
    assert are_least(level + np.array([1.0, 0.0, 2.0])).tolist() == [False, True, False]
    assert first_least(level + np.array([5.0, 3.0, 4.0])) == 1


@given(st.integers(1, 10**6))
def test_two_ways_to_one_number_tie(a: int) -> None:
    one, other = 3 * (0.1 * a), 0.3 * a
    assert not below(one, other)
    assert not below(other, one)
    assert are_least(np.array([one, other])).all()
    assert first_least(np.array([a, one, other])) == 1
    assert first_least(np.array([a, other, one])) == 1


def test_signs_and_infinity() -> None:
    assert below(-2.0, -1.0)
    assert below(1.0, np.inf)
    assert not below(np.inf, np.inf)
    assert not below(np.inf, 1.0)
    assert not below(0.0, 0.0)
    assert are_least(np.array([[np.inf, -3.0], [np.inf, np.inf]])).tolist() == [[False, True], [True, True]]
