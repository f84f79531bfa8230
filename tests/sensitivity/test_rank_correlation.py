"""Rank correlations and slopes are those of SciPy and NumPy."""

import numpy as np
import pytest
from functions import G_THREE
from numpy.testing import assert_allclose
from rankings import total

from mloss_econ.engine import simulate
from mloss_econ.sensitivity import rank_correlation, regression


def test_ranks_against_scipy() -> None:
    from scipy.stats import spearmanr

    run = simulate(G_THREE, n=2**10, seed=1)
    found = total(rank_correlation(run, "y"))
    for path, value in found.items():
        assert value == pytest.approx(spearmanr(run.draws.inputs[path], run.output("y")).statistic, abs=1e-12)
    slopes = total(regression(run, "y"))
    x = np.array([run.draws.inputs[path] for path in slopes])
    z = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    y = run.output("y")
    expected = np.linalg.lstsq(z.T, (y - y.mean()) / y.std(), rcond=None)[0]
    assert_allclose(list(slopes.values()), expected, atol=1e-12)
