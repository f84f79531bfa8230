"""What is the use of MLOSS worth in a year, before anything is taken off for what would exist anyway?

    use value = AI value * haircut * algorithm share * software share

The gross side of `attributed_value`, with its beliefs. What would be there without a project is taken off once, where
use is lost (as forks, foreign copies and substitutes), never here as well.
"""

from mloss_econ.kernel import Inputs, MoneyPerYear, Outputs, Share, calculator, given


class UseValueInputs(Inputs):
    """The value of MLOSS as a share of the value of AI."""

    ai_value: MoneyPerYear = given("value.ai_value")
    """Yearly value of AI to the world economy."""
    haircut: Share = given("value.haircut")
    """Part of that figure kept after allowing for optimism."""
    algorithm_share: Share = given("value.algorithm_share")
    """Part of AI value due to algorithms rather than data, technology or processes."""
    software_share: Share = given("value.software_share")
    """Part of the algorithms' value due to open-source software rather than ideas, models or compute."""


class UseValueOutputs(Outputs):
    """The gross value of use."""

    use_value: MoneyPerYear
    """Yearly value of all use of the projects, worldwide and gross."""


@calculator
def use_value(x: UseValueInputs) -> UseValueOutputs:
    """Gross yearly value of all use of MLOSS."""
    return UseValueOutputs(use_value=x.ai_value * x.haircut * x.algorithm_share * x.software_share)
