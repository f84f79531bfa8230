"""When does a compliance bill drive a project out? Pareto budgets up to a largest one, with unfunded projects.

share below x, power p = (x^(p - alpha) - lowest^(p - alpha)) / (highest^(p - alpha) - lowest^(p - alpha))
                       = ln(x / lowest) / ln(highest / lowest)                         at alpha = p
priced out with p = 0, value lost with p = 1, use lost with p = use elasticity, at x = cutoff

Any alpha above 0 will do: there is a largest budget, so there is a mean. Source: the textbook truncated Pareto.
"""

from mloss_econ.compliance.budgets import TruncatedParetoBudgets
from mloss_econ.compliance.exits import ExitInputs, ExitOutputs, exits
from mloss_econ.compliance.shared import LowestBudget
from mloss_econ.kernel import Ratio, calculator, given


class PricingOutTruncatedInputs(LowestBudget, ExitInputs):
    """A yearly cost against Pareto budgets with a largest one."""

    budget_range: Ratio = given("projects.budget_range", low=1.001)
    """Largest budget over the smallest."""
    tail: Ratio = given("projects.tail", low=0.01)
    """Tail exponent of budgets, above 0; 1 is Zipf's law."""


@calculator
def pricing_out_truncated(x: PricingOutTruncatedInputs) -> ExitOutputs:
    """Share of projects and budgets priced out, for truncated Pareto budgets."""
    highest = x.smallest_budget * x.budget_range
    return ExitOutputs(**exits(x, TruncatedParetoBudgets(x.smallest_budget, highest, x.tail)))
