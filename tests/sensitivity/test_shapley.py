"""Shapley shares: Ishigami's, and on random polynomials shares that sum to 1, by brute force."""

import numpy as np
import pytest
from brute import indices, on_grid
from functions import ISHIGAMI
from hypothesis import given, settings, strategies as st
from polynomials import CASES, COEFFICIENTS, coefficients, polynomial
from rankings import close, inside, total

from mloss_econ.sensitivity import shapley

# ---------------------------------------------------------------- known answers


ISHIGAMI_SHAPLEY = {"x1": 0.4357470231788853, "x2": 0.4424111447900409, "x3": 0.12184183203107386}


def test_ishigami_shapley() -> None:
    found = shapley(ISHIGAMI, "y", n=2**13, seed=1)
    close(total(found), ISHIGAMI_SHAPLEY, 0.012)
    inside(found, ISHIGAMI_SHAPLEY, 1.5)


# ---------------------------------------------------------------- laws


@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_shapley_shares_sum_to_one_and_lie_between_first_and_total(c: list[int], seed: int) -> None:
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    found = shapley(CASES[polynomial.name], "y", n=2**10, seed=seed, scale="raw")
    assert sum(row.index for row in found.rows) == pytest.approx(1.0, abs=1e-12)
    y, w = on_grid(CASES[polynomial.name], "y", ["x1", "x2"], 8)
    truth = indices(y, w)
    for k, path in enumerate(("x1", "x2")):
        row = found.row(path)
        half = 1.5 * (row.interval[1] - row.interval[0])  # about five standard errors
        assert truth["first"][k] - half - 1e-9 <= row.index <= truth["total"][k] + half + 1e-9
        assert row.index == pytest.approx(truth["shapley"][k], abs=half + 1e-9)
