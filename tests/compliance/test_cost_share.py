"""The weight of a proposal by size of firm, and its elasticity."""

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import cost_share


@given(st.floats(0, 2), st.floats(1e3, 1e6), st.floats(1, 1e4))
def test_who_pays_the_larger_share(elasticity: float, small: float, times: float) -> None:
    out = cost_share.at(cost_elasticity=elasticity, small_size=small, large_size=small * times)
    assert_allclose(out.small_share / out.large_share, out.times_heavier, rtol=1e-9)
    if times > 1.01 and abs(elasticity - 1) > 1e-3:
        assert (out.small_share > out.large_share) == (elasticity < 1)


def test_one_per_cent_more_size_is_e_per_cent_more_cost() -> None:
    one, more = (cost_share.at(cost_elasticity=0.6, large_size=s).large_cost for s in (1e7, 1.0001e7))
    assert_allclose(np.log(more / one) / np.log(1.0001), 0.6, rtol=1e-9)
    same = cost_share.at(cost_elasticity=0.0, added_fixed_cost=70.0)
    assert (same.small_cost, same.large_cost) == (70, 70)
