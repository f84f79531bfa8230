"""The engine: draws in, draws out, the same bits whatever the machine does."""

from mloss_econ.engine.checks import check_n, check_seed
from mloss_econ.engine.compare import Comparison, ComparisonRow, compare
from mloss_econ.engine.diagnostics import Diagnostics, Precision
from mloss_econ.engine.executing import in_order, while_wanted, workers
from mloss_econ.engine.judged import ranks
from mloss_econ.engine.origin import processor
from mloss_econ.engine.plan import Plan
from mloss_econ.engine.progress import TimeLeft
from mloss_econ.engine.random_numbers import RandomNumbers, largest_correlation, streams_of
from mloss_econ.engine.rowwise import pilot
from mloss_econ.engine.run import Run
from mloss_econ.engine.simulate import simulate
from mloss_econ.engine.summary import Estimate, Judgement, ShareRow, Summary, SummaryRow, common_scale
from mloss_econ.engine.together import Sample, estimate, together
from mloss_econ.engine.until import until

__all__ = [
    "Comparison",
    "ComparisonRow",
    "Diagnostics",
    "Estimate",
    "Judgement",
    "Plan",
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
    "common_scale",
    "compare",
    "estimate",
    "in_order",
    "largest_correlation",
    "pilot",
    "processor",
    "ranks",
    "simulate",
    "streams_of",
    "together",
    "until",
    "while_wanted",
    "workers",
]
