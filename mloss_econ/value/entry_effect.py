"""How many newcomers does a cheaper start bring?

    newcomers with open models / without = (cost of a start with them / without)^(-elasticity)
    elasticity needed for a rise g       = - ln(1 + g) / ln(cost ratio)

Nobody has measured how entry into AI responds to its cost; for rules in general, 10 % more text of rules went
with 0.5 % fewer new firms.
"""

import numpy as np

from mloss_econ.kernel import Inputs, Outputs, Ratio, Share, calculator, fixed, given


class EntryEffectInputs(Inputs):
    """A cheaper start, and how entry responds."""

    start_cost: Share = given("entry.start_cost", positive=True)
    """Cost of a start with open models, as a share of that without."""
    entry_elasticity: Ratio = given("entry.elasticity")
    """By how many per cent newcomers rise when a start costs one per cent less. Unmeasured for AI."""
    wanted: Ratio = fixed("entry.wanted")
    """Rise of newcomers that would count."""


class EntryEffectOutputs(Outputs):
    """Rise of newcomers, and the elasticity it needs."""

    rise: Ratio
    """Rise of newcomers that open models bring."""
    elasticity_needed: Ratio
    """Break-even elasticity, at which the rise is the one that would count."""


@calculator
def entry_effect(x: EntryEffectInputs) -> EntryEffectOutputs:
    """Newcomers by the cost of a start."""
    cheaper = -np.log(x.start_cost)
    return EntryEffectOutputs(
        rise=np.expm1(x.entry_elasticity * cheaper),
        elasticity_needed=np.log1p(x.wanted) / np.maximum(cheaper, 1e-12),
    )
