"""Where a later row has no logarithm, the scale is the raw one, and said."""

import numpy as np
import pytest
from functions import PRODUCT, ThreeInputs, YOutputs, case
from polynomials import UNIT

from mloss_econ.errors import RunError
from mloss_econ.kernel import calculator
from mloss_econ.sensitivity import shapley, sobol, sobol_all


def test_heavy_tails_meet_a_row_that_is_not_positive() -> None:
    """Where a later row has no logarithm, the scale is the raw one, and said."""
    heavy = sobol_all(PRODUCT, n=2**8, seed=3)
    assert any("logarithm" in note for note in heavy["y"].notes)
    found = sobol(case(late, **UNIT), "y", n=2**14, seed=0)
    assert "Scale: the output itself." in found.notes
    assert "Scale: the output itself." in shapley(case(late, **UNIT), "y", n=2**14, seed=0).notes
    with pytest.raises(RunError, match="above 0 in every row"):
        sobol(case(late, **UNIT), "y", n=2**14, seed=0, scale="log")


@calculator
def late(x: ThreeInputs) -> YOutputs:
    """Heavy-tailed and positive, but for about one draw of ten thousand."""
    return YOutputs(y=np.where(np.less(x.x1, 0.0001), -1.0, np.exp(6 * x.x2) * x.x1))
