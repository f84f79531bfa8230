"""An amount that is open as to place and year is the amount of any place and year once these are known."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.kernel import contrast
from mloss_econ.regimes import world_under
from mloss_econ.regimes.linear import Linear, series_of, weight_of

NUMBER = st.floats(-10, 10)


def _formula(a: Any, b: Any, w: Any, v: Any, s: Any, t: Any) -> Any:
    both = w * (a - s * b + 2.0 * t) + b * v - w
    return 1.0 - both * 0.5 + (-(w * t) + a)


@given(st.lists(NUMBER, min_size=6, max_size=6))
def test_known_in_either_order_it_is_the_same_number(drawn: list[float]) -> None:
    a, b, w, v, s, t = (np.array([x, x + 1.0]) for x in drawn)
    symbols = weight_of("w"), weight_of("v"), series_of("s"), series_of("t")
    open_ = _formula(a, b, *symbols)
    at = SimpleNamespace(w=w, v=v, s=s, t=t).__getattribute__
    expected = _formula(a, b, w, v, s, t)
    assert_allclose(open_.of_place(at).in_year(at).value, expected, rtol=1e-9, atol=1e-9)
    assert_allclose(open_.in_year(at).of_place(at).value, expected, rtol=1e-9, atol=1e-9)


def test_of_nothing_it_is_zero() -> None:
    assert Linear({}).value == 0
    assert (weight_of("w") * 0.0).terms == {}


def test_channels_that_a_proposal_does_not_reach_keep_their_harm_to_the_last_digit() -> None:
    case = world_under("nyc_ll144")
    changed = contrast(case).outputs().avoided_of
    for name, one in case.point.channels.items():
        if not one.reach:
            assert changed[name] == 0
