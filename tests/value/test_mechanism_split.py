"""A split of value by mechanism, and weights that do not add up."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.value import mechanism_split


def test_a_split_by_mechanism_is_the_users_assumption() -> None:
    split = mechanism_split(30e9, {"standardisation": 0.5, "experimentation": 0.3, "communities": 0.2})
    assert_allclose([float(v) for v in split.values()], [15e9, 9e9, 6e9], rtol=1e-12)
    for weights in ({"a": 0.5}, {"a": 1.5, "b": -0.5}, {}, {"a": np.nan, "b": 1.0}, {"a": 1.0, "b": np.nan}):
        with pytest.raises(InputError, match="not to 1"):
            mechanism_split(1.0, weights)
