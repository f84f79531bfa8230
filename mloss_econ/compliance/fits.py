"""Shapes of a distribution from a few published figures: tail exponents, spreads, the share of the largest."""

import numpy as np
from scipy.special import ndtr, ndtri

from mloss_econ.base.arrays import Array, check_within, together
from mloss_econ.errors import InputError

Real = Array | float
ADVICE = "Write a share between 0 and 1: 0.13 for 13 %."


def pareto_alpha_from_survival(share_1: Real, share_2: Real, size_1: Real, size_2: Real) -> Array:
    """Tail exponent from two points of the survival function: ln(P1 / P2) / ln(x2 / x1).

    >>> round(float(pareto_alpha_from_survival(0.131, 0.0327, 10, 50)), 3)
    0.862
    """
    share_1, share_2, size_1, size_2 = together(share_1=share_1, share_2=share_2, size_1=size_1, size_2=size_2)
    for name, share in (("share_1", share_1), ("share_2", share_2)):
        check_within(share, name, above=0, most=1, advice=ADVICE)
    for name, size in (("size_1", size_1), ("size_2", size_2)):
        check_within(size, name, above=0)
    _check(
        np.all(np.greater(share_1, share_2)) and np.all(np.less(size_1, size_2)), "a larger size needs a smaller share"
    )
    return np.log(share_1 / share_2) / np.log(size_2 / size_1)


def pareto_alpha_from_mean(mean: Real, smallest: Real) -> Array:
    """Tail exponent from the mean and the smallest value: mean / (mean - smallest).

    >>> round(float(pareto_alpha_from_mean(2746, 773)), 4)
    1.3918
    """
    mean, smallest = together(mean=mean, smallest=smallest)
    check_within(mean, "mean", above=0)
    check_within(smallest, "smallest", above=0)
    _check(np.all(np.greater(mean, smallest)), "the mean must exceed the smallest value")
    return mean / (mean - smallest)


def lognormal_sigma(mean: Real, median: Real) -> Array:
    """Standard deviation of the logarithm from mean and median: sqrt(2 ln(mean / median)).

    >>> round(float(lognormal_sigma(2746, 1259)), 2)
    1.25
    """
    mean, median = together(mean=mean, median=median)
    check_within(mean, "mean", above=0)
    check_within(median, "median", above=0)
    _check(np.all(np.greater_equal(mean, median)), "a lognormal's mean is at least its median")
    return np.asarray(np.sqrt(2 * np.log(mean / median)))


def pareto_top_share(fraction: Real, alpha: Real) -> Array:
    """Share of the total held by the largest `fraction`: fraction^(1 - 1 / alpha), for alpha above 1.

    >>> round(float(pareto_top_share(0.01, 1.002187)), 2)
    0.99
    """
    fraction, alpha = together(fraction=fraction, alpha=alpha)
    check_within(fraction, "fraction", least=0, most=1, advice=ADVICE)
    _check(np.all(np.greater(alpha, 1.0)), "at an exponent of 1 or less there is no total to share: truncate")
    return np.power(fraction, 1 - 1 / alpha)


def lognormal_top_share(fraction: Real, sigma: Real) -> Array:
    """Share of the total held by the largest `fraction`: Phi(sigma - Phi^-1(1 - fraction)).

    >>> round(float(lognormal_top_share(0.01 / 0.3, 4.160263)), 2)
    0.99
    """
    fraction, sigma = together(fraction=fraction, sigma=sigma)
    check_within(fraction, "fraction", least=0, most=1, advice=ADVICE)
    check_within(sigma, "sigma", least=0)
    return np.asarray(ndtr(sigma - ndtri(1 - fraction)))


def _check(holds: bool | np.bool_, what: str) -> None:
    if not holds:
        raise InputError(f"cannot fit: {what}. Check the figures.")
