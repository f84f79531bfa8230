"""Annuities: what a sum now is worth as a yearly amount.

annuity factor = (1 - (1 + rate)^-years) / rate                 payments at year ends; years when rate = 0
               = years * exprel(-years * f) / exprel(f)         f = ln(1 + rate), exprel(x) = (e^x - 1) / x
"""

import numpy as np
from scipy.special import exprel

from mloss_econ.quantities import Array


def annuity(rate: Array | float, years: Array | float) -> Array:
    """Present value of one unit at the end of each of `years` years (> 0) at a yearly `rate` (> -1); shapes broadcast.

    >>> round(float(annuity(0.03, 10)), 6), float(annuity(0.0, 5))
    (8.530203, 5.0)
    """
    force = np.log1p(rate)
    return years * exprel(-years * force) / exprel(force)


def annualise(present_value: Array | float, rate: Array | float, years: Array | float) -> Array:
    """The yearly amount, at year ends over `years`, whose present value this is.

    >>> round(float(annualise(193_000, 0.03, 5)) + 71_400, 2)
    113542.43
    """
    return present_value / annuity(rate, years)
