"""The bounds that several calculators share."""

from __future__ import annotations

from typing import Any

import pytest

from mloss_econ.errors import InputError
from mloss_econ.liability import uncertain_standard, uniform_standard, unilateral_care, unilateral_care_power


@pytest.mark.parametrize("calculator", [unilateral_care, unilateral_care_power, uncertain_standard, uniform_standard])
def test_a_harm_of_a_tenth_of_a_cent_is_the_least(calculator: Any) -> None:
    calculator.at(harm=1e-3)
    with pytest.raises(InputError, match="harm"):
        calculator.at(harm=0.9e-3)
