"""A menu of care is its rules played out, and the closed form at a quadratic cost."""

from __future__ import annotations

from typing import Any

import numpy as np
from care import THREE, effects, exposures, harms, p0s
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import Accident, Terms, quadratic_cost_care, tabulated_care
from mloss_econ.liability.rules import RULES


@given(p0s, effects, harms, st.floats(0.01, 50), exposures)
def test_care_at_a_quadratic_cost(p0: float, a: float, harm: float, w: float, phi: float) -> None:
    x = float(quadratic_cost_care(p0, a, w, harm, phi))
    assert_allclose(w * x, a * phi * p0 * np.exp(-a * x) * harm, rtol=1e-9)  # marginal cost is what it spares


@given(st.lists(st.floats(0, 1), min_size=2, max_size=6), st.data(), harms, exposures)
def test_a_menu_is_its_rules_played_out(chances: list[float], data: Any, harm: float, phi: float) -> None:
    """The menu against the same accident as a game with a victim who can do nothing."""
    steps = data.draw(st.lists(st.floats(0.5, 9), min_size=len(chances) - 1, max_size=len(chances) - 1))
    cost, chance = np.concatenate([[0.0], np.cumsum(steps)]), np.sort(chances)[::-1]
    out = tabulated_care(cost, chance, harm, phi)
    game = Accident.grid({"injurer": cost, "victim": [0.0]}, chance[:, None], harm, bearer="victim")
    for rule, place in (("strict", out.strict), ("negligence", out.negligence)):
        converged = RULES[rule](game, Terms(found={"injurer": phi})).pure_equilibria()
        own = RULES[rule](game, Terms(found={"injurer": phi})).private("injurer")
        assert_allclose(own[int(place)], own[int(converged.best)], rtol=1e-8, atol=1e-12)


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=6), st.integers(0, 10**6), harms)
def test_exposures_from_which_a_menu_is_kept_to(chances: list[float], seed: int, harm: float) -> None:
    chance = np.sort(chances)[::-1]
    cost = np.cumsum(np.random.default_rng(seed).uniform(0.5, 0.4 * harm, len(chance)))
    first = tabulated_care(cost, chance, harm)
    for rule, needs in (("strict", first.assets_strict), ("negligence", first.assets_negligence)):
        if int(first.first_best) == 0 or not np.isfinite(needs) or float(needs) < 1e-9:
            continue
        above, below = (tabulated_care(cost, chance, harm, float(needs) / harm * f) for f in (1 + 1e-6, 1 - 1e-6))
        assert int(getattr(above, rule)) >= int(first.first_best)
        assert int(getattr(below, rule)) < int(first.first_best)


# ---------------------------------------------------------------- equal but for rounding


def test_due_care_that_costs_as_much_as_the_best_below_it_is_taken() -> None:
    out = tabulated_care([0.0, THREE], [0.3, 0.0], 1.0, standard=1)
    assert int(out.negligence) == 1
    assert int(tabulated_care([0.0, 0.31], [0.3, 0.0], 1.0, standard=1).negligence) == 0
