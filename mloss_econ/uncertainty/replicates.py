"""The error bar of a statistic: its spread over the 16 independent replicates of a design."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def replicate_error(parts: npt.ArrayLike, axis: int = -1) -> Any:
    """The standard error of a statistic, from what it is in each replicate (along `axis`): the standard deviation of
    these values over the root of their number.

    >>> float(replicate_error([1.0, 3.0] * 8)) == (16 / 15) ** 0.5 / 4
    True
    """
    parts = np.asarray(parts)
    return np.std(parts, axis=axis, ddof=1) / parts.shape[axis] ** 0.5
