"""Claims about what MLOSS creates."""

from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import Store
from mloss_econ.kernel import Bools, Case, Choice, baseline, claim
from mloss_econ.value.adaptation_cost import AdaptationCostInputs, AdaptationCostOutputs, adaptation_cost
from mloss_econ.value.attributed_value import AttributedValueInputs, AttributedValueOutputs, attributed_value
from mloss_econ.value.entry_effect import EntryEffectInputs, EntryEffectOutputs, entry_effect
from mloss_econ.value.openness import OpennessInputs, OpennessOutputs, openness

SHARING = Choice("adapters", "the number of those who share a base model", low=1)
ENTRY = Choice("entry_elasticity", "the elasticity of entry to its cost")
ORDERS_OF_MAGNITUDE = 100.0  # the least that the plural can mean


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


@claim("C03", source="mloss_policy_paper.open_adaptation", of=adaptation_cost, structure={"sharing": SHARING})
def cheap_adaptation(x: AdaptationCostInputs, y: AdaptationCostOutputs, stated: float) -> Bools:
    """Adapting an open model costs orders of magnitude less than training a closed one.

    Closed training costs at least 100 times as much as adapting with a share of the base model's training. Without the
    base the claim would be easier to meet. The two models do not do the same job.
    """
    return y.times_dearer_with_base >= ORDERS_OF_MAGNITUDE


def _open_weights(store: Store, prices: PriceBase) -> Case[OpennessInputs, OpennessOutputs]:
    return baseline(openness, prices=prices, scenario="open_weights_system", store=store)


@claim(
    "C22",
    source="mloss_policy_paper.openness_boxes",
    of=openness,
    kind="true by construction",
    case=_open_weights,
)
def utility_for_control(x: OpennessInputs, y: OpennessOutputs, stated: float) -> Bools:
    """More openness gives more utility and less control.

    One step more of openness, where there is one, raises utility and lowers control. The form assumes it; the
    calculator adds the sizes of the two and the best balance.
    """
    return ((y.utility_gain > 0) & (y.control_loss > 0)) | (y.openness >= 1)


@claim(
    "C28",
    source="open_source_revolution.entry_and_investment",
    of=entry_effect,
    kind="not identified",
    structure={"entry": ENTRY},
)
def open_models_draw_entry(x: EntryEffectInputs, y: EntryEffectOutputs, stated: float) -> Bools:
    """Open models draw entry and investment.

    Newcomers rise by at least a tenth because a start costs less. The response of entry into AI to its
    cost has not been measured, so the finding is the break-even elasticity.
    """
    return y.rise >= x.wanted
