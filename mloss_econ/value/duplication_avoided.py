"""How much training do open weights save, that would have been done again and again?

    avoided    = users * probability of training * cost of a run
    spent      = cost of the open model + users * adapting
    net        = avoided - spent
    break-even = spent / (users * cost of a run)    a probability of training

The probability carries the answer: most users of open weights would have rented a model or done without. At 1 the
figure is the largest that can be claimed. Resources saved, not what users gain.
"""

from mloss_econ.calculators import Inputs, Outputs, calculator
from mloss_econ.quantities import Count, Money, NetMoney, Ratio, Share
from mloss_econ.records import given


class DuplicationAvoidedInputs(Inputs):
    """An open model, its users, and what they would have done."""

    users: Count = given("training.adapters", low=1)
    """Firms and people that adapt the open model."""
    would_train: Share = given("training.would_train")
    """Probability that one of them would have trained a model of its own."""
    own_training: Money = given("training.base_training", positive=True)
    """What a run of one's own costs; also what the open model cost, once."""
    compute: Money = given("training.adaptation_compute")
    """Computing for one adaptation."""
    data: Money = given("training.adaptation_data")
    """Data for one adaptation."""


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
    avoided = x.users * x.would_train * x.own_training
    spent = x.own_training + x.users * (x.compute + x.data)
    return DuplicationAvoidedOutputs(
        avoided=avoided, spent=spent, net=avoided - spent, break_even=spent / (x.users * x.own_training)
    )
