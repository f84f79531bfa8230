"""What matters, and what would change the answer. A method works on any calculator.

`METHODS` lists them by name; `which_method` says which one to take for a question.
"""

from mloss_econ.sensitivity.acceptability import Acceptability as Acceptability, acceptability as acceptability
from mloss_econ.sensitivity.borgonovo import borgonovo as borgonovo
from mloss_econ.sensitivity.break_even import BreakEven as BreakEven, Crossing as Crossing, break_even as break_even
from mloss_econ.sensitivity.bridge import Bridge as Bridge, bridge as bridge
from mloss_econ.sensitivity.chatterjee import chatterjee as chatterjee
from mloss_econ.sensitivity.correlation_ratio import correlation_ratio as correlation_ratio
from mloss_econ.sensitivity.decision import Best as Best, decision as decision, decision_from as decision_from
from mloss_econ.sensitivity.evpi import evpi as evpi
from mloss_econ.sensitivity.evppi import evppi as evppi
from mloss_econ.sensitivity.extremes import lowest as lowest, valleys as valleys
from mloss_econ.sensitivity.given import Region as Region
from mloss_econ.sensitivity.methods import METHODS as METHODS, Method as Method
from mloss_econ.sensitivity.morris import morris as morris
from mloss_econ.sensitivity.one_way import one_way as one_way
from mloss_econ.sensitivity.points import at_points as at_points
from mloss_econ.sensitivity.prim import Discovery as Discovery, prim as prim
from mloss_econ.sensitivity.rank_correlation import rank_correlation as rank_correlation
from mloss_econ.sensitivity.ranking import Index as Index, Ranking as Ranking
from mloss_econ.sensitivity.regime_map import RegimeMap as RegimeMap, regime_map as regime_map
from mloss_econ.sensitivity.regression import regression as regression
from mloss_econ.sensitivity.shapley import shapley as shapley
from mloss_econ.sensitivity.sobol import sobol as sobol, sobol_all as sobol_all
from mloss_econ.sensitivity.sobol_from import sobol_from as sobol_from
from mloss_econ.sensitivity.structural import (
    End as End,
    Under as Under,
    by_construction as by_construction,
    construction_in_words as construction_in_words,
    reversing as reversing,
    structure_in_words as structure_in_words,
)
from mloss_econ.sensitivity.switching import switching as switching
from mloss_econ.sensitivity.thresholds import Thresholds as Thresholds
from mloss_econ.sensitivity.tornado import (
    TORNADO_POINTS as TORNADO_POINTS,
    Swing as Swing,
    Tornado as Tornado,
    tornado as tornado,
)
from mloss_econ.sensitivity.two_way import two_way as two_way
from mloss_econ.sensitivity.verdict import (
    VERDICT_PROBES as VERDICT_PROBES,
    VERDICT_STEPS as VERDICT_STEPS,
    SwitchingValue as SwitchingValue,
    Verdict as Verdict,
    held_in as held_in,
    verdict as verdict,
)
from mloss_econ.sensitivity.which_method import which_method as which_method
