"""On which scale an output's variance is taken apart: raw, or that of its logarithm.

The variance of a heavy-tailed product rests on few draws, and indices of it converge slowly: for two lognormal factors
of sigma 0.4 and 0.8 three million evaluations give 0.75 for 0.73. Those of the logarithm converge at once, and ask a
better question (what moves the result by a factor?). So where every value is positive and the 99.5th percentile is more
than twice as far above the median as the 95th percentile (for a lognormal: from a sigma of 0.5 on; for a normal
variable it is 1.6 times), "auto" takes the logarithm, and says so.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mloss_econ.errors import InputError, RunError, nearest

Array = npt.NDArray[np.float64]
SCALES = ("auto", "raw", "log")
HEAVY = 2.0  # distance of the 99.5th percentile from the median, over that of the 95th


def check_scale(scale: str) -> None:
    """Raise InputError for a scale that does not exist."""
    if scale not in SCALES:
        raise InputError(f"scale = {scale!r} is not known. {nearest(str(scale), SCALES)}")


def wants_log(values: Array, scale: str) -> bool:
    """Whether some values of an output are to be taken by their logarithm. Raises RunError if that is asked for and
    one is not positive."""
    positive = bool((values > 0).all())
    if scale == "log" and not positive:
        raise RunError("scale='log' needs an output above 0 in every row; this one is not. Take scale='raw'.")
    if scale == "auto":
        middle, high, highest = (float(q) for q in np.quantile(values, (0.5, 0.95, 0.995)))
        return positive and highest - middle > HEAVY * (high - middle)
    return scale == "log"


def logarithm(values: Array) -> Array:
    """The logarithm; not a number where there is none."""
    return np.asarray(np.log(np.where(values > 0, values, np.nan)))


def said(log: bool, scale: str) -> str:
    """What a reader is told about the scale."""
    if not log:
        return "Scale: the output itself."
    why = ", as it is positive and heavy-tailed (scale='raw' for the output itself)" if scale == "auto" else ""
    return f"Scale: the logarithm of the output{why}."
