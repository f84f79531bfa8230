"""The logarithm of a ratio, taken apart by factor."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.value import as_published, attributed_value, criticised, log_factors, why_they_differ


def test_the_logarithm_of_the_ratio_splits_exactly() -> None:
    before = as_published(baseline(attributed_value))
    after = criticised(before, "realised_vs_potential", "counterfactual", "include_hidden_cost", "flow_vs_stock")
    terms = why_they_differ(before.point, after.point)
    whole = np.log(after.outputs().benefit_cost_ratio / before.outputs().benefit_cost_ratio)
    assert_allclose(sum(terms.values()), whole, rtol=1e-13)
    by_factor = {
        "ai_value": 432.8 / 3000,
        "haircut": 10,
        "net_share": 0.19,
        "hidden_cost": 0.5,
        "stock_charge": 1 / 0.681,
    }
    for name, factor in by_factor.items():
        assert_allclose(np.exp(terms[name]), factor, rtol=1e-12, err_msg=name)
    assert {name for name, term in terms.items() if term != 0} == set(by_factor)
    draws = simulate(baseline(attributed_value), n=2**8, seed=1)
    columns: Any = {p: draws.draws.inputs.get(p, e.value) for p, e in before.entries.items()}
    x = type(before.point)(**columns)
    assert_allclose(sum(log_factors(x).values()), np.log(draws.output("benefit_cost_ratio")), rtol=1e-12)


def test_a_factor_of_nothing_has_no_logarithm() -> None:
    before = as_published(baseline(attributed_value))
    with pytest.raises(InputError, match="net_share is 0"):
        log_factors(before.but("all of it", net_share=0.0).point)
