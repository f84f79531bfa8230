"""The statistics that every tool must give of W1, and the check that it gives the right ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

LEVELS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995)
MEDIAN = LEVELS.index(0.5)
Figures = dict[str, list[float]]  # by output: mean, standard deviation, then the quantiles at LEVELS


class Known(NamedTuple):
    """An output of W1: what twelve scrambled Sobol' runs of 2^20 rows gave, and the last digit to rely on; and the
    standard error of the mean and of the median of n random draws, times the square root of n."""

    mean: float
    median: float
    mean_digit: float
    median_digit: float
    mean_error: float
    median_error: float


KNOWN = {
    "y1": Known(69.39, 43.58, 0.01, 0.02, 87, 55),
    "y2": Known(0.4744, 0.461, 0.0001, 0.001, 0.32, 0.57),
    "y3": Known(14.42, 8.538, 0.01, 0.001, 35, 8.5),
    "y4": Known(-210.8, -80.03, 0.1, 0.1, 660, 290),
}
ERRORS = 6  # standard errors that a right answer may be off


def check(who: str, n: int, figures: Figures) -> None:
    """Raise ValueError unless the means and medians of `n` draws are those of W1, within Monte Carlo error."""
    for name, known in KNOWN.items():
        mean, median = figures[name][0], figures[name][2 + MEDIAN]
        for what, found, right, digit, error in (
            ("mean", mean, known.mean, known.mean_digit, known.mean_error),
            ("median", median, known.median, known.median_digit, known.median_error),
        ):
            room = ERRORS * error / n**0.5 + digit
            if not abs(found - right) <= room:
                raise ValueError(f"{who}: {what} of {name} is {found:.6g}, not {right} within {room:.2g}.")


def of_arrays(outputs: Mapping[str, Any]) -> Figures:
    """The statistics of arrays of draws, in NumPy."""
    return {
        name: [float(np.mean(y)), float(np.std(y, ddof=1)), *map(float, np.quantile(y, LEVELS))]
        for name, y in outputs.items()
    }
