"""Shares exist exactly where the burden is at most 1, by a linear programme."""

from __future__ import annotations

import numpy as np
import pytest
from care import THREE
from games import accidents
from hypothesis import given
from numpy.testing import assert_allclose
from scipy.optimize import linprog

from mloss_econ.errors import InputError
from mloss_econ.liability import Accident, burden


@given(accidents(parties=3, most_levels=2))
def test_shares_exist_exactly_where_the_burden_is_at_most_one(a: Accident) -> None:
    """P19, with a linear programme: shares that make every member act, outsiders none, summing to at most 1."""
    cost = np.array([a.cost[p].max() for p in a.profiles.parties])
    order = [int("".join(str(s >> k & 1) for k in range(3)), 2) for s in range(8)]  # sets to profiles
    loss = a.loss[order]
    found = burden(cost, loss)
    for s in range(8):
        members = [k for k in range(3) if s >> k & 1]
        saves = [loss[s & ~(1 << k)] - loss[s] for k in members]
        if any(v <= 0 for v in saves):
            assert found[s] == np.inf
            continue
        if not members or abs(found[s] - 1) < 1e-9:
            continue
        rows = -np.diag(saves) if members else np.zeros((0, 0))
        solved = linprog(np.ones(len(members)), A_ub=rows, b_ub=-cost[members], bounds=(0, None))
        assert_allclose(solved.fun, found[s], rtol=1e-7)


# ---------------------------------------------------------------- equal but for rounding


def test_a_set_saves_nothing_but_rounding() -> None:
    assert np.isinf(burden([0.1], [THREE, 0.3])[1])
    assert_allclose(burden([0.5], [1e8 + 1, 1e8])[1], 0.5)
    with pytest.raises(InputError, match=r"loss\[0\] = nan is not finite"):
        burden([0.1], [np.nan, 0.3])
    with pytest.raises(InputError, match=r"cost\[0\] = inf is not finite"):
        burden([np.inf], [1.0, 0.3])
