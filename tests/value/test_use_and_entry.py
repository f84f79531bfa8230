"""The gross value of use is the gross side of the attributed value; newcomers by hand."""

import pytest
from numpy.testing import assert_allclose

from mloss_econ.engine import simulate
from mloss_econ.kernel import baseline
from mloss_econ.value import attributed_value, entry_effect, open_models_draw_entry, use_value


def test_use_is_worth_what_is_attributed_gross() -> None:
    whole = simulate(attributed_value, baseline(attributed_value).but("gross", net_share=1.0), n=512, seed=1)
    use = simulate(use_value, baseline(use_value), n=512, seed=1, design="random")
    again = simulate(attributed_value, whole.case, n=512, seed=1, design="random")
    assert_allclose(use.output("use_value"), again.output("value"), rtol=1e-12)  # the same beliefs, the same luck
    assert_allclose(use_value.at().use_value, attributed_value.at(net_share=1.0).value, rtol=1e-12)


def test_newcomers_by_hand() -> None:
    """A start at a quarter of the cost and an elasticity of one half: twice as many."""
    y = entry_effect.at(start_cost=0.25, entry_elasticity=0.5, wanted=0.1)
    assert_allclose(y.rise, 1.0, rtol=1e-12)
    needed = float(y.elasticity_needed)
    assert float(entry_effect.at(start_cost=0.25, entry_elasticity=needed, wanted=0.1).rise) == pytest.approx(0.1)
    assert open_models_draw_entry.check({"entry_elasticity": 1.01 * needed, "start_cost": 0.25})
    assert not open_models_draw_entry.check({"entry_elasticity": 0.99 * needed, "start_cost": 0.25})
