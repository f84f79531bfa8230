"""Claims about what regulation does to competition."""

from typing import Any

import numpy as np

from mloss_econ.base.ties import ahead_by
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.cost_share import cost_share
from mloss_econ.compliance.cournot_asymmetric import cournot_asymmetric
from mloss_econ.evidence import Store
from mloss_econ.kernel import Bools, Case, Choice, baseline, claim

COST_BY_SIZE = Choice("cost_elasticity", "the elasticity of compliance cost to size")
EXEMPTION = Choice(
    "firms.open_company.fixed_cost_share", "the share of the fixed cost that the open company bears", low=0, high=1
)


def unequal_firms(store: Store, prices: PriceBase) -> Case[Any, Any]:
    """A stylised market of unequal developers."""
    return baseline(cournot_asymmetric, prices=prices, scenario="ai_developers", store=store)


@claim(
    "C05",
    source="mloss_policy_paper.larger_shoulder",
    of=cost_share,
    kind="true by construction",
    structure={"cost by size": COST_BY_SIZE},
)
def larger_shoulder_more_easily(x: Any, y: Any, stated: float) -> Bools:
    """Larger players shoulder the costs of the same requirements more easily.

    The cost is a larger share of a small firm's budget than of a large one's. It is, wherever cost rises by less than
    one per cent when size rises by one; how many times larger is what the figures say.
    """
    return np.asarray(ahead_by(y.small_share, y.large_share) > 0)


@claim(
    "C09",
    source="mloss_policy_paper.raises_rivals_costs",
    of=cournot_asymmetric,
    case=unequal_firms,
    structure={"exemption": EXEMPTION},
)
def concentrates_and_incumbents_gain(x: Any, y: Any, stated: float) -> Bools:
    """Regulation concentrates the market, and established firms gain from it.

    In a stylised market where all bear the same compliance costs, concentration is higher after it (by however little:
    any cost of a unit raises it) and the firm that sold most earns more than before. It fails where the leader pays
    more than the exit of others brings it.
    """
    return np.asarray((y.hhi_after > y.hhi_before) & (y.leader_gain > 0))
