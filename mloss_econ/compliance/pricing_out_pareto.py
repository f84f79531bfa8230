"""When does a compliance bill drive a project out? Pareto budgets, with unfunded projects.

cutoff     = fixed cost / (payable share - proportional cost)
exit share = zero share + (1 - zero share) * (1 - (smallest budget / cutoff)^alpha)
value lost = 1 - (smallest budget / cutoff)^(alpha - 1)                     needs alpha > 1: else no mean exists
both 0 for funded projects while the cutoff is below the smallest budget
largest cost at which a share s of funded projects survives = (payable - proportional) * smallest * s^(-1 / alpha)
largest cost at which a share s of their budgets survives   = the same with s^(-1 / (alpha - 1))

Where alpha is 1 or less use `pricing_out_truncated`: with a largest budget there is a mean.
"""

import math

from mloss_econ.compliance.budgets import ParetoBudgets
from mloss_econ.compliance.exits import ExitInputs, ExitOutputs, exits
from mloss_econ.compliance.shared import LowestBudget
from mloss_econ.kernel import Ratio, calculator, given


class PricingOutParetoInputs(LowestBudget, ExitInputs):
    """A yearly cost against Pareto budgets."""

    tail_exponent: Ratio = given(
        "projects.alpha",
        low=math.nextafter(1.0, 2.0),
        advice="At 1 or less budgets have no mean: use pricing_out_truncated, with a largest budget.",
    )
    """Tail exponent of budgets, above 1 (below, the mean does not exist and value shares have no meaning)."""


@calculator
def pricing_out_pareto(x: PricingOutParetoInputs) -> ExitOutputs:
    """Share of projects and budgets priced out, for Pareto budgets."""
    return ExitOutputs(**exits(x, ParetoBudgets(x.smallest_budget, x.tail_exponent)))
