"""What does a grant return at the margin, not at the average?

    value at investment C = V * (C / C0)^e          constant elasticity e
    added value           = V * (((C0 + grant) / C0)^e - 1)
    per dollar            = added value / grant     e * V / C0 if it is small

With e = 1 the average is the margin and a grant brings grant * V / C0; below 1 it brings less. Nobody has measured e
for MLOSS. The grant is taken to add to what others spend, in the same year, none of it crowded out; C0 is the
investment without it.
"""

import numpy as np

from mloss_econ.kernel import Money, Outputs, Quantity, Ratio, calculator, given, lever
from mloss_econ.shared import Investment
from mloss_econ.value.shared import AnnualValue


class Multiple(Quantity, unit="ratio", low=0.0, endless=True):
    """One amount over another; infinite where the other is nothing."""


class GrantReturnInputs(Investment, AnnualValue):
    """A grant, and what MLOSS is worth and costs without it."""

    grant: Money = lever("value.grant", low=1)
    """The grant, added to one year's investment."""
    marginal_elasticity: Ratio = given("value.elasticity_marginal")
    """Per cent more value from one per cent more investment."""


class GrantReturnOutputs(Outputs):
    """Value that the grant adds, in total and for each dollar, against the average."""

    added_value: Money
    """Value that the grant adds."""
    per_dollar: Ratio
    """Value added by each dollar of the grant."""
    average: Ratio
    """Value over investment: the return to the average dollar."""
    overstated: Multiple
    """Average return over the return to the grant: how far a multiplier overstates it; infinite if the grant adds
    nothing."""


@calculator
def grant_return(x: GrantReturnInputs) -> GrantReturnOutputs:
    """Value of a grant at the margin, against the average."""
    added = x.value * np.expm1(x.marginal_elasticity * np.log1p(x.grant / x.investment))
    average, per_dollar = x.value / x.investment, added / x.grant
    return GrantReturnOutputs(
        added_value=added, per_dollar=per_dollar, average=average, overstated=average / per_dollar
    )
