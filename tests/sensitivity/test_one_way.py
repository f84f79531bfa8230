"""One-way tables against a loop, and what cannot be tabled."""

import numpy as np
import pytest
import toys
from numpy.testing import assert_allclose
from today import TODAY, at

from mloss_econ.compliance import pricing_out
from mloss_econ.errors import InputError, RunError, UnitError
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import one_way, regime_map, two_way


def test_one_way_against_a_loop() -> None:
    found = one_way(TODAY, "fixed_cost", at=[1e3, 1e5])
    assert_allclose(found.values, [1e3, found.adopted, 1e5])
    assert_allclose(found.outputs["value_lost"], [at(fixed_cost=v) for v in found.values], rtol=1e-12)
    assert set(found.outputs) == set(found.units)
    assert found.unit == "USD 2022/year"
    by_belief = one_way(TODAY, "sigma", outputs=["value_lost"])
    assert list(by_belief.outputs) == ["value_lost"]
    entry = TODAY.entries["sigma"]
    expected = np.append(entry.dist.quantile(np.array([0.05, 0.25, 0.5, 0.75, 0.95])), entry.value)
    assert_allclose(by_belief.values, np.unique(expected))
    assert f"{entry.value:g}*" in str(by_belief)
    lever = one_way(toys.toy_case(toys.knobbed), "knob", at=[0, 0.5, 1])
    assert_allclose(lever.outputs["y"], [0, 2 * 0.0625, 0.5, 2])


def test_values_near_one_another_stay_apart_where_the_level_is_high() -> None:
    high = TODAY.but("high", fixed_cost=1e9)
    found = one_way(high, "fixed_cost", at=[1e9 - 0.5, 1e9, 1e9 + 0.5])
    assert found.values.tolist() == [1e9 - 0.5, 1e9, 1e9 + 0.5]


def test_what_cannot_be_tabled_is_refused() -> None:
    with pytest.raises(InputError, match=r"is not uncertain: say at which values"):
        one_way(toys.toy_case(toys.knobbed), "knob")
    with pytest.raises(InputError, match="lies from 0 to 1; asked for 2 to 2"):
        one_way(toys.toy_case(toys.knobbed), "knob", at=[2])
    with pytest.raises(InputError, match="as a list of numbers"):
        one_way(TODAY, "sigma", at=[])
    with pytest.raises(InputError, match=r"no output 'value_lst'\. Did you mean"):
        one_way(TODAY, "sigma", outputs=["value_lst"])
    with pytest.raises(RunError, match="not finite at x = 3"):
        one_way(toys.toy_case(toys.holed), "x")
    with pytest.raises(InputError, match="are one variable"):
        two_way(toys.toy_case(toys.difference), "y", ("first", "second"))
    with pytest.raises(InputError, match="are one variable"):
        regime_map([TODAY, TODAY], "exit_share", ("sigma", "sigma"))
    with pytest.raises(InputError, match="several cases and one output, or one case"):
        regime_map([TODAY], "exit_share", ("sigma", "fixed_cost"))
    with pytest.raises(InputError, match="best = 'most'"):
        regime_map([TODAY, TODAY], "exit_share", ("sigma", "fixed_cost"), best="most")  # type: ignore[arg-type]
    cases = [TODAY, baseline(pricing_out, prices="EUR 2021")]
    with pytest.raises(UnitError, match=r"USD 2022 but .* EUR 2021"):
        regime_map(cases, "exit_share", ("sigma", "fixed_cost"))
