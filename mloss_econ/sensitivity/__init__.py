"""What matters, and what would change the answer. A method works on any calculator.

`METHODS` lists them by name; `which_method` says which one to take for a question.
"""

from mloss_econ.sensitivity.acceptability import Acceptability, acceptability
from mloss_econ.sensitivity.borgonovo import borgonovo
from mloss_econ.sensitivity.break_even import BreakEven, Crossing, break_even
from mloss_econ.sensitivity.bridge import Bridge, BridgeRow, bridge
from mloss_econ.sensitivity.chatterjee import chatterjee
from mloss_econ.sensitivity.correlation_ratio import correlation_ratio
from mloss_econ.sensitivity.decision import Best, Decision, decision, decision_from
from mloss_econ.sensitivity.evpi import OptionRow, PerfectInformation, evpi
from mloss_econ.sensitivity.evppi import Information, evppi
from mloss_econ.sensitivity.extremes import lowest, valleys
from mloss_econ.sensitivity.given import Region
from mloss_econ.sensitivity.methods import METHODS, Method, Question
from mloss_econ.sensitivity.morris import morris
from mloss_econ.sensitivity.one_way import OneWay, one_way
from mloss_econ.sensitivity.points import at_points
from mloss_econ.sensitivity.prim import Box, Discovery, Limit, prim
from mloss_econ.sensitivity.rank_correlation import rank_correlation
from mloss_econ.sensitivity.ranking import Index, PairRow, Ranking, RankRow
from mloss_econ.sensitivity.regime_map import RegimeMap, regime_map
from mloss_econ.sensitivity.regression import regression
from mloss_econ.sensitivity.shapley import shapley
from mloss_econ.sensitivity.sobol import sobol, sobol_all
from mloss_econ.sensitivity.sobol_from import sobol_from
from mloss_econ.sensitivity.switching import Switch, Switching, switching
from mloss_econ.sensitivity.thresholds import Thresholds
from mloss_econ.sensitivity.tornado import TORNADO_POINTS, Swing, Tornado, tornado
from mloss_econ.sensitivity.two_way import TwoWay, two_way
from mloss_econ.sensitivity.verdict import VERDICT_PROBES, VERDICT_STEPS, Turn, Verdict, held_in, verdict
from mloss_econ.sensitivity.which_method import Advice, which_method

__all__ = [
    "METHODS",
    "TORNADO_POINTS",
    "VERDICT_PROBES",
    "VERDICT_STEPS",
    "Acceptability",
    "Advice",
    "Best",
    "Box",
    "BreakEven",
    "Bridge",
    "BridgeRow",
    "Crossing",
    "Decision",
    "Discovery",
    "Index",
    "Information",
    "Limit",
    "Method",
    "OneWay",
    "OptionRow",
    "PairRow",
    "PerfectInformation",
    "Question",
    "RankRow",
    "Ranking",
    "RegimeMap",
    "Region",
    "Swing",
    "Switch",
    "Switching",
    "Thresholds",
    "Tornado",
    "Turn",
    "TwoWay",
    "Verdict",
    "acceptability",
    "at_points",
    "borgonovo",
    "break_even",
    "bridge",
    "chatterjee",
    "correlation_ratio",
    "decision",
    "decision_from",
    "evpi",
    "evppi",
    "held_in",
    "lowest",
    "morris",
    "one_way",
    "prim",
    "rank_correlation",
    "regime_map",
    "regression",
    "shapley",
    "sobol",
    "sobol_all",
    "sobol_from",
    "switching",
    "tornado",
    "two_way",
    "valleys",
    "verdict",
    "which_method",
]
