"""The engine: draws in, draws out, the same bits whatever the machine does."""

from mloss_econ.engine.checks import check_n, check_seed
from mloss_econ.engine.compare import Comparison, ComparisonRow, compare
from mloss_econ.engine.diagnostics import Diagnostics, Precision
from mloss_econ.engine.progress import TimeLeft
from mloss_econ.engine.random_numbers import RandomNumbers
from mloss_econ.engine.run import Run
from mloss_econ.engine.simulate import simulate
from mloss_econ.engine.summary import Estimate, Judgement, ShareRow, Summary, SummaryRow
from mloss_econ.engine.together import Sample, estimate, together
from mloss_econ.engine.until import until

__all__ = [
    "Comparison",
    "ComparisonRow",
    "Diagnostics",
    "Estimate",
    "Judgement",
    "Precision",
    "RandomNumbers",
    "Run",
    "Sample",
    "ShareRow",
    "Summary",
    "SummaryRow",
    "TimeLeft",
    "check_n",
    "check_seed",
    "compare",
    "estimate",
    "simulate",
    "together",
    "until",
]
