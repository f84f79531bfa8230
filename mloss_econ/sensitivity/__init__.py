"""What matters, and what would change the answer. A method works on any calculator."""

from mloss_econ.sensitivity.break_even import BreakEven, Crossing, break_even
from mloss_econ.sensitivity.bridge import Bridge, BridgeRow, bridge
from mloss_econ.sensitivity.ranking import Ranking, RankRow
from mloss_econ.sensitivity.tornado import tornado
from mloss_econ.sensitivity.verdict import Turn, Verdict, verdict

METHODS = {"tornado": tornado}

__all__ = [
    "METHODS",
    "BreakEven",
    "Bridge",
    "BridgeRow",
    "Crossing",
    "RankRow",
    "Ranking",
    "Turn",
    "Verdict",
    "break_even",
    "bridge",
    "tornado",
    "verdict",
]
