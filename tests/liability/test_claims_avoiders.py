"""What the claims on avoiders read."""

from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.kernel import baseline
from mloss_econ.liability import (
    cheapest_avoider,
    cost_per_harm_avoided,
    developer_is_cheapest,
    developer_safeguards_are_dearer,
)


def test_cost_for_a_dollar_of_harm_avoided() -> None:
    """Automatic review stops 0.4 of 4 million for 330,000; the developer's safeguard 0.05 of 2 million for 300,000."""
    case = baseline(cheapest_avoider, scenario="deepfake_family_fraud")
    assert_allclose(cost_per_harm_avoided(case.point, "platform"), 330_000 / 1.6e6, rtol=1e-12)
    assert_allclose(cost_per_harm_avoided(case.point, "developer"), 300_000 / 100_000, rtol=1e-12)
    assert cost_per_harm_avoided(case.point, "nobody") == np.inf
    assert developer_safeguards_are_dearer.check()
    owned = [name for name, k in case.point.precautions.items() if k.owner == "developer"]
    assert not developer_safeguards_are_dearer.check({f"precautions.{name}.cost": 0.0 for name in owned})


@pytest.mark.parametrize(("developer", "holds"), [(1.0, True), (2.0, True), (2.1, False)])
def test_a_tie_counts_for_the_developer(developer: float, holds: bool) -> None:
    y = SimpleNamespace(social_cost={k: np.array(v) for k, v in (("developer", developer), ("a", 2.0), ("b", 3.0))})
    assert bool(developer_is_cheapest.predicate(None, y, np.nan)) is holds
