"""How many more newcomers come when starting costs less, by hand."""

import pytest
from numpy.testing import assert_allclose

from mloss_econ.value import entry_effect, open_models_draw_entry


def test_newcomers_by_hand() -> None:
    """A start at a quarter of the cost and an elasticity of one half: twice as many."""
    y = entry_effect.at(start_cost=0.25, entry_elasticity=0.5, wanted=0.1)
    assert_allclose(y.rise, 1.0, rtol=1e-12)
    needed = float(y.elasticity_needed)
    assert float(entry_effect.at(start_cost=0.25, entry_elasticity=needed, wanted=0.1).rise) == pytest.approx(0.1)
    assert open_models_draw_entry.check({"entry_elasticity": 1.01 * needed, "start_cost": 0.25})
    assert not open_models_draw_entry.check({"entry_elasticity": 0.99 * needed, "start_cost": 0.25})
