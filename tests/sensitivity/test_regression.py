"""Standardised slopes of a sum of normals, with correlation ratios and rank correlations."""

import numpy as np
from functions import WEIGHTED
from rankings import close, total

from mloss_econ.engine import simulate
from mloss_econ.sensitivity import correlation_ratio, rank_correlation, regression


def test_correlation_ratio_regression_and_ranks_of_a_sum_of_normals() -> None:
    run = simulate(WEIGHTED, n=2**15, seed=1)
    close(total(correlation_ratio(run, "y")), {"x1": 0.2, "x2": 0.8, "x3": 0.0}, 0.006)
    slopes = {"x1": 0.2**0.5, "x2": 0.8**0.5, "x3": 0.0}
    close(total(regression(run, "y")), slopes, 0.002)
    assert "The line explains 100 % of the variance (R²)." in regression(run, "y").notes
    spearman = {path: 6 / np.pi * np.arcsin(r / 2) for path, r in slopes.items()}
    close(total(rank_correlation(run, "y")), spearman, 0.002)
    assert total(rank_correlation(run, "z")) == total(rank_correlation(run, "y"))
    assert total(regression(run, "z", ranks=True)) == total(regression(run, "y", ranks=True))
    assert total(regression(run, "z"))["x2"] < 0.5 < total(regression(run, "z", ranks=True))["x2"]
