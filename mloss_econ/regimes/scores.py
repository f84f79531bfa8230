"""One proposal on a scorecard, and the step from one to the next."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from mloss_econ.engine import Estimate
from mloss_econ.regimes.structure import Structure


@dataclass(frozen=True)
class Score:
    """One proposal, against the status quo; money a year in the scorecard's price base.

    `since` is the day from which it is in force where that is before the baseline: it then has no increment, its
    figures are 0, and `if_repealed` is what its repeal would bring. `rank_low` and `rank_high` are the 5th and 95th
    percentile of its rank over draws, 1 the best; `ranks` those of the means, by viewpoint and by appraisal profile;
    `dominated_by` are proposals at least as good in every draw and strictly better in some. `break_even` is by channel
    of harm that it reaches, `uncounted` the channels among these that have no figure; `break_even_harm` moves all that
    have one together (none: at all harms tried the net has the sign of `adopted`). `by_harm` is the mean if harm is as
    measured, as forecast, as feared.
    """

    name: str
    title: str
    jurisdiction: str
    since: datetime.date | None
    adopted: float
    mean: Estimate
    median: float
    p5: float
    p95: float
    pays: Estimate
    rank_low: int
    rank_high: int
    probability_best: Estimate
    expected_opportunity_loss: Estimate
    ranks: Mapping[str, int]
    dominated_by: tuple[str, ...]
    break_even_harm: tuple[float, ...]
    break_even: Mapping[str, tuple[float, ...]]
    uncounted: tuple[str, ...]
    structure: Structure
    by_harm: Mapping[str, float]
    harm_avoided: float
    avoided_of: Mapping[str, float]
    remaining: float
    exits: float
    if_repealed: Estimate | None = None


@dataclass(frozen=True)
class Step:
    """From one proposal to the next more stringent: what is added, mean over common draws."""

    start: str
    to: str
    cost: Estimate
    harm_avoided: Estimate
    net: Estimate
