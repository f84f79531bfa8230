"""One proposal on a scorecard, and the step from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mloss_econ.engine import Estimate


@dataclass(frozen=True)
class Score:
    """One proposal, against the status quo; money a year in the scorecard's price base.

    `ranks` by viewpoint and by appraisal profile, 1 the best; `dominated_by` are proposals at least as good in every
    draw and strictly better in some; `break_even` are the yearly harms at which the net benefit to the world changes
    sign, all else as adopted (none: at all harms tried it has the sign of `adopted`); `by_harm` is the mean net benefit
    if the harm is known.
    """

    name: str
    title: str
    adopted: float
    mean: Estimate
    median: float
    p5: float
    p95: float
    probability_best: Estimate
    expected_opportunity_loss: Estimate
    ranks: Mapping[str, int]
    dominated_by: tuple[str, ...]
    break_even: tuple[float, ...]
    by_harm: Mapping[str, float]
    harm_avoided: float
    remaining: float
    exits: float


@dataclass(frozen=True)
class Step:
    """From one proposal to the next more stringent: what is added, mean over common draws."""

    start: str
    to: str
    cost: Estimate
    harm_avoided: Estimate
    net: Estimate
