"""How much training do open weights save, that would have been done again and again?

    avoided    = adapters * probability of training * cost of a run
    spent      = cost of the open model + adapters * adapting
    net        = avoided - spent
    break-even = spent / (adapters * cost of a run)    a probability of training

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
    """What is saved, what is spent, and when they are equal."""

    avoided: Money
    """Training that is not done again."""
    spent: Money
    """The open model, once, and all adaptations."""
    net: NetMoney
    """Saved less spent; negative where too few would have trained."""
    break_even: Ratio
    """Probability of training at which the net is 0; above 1: never."""


@calculator
def duplication_avoided(x: DuplicationAvoidedInputs) -> DuplicationAvoidedOutputs:
    """Training that open weights save."""
    avoided = x.adapters * x.would_train * x.base_training
    spent = x.base_training + x.adapters * (x.compute_cost + x.data_cost)
    return DuplicationAvoidedOutputs(
        avoided=avoided, spent=spent, net=avoided - spent, break_even=spent / (x.adapters * x.base_training)
    )
