"""How much heavier does the same proposal weigh on a small firm than on a large one?

    cost of a firm of size S  = reference cost * (S / reference size)^e
    its share of the size     = cost / S
    small against large share = (large size / small size)^(1 - e)

e is the elasticity of compliance cost to size: 0, the same sum for all; below 1, small firms pay the larger share, by
construction; 1, all pay the same share; above 1, large ones pay more. How much heavier is not by construction.
The reference cost is the fixed cost that the proposal adds to a firm of the reference size.
"""

import numpy as np

from mloss_econ.compliance.market import AddedFixedCost
from mloss_econ.kernel import MoneyPerYear, Outputs, Ratio, at_most, calculator, given


class CostShareInputs(AddedFixedCost):
    """A compliance cost that rises with size, and two sizes."""

    cost_elasticity: Ratio = given("competition.cost_elasticity")
    """e: by how many per cent the cost rises when size rises by one per cent."""
    reference_size: MoneyPerYear = given("competition.reference_size", low=0.01)
    """Yearly budget of that firm."""
    small_size: MoneyPerYear = given("competition.small_size", low=0.01)
    """Yearly budget of the small firm."""
    large_size: MoneyPerYear = given("competition.large_size", low=0.01)
    """Yearly budget of the large firm."""


class CostShareOutputs(Outputs):
    """Cost and share of budget of each firm."""

    small_cost: MoneyPerYear
    """Cost of the small firm."""
    large_cost: MoneyPerYear
    """Cost of the large firm."""
    small_share: Ratio
    """Cost of the small firm as a share of its budget; may exceed 1."""
    large_share: Ratio
    """Cost of the large firm as a share of its budget."""
    times_heavier: Ratio
    """Share of the small firm as a multiple of that of the large one; does not depend on the level of the cost."""


@calculator
def cost_share(x: CostShareInputs) -> CostShareOutputs:
    """Compliance cost as a share of the budget of a small and of a large firm."""
    advice = "The small firm is no larger than the large one: correct one of the two sizes."
    at_most({"small_size": x.small_size}, {"large_size": x.large_size}, advice)
    small = x.added_fixed_cost * np.power(x.small_size / x.reference_size, x.cost_elasticity)
    large = x.added_fixed_cost * np.power(x.large_size / x.reference_size, x.cost_elasticity)
    return CostShareOutputs(
        small_cost=small,
        large_cost=large,
        small_share=small / x.small_size,
        large_share=large / x.large_size,
        times_heavier=np.power(x.large_size / x.small_size, 1 - x.cost_elasticity),
    )
