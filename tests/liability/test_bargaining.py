"""With free bargains every rule costs the same."""

from __future__ import annotations

import numpy as np
import pytest
from care import THREE
from games import accidents
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.liability import Accident, Terms, bargained_cost
from mloss_econ.liability.rules import RULES


@given(accidents(parties=3, most_levels=3), st.floats(0, 100))
def test_with_free_bargains_every_rule_costs_the_same(a: Accident, agreement: float) -> None:
    """P10; with a price on the agreement never more than without a bargain."""
    least = float(a.social.min())
    alone = np.array([float(a.social[RULES[r](a, Terms(residual="p0")).pure_equilibria().worst]) for r in RULES])
    assert_allclose(bargained_cost(alone, least, 0.0), least)
    assert (bargained_cost(alone, least, agreement) <= alone + 1e-12).all()


# ---------------------------------------------------------------- equal but for rounding


def test_a_rule_that_costs_the_least_is_one() -> None:
    assert bargained_cost(0.3, THREE, 1.0) == 0.3
    assert bargained_cost(-2.0, -2.0, 1.0) == -2.0  # where there are benefits
    with pytest.raises(InputError, match="less than the least"):
        bargained_cost(1e8, 1e8 + 1, 1.0)
