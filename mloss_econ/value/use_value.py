"""What is the use of MLOSS worth in a year, gross of what would exist anyway?

    use value = ai_value * haircut * algorithm_share * software_share

The gross side of `attributed_value`, with its beliefs. What would exist without a project (forks, foreign copies,
substitutes) is deducted once, where use is lost, and never here as well.
"""

from mloss_econ.kernel import Inputs, MoneyPerYear, Outputs, Share, calculator, given


class UseValueInputs(Inputs):
    """The value of MLOSS as a share of the value of AI."""

    ai_value: MoneyPerYear = given("value.ai_value")
    """Yearly value of AI to the world economy."""
    haircut: Share = given("value.haircut")
    """Share of that figure kept after allowing for optimism."""
    algorithm_share: Share = given("value.algorithm_share")
    """Share of AI value due to algorithms rather than data, technology or processes."""
    software_share: Share = given("value.software_share")
    """Share of the algorithms' value due to open-source software rather than ideas, models or compute."""


class UseValueOutputs(Outputs):
    """The gross value of use."""

    use_value: MoneyPerYear
    """Yearly value of all use of the projects, worldwide and gross."""


@calculator
def use_value(x: UseValueInputs) -> UseValueOutputs:
    """Gross yearly value of all use of MLOSS."""
    return UseValueOutputs(use_value=x.ai_value * x.haircut * x.algorithm_share * x.software_share)
