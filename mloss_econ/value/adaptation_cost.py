"""What does it cost to adapt an open model, against training a closed one?

    adapting       = computing + data               what the one who adapts pays
    with its base  = adapting + base model / adaptations
    times dearer   = closed training / adapting, and / with its base

The two do different jobs: an adapted model stands on a trained one, and does not reach the closed one in all it does.
Both ratios are shown, because the first leaves out the base. Sources: the leaked memo as relayed, Alpaca's notes,
Cottier and others (2024).
"""

from mloss_econ.kernel import Money, Outputs, Ratio, calculator, given
from mloss_econ.value.shared import ModelAdaptation


class AdaptationCostInputs(ModelAdaptation):
    """An adaptation, its base, and a closed model."""

    closed_training: Money = given("training.closed_training", positive=True)
    """Training the closed model."""


class AdaptationCostOutputs(Outputs):
    """The costs and how many times dearer closed training is."""

    adapting: Money
    """What the one who adapts pays."""
    with_base: Money
    """With a part of the base model's cost."""
    times_dearer: Ratio
    """Closed training over adapting."""
    times_dearer_with_base: Ratio
    """Closed training over adapting with a part of the base."""


@calculator
def adaptation_cost(x: AdaptationCostInputs) -> AdaptationCostOutputs:
    """Adapting an open model against training a closed one."""
    adapting = x.compute_cost + x.data_cost
    with_base = adapting + x.base_training / x.adapters
    return AdaptationCostOutputs(
        adapting=adapting,
        with_base=with_base,
        times_dearer=x.closed_training / adapting,
        times_dearer_with_base=x.closed_training / with_base,
    )
