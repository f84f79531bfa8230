"""Simulation of a case and what it says: draws, statistics, summaries, comparisons; the same bits on any machine."""

from mloss_econ.engine.checks import (
    DRAWS as DRAWS,
    SEED as SEED,
    check_case as check_case,
    check_n as check_n,
    check_seed as check_seed,
)
from mloss_econ.engine.compare import Comparison as Comparison, compare as compare
from mloss_econ.engine.diagnostics import Precision as Precision
from mloss_econ.engine.executing import in_order as in_order, while_wanted as while_wanted, workers as workers
from mloss_econ.engine.judgement_shares import ranks as ranks
from mloss_econ.engine.origin import processor as processor
from mloss_econ.engine.plan import Plan as Plan
from mloss_econ.engine.progress import TimeLeft as TimeLeft
from mloss_econ.engine.random_numbers import (
    RandomNumbers as RandomNumbers,
    largest_correlation as largest_correlation,
    streams_of as streams_of,
)
from mloss_econ.engine.rowwise import pilot as pilot
from mloss_econ.engine.run import Run as Run
from mloss_econ.engine.simulate import simulate as simulate
from mloss_econ.engine.statistics import (
    estimate as estimate,
    estimate_of as estimate_of,
    finite as finite,
    quantiles as quantiles,
)
from mloss_econ.engine.summarise import (
    dependents as dependents,
    diagnostics as diagnostics,
    interval_meaning as interval_meaning,
    judgement as judgement,
    judgement_inputs as judgement_inputs,
    rank_shares as rank_shares,
    row_of as row_of,
    shares_of as shares_of,
    summary as summary,
)
from mloss_econ.engine.summary import (
    Estimate as Estimate,
    Judgement as Judgement,
    ShareRow as ShareRow,
    Summary as Summary,
    SummaryRow as SummaryRow,
    common_scale as common_scale,
)
from mloss_econ.engine.together import Sample as Sample, together as together
from mloss_econ.engine.until import until as until
