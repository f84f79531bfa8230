"""The potential of an accident under fixed exposures."""

from __future__ import annotations

import numpy as np
from games import accidents, alternative, profiles_of
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ import liability
from mloss_econ.liability import Accident, potential


@given(accidents(parties=3, most_levels=3), st.lists(st.floats(0.05, 1), min_size=3, max_size=3))
def test_fixed_exposures_have_a_potential(a: Accident, shares: list[float]) -> None:
    """P18: private costs differ by exposure times the potential's difference; so an equilibrium always exists."""
    exposure = dict(zip(a.profiles.parties, shares, strict=True))
    phi = potential(a, exposure)
    for i, (party, share) in enumerate(exposure.items()):
        own = a.cost[party] + share * a.loss
        for group in a.profiles.groups[i]:
            assert_allclose(own[group] - own[group[0]], share * (phi[group] - phi[group[0]]), atol=1e-9)
    costs = {p: a.cost[p] + share * a.loss for p, share in exposure.items()}
    assert liability.equilibria(a.profiles, costs)[int(np.argmin(phi))]


def test_the_profile_of_least_potential_need_not_be_the_cheapest_equilibrium() -> None:
    """An expected failure: with alternative care and unequal shares the potential prefers the dearer carer."""
    a = alternative()
    exposure = {"injurer": 0.9, "victim": 0.3}
    stable = liability.equilibria(a.profiles, {p: a.cost[p] + e * a.loss for p, e in exposure.items()})
    least = int(np.argmin(potential(a, exposure)))
    cheapest = min((float(a.social[k]), k) for k in np.flatnonzero(stable))[1]
    assert profiles_of(a)[least] == (1, 0)
    assert profiles_of(a)[cheapest] == (0, 1)
