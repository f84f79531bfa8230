"""Why do two benefit-cost ratios differ, factor by factor, exactly and in any order?

    ln ratio = ln ai_value + ln haircut + ln algorithm_share + ln software_share
               + ln net_share - ln investment - ln hidden_cost - ln stock_charge

For a few cases; `sensitivity.bridge` splits differences of any calculator, where no such sum exists.
"""

from collections.abc import Mapping

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.errors import InputError
from mloss_econ.value.attributed_value import AttributedValueInputs

FACTORS = ("ai_value", "haircut", "algorithm_share", "software_share", "net_share")
COSTS = ("investment", "hidden_cost", "stock_charge")


def log_factors(x: AttributedValueInputs) -> Mapping[str, Array]:
    """Logarithm of the benefit-cost ratio, factor by factor; the terms add up to it exactly.

    Costs count negative. Amounts are in the case's money, so only differences of `ai_value` and `investment` between
    two cases of one price base mean something. Raises InputError where a factor is 0.
    """
    found = {name: getattr(x, name) for name in (*FACTORS, *COSTS)}
    for name, v in found.items():
        if not np.all(v > 0):
            raise InputError(f"{name} is 0: nothing is left, and 0 has no logarithm.")
    return {name: np.log(found[name]) if name in FACTORS else -np.log(found[name]) for name in (*FACTORS, *COSTS)}


def why_they_differ(one: AttributedValueInputs, other: AttributedValueInputs) -> Mapping[str, Array]:
    """Contribution of each factor to the change in the logarithm of the ratio from `one` to `other`; the sum is the
    whole change, exactly, in any order. exp of a contribution is the factor by which it multiplies the ratio."""
    before, after = log_factors(one), log_factors(other)
    return {name: after[name] - before[name] for name in before}
