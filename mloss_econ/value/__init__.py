"""What MLOSS creates."""

from mloss_econ.value.attributed_value import AttributedValueInputs, AttributedValueOutputs, attributed_value
from mloss_econ.value.claims import created_30_billion, hundredfold
from mloss_econ.value.contribution_cost import ContributionCostInputs, ContributionCostOutputs, contribution_cost
from mloss_econ.value.line_counts import lines_changed, lines_changed_as_published

CALCULATORS = (contribution_cost, attributed_value)
CLAIMS = (created_30_billion, hundredfold)

__all__ = [
    "CALCULATORS",
    "CLAIMS",
    "AttributedValueInputs",
    "AttributedValueOutputs",
    "ContributionCostInputs",
    "ContributionCostOutputs",
    "attributed_value",
    "contribution_cost",
    "created_30_billion",
    "hundredfold",
    "lines_changed",
    "lines_changed_as_published",
]
