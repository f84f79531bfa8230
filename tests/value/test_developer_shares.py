"""What each developer made: all of it together, and shares that do not add up."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.value import developer_values


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=5), st.integers(1, 4), st.integers(0, 2**31))
def test_developers_together_made_all_of_it(values: list[float], developers: int, seed: int) -> None:
    shares = np.random.default_rng(seed).dirichlet(np.ones(developers), len(values))
    found = developer_values(values, shares)
    assert_allclose(found.sum(), sum(values), rtol=1e-9, atol=1e-6)
    by_loop = [sum(v * p[d] for v, p in zip(values, shares, strict=True)) for d in range(developers)]
    assert_allclose(found, by_loop, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize(
    ("values", "shares", "words"),
    [
        ([1.0], [[0.5, 0.4]], "shares of package 0 add up to 0.9, not to 1"),
        ([1.0, 1.0], [[1.0]], "do not fit"),
        ([-1.0], [[1.0]], "0 or more"),
        ([1.0], [[1.5, -0.5]], "0 or more"),
        ([], np.zeros((0, 2)), "do not fit"),
    ],
)
def test_shares_that_do_not_add_up_are_refused(values: Any, shares: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        developer_values(values, shares)
