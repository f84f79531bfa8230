"""An infinite answer of a calculator is an answer, not a gap: it is named and the others stay."""

from typing import Any

import pytest

from mloss_econ.compliance import net_present_value
from mloss_econ.engine import simulate, summary
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import discrete
from mloss_econ.value import grant_return


@pytest.mark.parametrize(
    ("calculator", "path", "changes"),
    [
        (grant_return, "overstated", {"marginal_elasticity": discrete(values=[0.0, 0.5], weights=[0.5, 0.5])}),
        (
            net_present_value,
            "rise_of_cost",
            {"yearly_cost": 0.0, "one_off_cost": discrete(values=[0.0, 1e6], weights=[0.5, 0.5])},
        ),
    ],
)
def test_a_ratio_to_nothing_is_no_gap_either(calculator: Any, path: str, changes: dict[str, Any]) -> None:
    said = summary(simulate(baseline(calculator).but("half", changes), n=256, seed=1))
    assert f"Not finite: '{path}' is infinite in 128 of 256 rows." in said.notes
    assert path not in {row.path for row in said.rows}
