"""Claims about whom a proposal's trigger covers."""

from typing import Any

import numpy as np

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.coverage import coverage
from mloss_econ.evidence import Store
from mloss_econ.kernel import Bools, Case, Choice, baseline, claim

METHODS = Choice("capability_halving", "the time in which better methods halve the computing that a capability takes")
ONE_RUN = Choice("run_share", "the share of a provider's budget that goes into one training run")


def capability_threshold(store: Store, prices: PriceBase) -> Case[Any, Any]:
    """The computing presumed to give high-impact capability in the EU AI Act, taken as a trigger on capability."""
    trigger = store.fact("ai_act_2024.systemic_compute").value
    return baseline(coverage, prices=prices, store=store).but("capability trigger", capability_trigger=trigger)


@claim(
    "C07",
    source="mloss_policy_paper.capability_trigger",
    of=coverage,
    case=capability_threshold,
    structure={"methods": METHODS},
)
def capability_trigger_covers_the_small(x: Any, y: Any, stated: float) -> Bools:
    """A trigger on capability covers start-ups and open-source providers, where a firm-size trigger would not.

    With a trigger at the capability that 1e25 operations buy today, a provider with the budget of a start-up is covered
    five years on, while its budget is below the size test of a firm-size trigger (50 million US dollars of receipts).
    It fails where computing and methods get cheaper too slowly, or where the provider is too poor or too large.
    """
    covered = y.years_to_capability <= x.years_ahead
    return np.asarray(covered & (x.own_budget < x.size_test))


@claim(
    "C07 at once",
    source="mloss_policy_paper.capability_trigger",
    of=coverage,
    case=capability_threshold,
    structure={"one run": ONE_RUN},
)
def capability_trigger_covers_the_small_at_once(x: Any, y: Any, stated: float) -> Bools:
    """A trigger on capability covers start-ups and open-source providers at once, where a firm-size trigger would not.

    The same trigger on the day the proposal comes into force: the smallest budget covered is below the size test
    already today, so that some provider is covered that a firm-size trigger would leave out.
    """
    return np.asarray(y.exempt_below < x.size_test)
