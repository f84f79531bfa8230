"""A level common to all outputs makes no leap of a crossing."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.sensitivity.crossings import _bisect


@pytest.mark.parametrize("level", [0.0, 1e6, 1e9, 1e12])
def test_a_level_common_to_all_outputs_makes_no_leap(level: float) -> None:
    root, jump = _bisect(lambda x: (x + level) - (0.3 + level), *map(np.array, ([0.0], [1.0], [-1.0])), 2**-46 * level)
    assert_allclose(root, 0.3, atol=1e-12 + 2**-50 * level)
    assert not jump.any()
