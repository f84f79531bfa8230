"""When does a compliance bill drive a project out? Budgets spread as the work in a sample of real tools.

budget of tool i = median budget * commits_i / median of commits, over the tools with any commits
exit share       = share of the tools with a budget below the cutoff; value and use likewise, weighted

The shape is measured (commits of machine-learning tools in sampled fortnights), the scale is a belief. A commit is
not a dollar: work in kind, sampled, of tools that are known, so the smallest are missing.
"""

from mloss_econ.compliance.budgets import EmpiricalBudgets
from mloss_econ.compliance.exits import ExitInputs, ExitOutputs, exits
from mloss_econ.evidence import Table
from mloss_econ.kernel import calculator, table
from mloss_econ.shared import MedianBudget


class PricingOutEmpiricalInputs(MedianBudget, ExitInputs):
    """A yearly cost against budgets spread as in a sample."""

    sample: Table = table("mloss_repositories")
    """The tools: their commits give the shape."""


@calculator
def pricing_out_empirical(x: PricingOutEmpiricalInputs) -> ExitOutputs:
    """Share of projects and budgets priced out, for the budgets of a sample."""
    return ExitOutputs(**exits(x, EmpiricalBudgets.of(x.sample, "commits", x.median_budget)))
