"""Claims about what rules cost and whom they price out."""

from typing import Any

import numpy as np

from mloss_econ.calculators import chain
from mloss_econ.case import Case, baseline
from mloss_econ.claims import Bools, claim
from mloss_econ.compliance.bill import bill
from mloss_econ.compliance.consequences import consequences
from mloss_econ.compliance.coverage import coverage
from mloss_econ.compliance.delay import delay
from mloss_econ.compliance.pricing_out import pricing_out
from mloss_econ.evidence import Store
from mloss_econ.proposals import proposal
from mloss_econ.units import PriceBase

billed_pricing_out = chain(bill, pricing_out)
rule_effects = chain(chain(chain(coverage, billed_pricing_out), delay), consequences)
"""From a rule's triggers and duties to the bill, who stops, what waits, and what society loses."""


def high_risk(store: Store, prices: PriceBase) -> Case[Any, Any]:
    """The high-risk rule with a new quality-management system, against the population of projects."""
    today = baseline(billed_pricing_out, prices=prices, scenario="ai_duties", store=store)
    return proposal("eu_ai_act_highrisk", store=store).apply(today)


@claim("C04", source="mloss_policy_paper.priced_out", of=billed_pricing_out, case=high_risk)
def tight_budgets_priced_out(x: Any, y: Any, stated: float) -> Bools:
    """Compliance requirements price out open-source projects on tight budgets.

    A project with the median budget of paid projects stops when its system is high-risk under the EU AI Act and it
    has to set up a quality-management system. Whether a given project is high-risk is not part of it.
    """
    return np.asarray(y.cutoff > x.median_budget)
