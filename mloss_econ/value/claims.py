"""Claims about what MLOSS creates."""

from mloss_econ.claims import Bools, claim
from mloss_econ.value.attributed_value import AttributedValueInputs, AttributedValueOutputs, attributed_value


@claim("C01", source="mloss_policy_paper.value_2022", of=attributed_value)
def created_30_billion(x: AttributedValueInputs, y: AttributedValueOutputs, stated: float) -> Bools:
    """MLOSS created at least 30 billion USD of value worldwide in 2022.

    The yearly value reaches the stated one, gross: nothing is deducted for what would exist anyway.
    """
    return y.value >= stated


@claim("C02", source="mloss_policy_paper.multiplier", of=attributed_value)
def hundredfold(x: AttributedValueInputs, y: AttributedValueOutputs, stated: float) -> Bools:
    """A dollar put into MLOSS created at least 100 dollars in the AI ecosystem.

    The average yearly value over yearly investment reaches the stated ratio; nothing is said of the next dollar.
    """
    return y.benefit_cost_ratio >= stated
