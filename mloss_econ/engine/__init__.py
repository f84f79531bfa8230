"""The engine: draws in, draws out, the same bits whatever the machine does."""

from mloss_econ.engine.compare import Comparison, ComparisonRow, compare
from mloss_econ.engine.run import Run
from mloss_econ.engine.simulate import check_n, check_seed, simulate
from mloss_econ.engine.summary import Diagnostics, Estimate, Judgement, ShareRow, Summary, SummaryRow

__all__ = [
    "Comparison",
    "ComparisonRow",
    "Diagnostics",
    "Estimate",
    "Judgement",
    "Run",
    "ShareRow",
    "Summary",
    "SummaryRow",
    "check_n",
    "check_seed",
    "compare",
    "simulate",
]
