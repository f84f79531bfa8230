"""Cost of a harmful case found, by hand."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.liability import Handle, computing_is_the_easier_handle, oversight_handle
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
