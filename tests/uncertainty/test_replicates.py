"""The error bar of a statistic, from its replicates."""

import math

import numpy as np
from numpy.testing import assert_allclose

from mloss_econ.uncertainty import REPLICATES, replicate_error


def test_the_error_is_the_spread_of_the_replicates_over_the_root_of_their_number() -> None:
    parts = [float(k * k) for k in range(REPLICATES)]
    mean = math.fsum(parts) / 16
    expected = math.sqrt(math.fsum((part - mean) ** 2 for part in parts) / 15 / 16)
    assert_allclose(replicate_error(parts), expected, rtol=1e-14)
    assert_allclose(replicate_error([parts, parts]), [expected] * 2, rtol=1e-14)
    assert_allclose(replicate_error(np.transpose([parts, parts]), axis=0), [expected] * 2, rtol=1e-14)
    assert_allclose(replicate_error(parts[:4]), math.sqrt((3.5**2 + 2.5**2 + 0.5**2 + 5.5**2) / 3 / 4), rtol=1e-14)
