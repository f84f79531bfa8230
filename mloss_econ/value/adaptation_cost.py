"""What does it cost to adapt an open model, against training a closed one?

    adapting       = compute_cost + data_cost       paid by the adapter
    with its base  = adapting + base_training / adapters
    times dearer   = closed_training / adapting, and / with its base

The two do different jobs: an adapted model builds on a trained one, and does not match the closed one in every task.
Both ratios are shown, because the first leaves out the base. Sources: the leaked memo as relayed, Alpaca's notes,
Cottier and others (2024).
"""

from mloss_econ.kernel import Money, Outputs, Ratio, calculator, given
from mloss_econ.value.shared import ModelAdaptation


class AdaptationCostInputs(ModelAdaptation):
    """An adaptation, its base, and a closed model."""

    closed_training: Money = given("training.closed_training", positive=True)
    """Cost of training the closed model."""


class AdaptationCostOutputs(Outputs):
    """Costs of adapting, and how many times as much closed training costs."""

    adapting: Money
    """Cost of one adaptation to the adapter."""
    with_base: Money
    """Cost of one adaptation with its share of the base model's cost."""
    times_dearer: Ratio
    """Cost of closed training over that of adapting."""
    times_dearer_with_base: Ratio
    """Cost of closed training over that of adapting with its share of the base."""


@calculator
def adaptation_cost(x: AdaptationCostInputs) -> AdaptationCostOutputs:
    """Cost of adapting an open model against that of training a closed one."""
    adapting = x.compute_cost + x.data_cost
    with_base = adapting + x.base_training / x.adapters
    return AdaptationCostOutputs(
        adapting=adapting,
        with_base=with_base,
        times_dearer=x.closed_training / adapting,
        times_dearer_with_base=x.closed_training / with_base,
    )
