"""What matters, and what would change the answer. A method works on any calculator.

`METHODS` lists them by name; `which_method` says which one to take for a question.
"""

from mloss_econ.sensitivity.acceptability import Acceptability, acceptability
from mloss_econ.sensitivity.borgonovo import borgonovo
from mloss_econ.sensitivity.break_even import BreakEven, Crossing, break_even
from mloss_econ.sensitivity.bridge import Bridge, BridgeRow, bridge
from mloss_econ.sensitivity.chatterjee import chatterjee
from mloss_econ.sensitivity.correlation_ratio import correlation_ratio
from mloss_econ.sensitivity.decision import Decision, decision, decision_from
from mloss_econ.sensitivity.evpi import OptionRow, PerfectInformation, evpi
from mloss_econ.sensitivity.evppi import Information, evppi
from mloss_econ.sensitivity.given import Region
from mloss_econ.sensitivity.methods import METHODS, Method, Question
from mloss_econ.sensitivity.morris import morris
from mloss_econ.sensitivity.one_way import OneWay, one_way
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
from mloss_econ.sensitivity.tornado import Swing, Tornado, tornado
from mloss_econ.sensitivity.two_way import TwoWay, two_way
from mloss_econ.sensitivity.verdict import Turn, Verdict, verdict
from mloss_econ.sensitivity.which_method import Advice, which_method

__all__ = [
    "METHODS",
    "Acceptability",
    "Advice",
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
    "borgonovo",
    "break_even",
    "bridge",
    "chatterjee",
    "correlation_ratio",
    "decision",
    "decision_from",
    "evpi",
    "evppi",
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
    "verdict",
    "which_method",
]
