"""Cost of a harmful case found, by hand, and what the claims on avoiders read."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.liability import (
    Handle,
    cheapest_avoider,
    computing_is_the_easier_handle,
    cost_per_harm_avoided,
    developer_is_cheapest,
    developer_safeguards_are_dearer,
    oversight_handle,
)
from mloss_econ.liability.oversight_handle import OversightHandleInputs

ONE: dict[str, Any] = {
    "set_up": 100.0,
    "checked": 50.0,
    "check_cost": 2.0,
    "harmful": 0.1,
    "detected": 0.5,
    "false_alarms": 0.2,
    "alarm_cost": 10.0,
}


def test_by_hand() -> None:
    """50 looked at, 5 harmful, 2.5 found; 100 + 50 * 2 + 45 * 0.2 * 10 = 290; 116 for each."""
    other = ONE | {"detected": 1.0, "false_alarms": 0.0}
    y = oversight_handle(OversightHandleInputs(handles={"computing": Handle(**ONE), "harm": Handle(**other)}))
    assert_allclose([y.cases_found["computing"], y.cost["computing"], y.cost_per_find["computing"]], [2.5, 290, 116])
    assert_allclose(y.cost_per_find["harm"], 40, rtol=1e-12)
    assert not computing_is_the_easier_handle.predicate(None, y, np.nan)


def test_both_handles_are_needed() -> None:
    with pytest.raises(InputError, match="handles are computing; 'computing' and 'harm' are needed"):
        oversight_handle(OversightHandleInputs(handles={"computing": Handle(**ONE)}))


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
