"""How much duplicated training do open weights save?

    avoided    = adapters * would_train * base_training
    spent      = base_training + adapters * (compute_cost + data_cost)
    net        = avoided - spent
    break-even = spent / (adapters * base_training)    a value of would_train

The probability carries the answer: most users of open weights would have rented a model or done without. At 1 the
figure is the largest that can be claimed. A run of one's own is taken to cost what the open model did. Resources saved,
not what users gain.
"""

from mloss_econ.kernel import Money, NetMoney, Outputs, Ratio, Share, calculator, given
from mloss_econ.value.shared import ModelAdaptation


class DuplicationAvoidedInputs(ModelAdaptation):
    """An open model, its users, and what they would have done."""

    would_train: Share = given("training.would_train")
    """Probability that one of them would have trained a model of its own."""


class DuplicationAvoidedOutputs(Outputs):
    """Training saved, spending on it, and the break-even probability."""

    avoided: Money
    """Cost of the training that is not done again."""
    spent: Money
    """Cost of the open model, once, and of all adaptations."""
    net: NetMoney
    """Saved less spent; negative where too few would have trained."""
    break_even: Ratio
    """Break-even probability of training, at which the net is 0; above 1: never."""


@calculator
def duplication_avoided(x: DuplicationAvoidedInputs) -> DuplicationAvoidedOutputs:
    """Training that open weights save."""
    avoided = x.adapters * x.would_train * x.base_training
    spent = x.base_training + x.adapters * (x.compute_cost + x.data_cost)
    return DuplicationAvoidedOutputs(
        avoided=avoided, spent=spent, net=avoided - spent, break_even=spent / (x.adapters * x.base_training)
    )
