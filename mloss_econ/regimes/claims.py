"""Claims about what whole regimes do, for and against."""

from typing import Any

import numpy as np

from mloss_econ.case import Case
from mloss_econ.claims import Bools, CaseMaker, claim
from mloss_econ.evidence import Store
from mloss_econ.regimes.contest import Contest, contest_case
from mloss_econ.regimes.leakage import LeakageInputs, LeakageOutputs, leakage
from mloss_econ.regimes.pause_balance import PauseBalanceInputs, PauseBalanceOutputs, pause_balance
from mloss_econ.regimes.regime import regime, regime_case
from mloss_econ.regimes.waiting import WaitingInputs, WaitingOutputs, waiting
from mloss_econ.units import PriceBase

LITTLE = 0.5  # of the intended effect: below a half, a restriction gives little
SIDES = ("deployment_liability", "development_liability")
WAYS = ("risk_tiers", "licensing", "status_quo")


def under(name: str) -> CaseMaker:
    """The case of one proposal, end to end."""

    def make(store: Store, prices: PriceBase) -> Case[Any, Any]:
        return regime_case(name, prices=prices, store=store)

    return make


@claim("C08", source="mloss_policy_paper.value_at_stake", of=regime, case=under("licensing"))
def loses_30_billion(x: Any, y: Any, stated: float) -> Bools:
    """Regulating the development of AI loses at least 30 billion USD of value.

    With a licence for every developer, the value of use lost a year, after forks and substitutes and at most the cost
    of rebuilding, reaches the stated figure. That figure is the whole value of a year, so at that value all of it would
    have to go.
    """
    return np.asarray(-y.lines["use"] >= stated)


@claim("C16", source="mloss_policy_paper.deployment_fewer_downsides", of=Contest(SIDES), case=contest_case(*SIDES))
def deployment_beats_development(x: Any, y: Any, stated: float) -> Bools:
    """Liability on deployment manages the externalities of AI with fewer downsides than liability on development.

    Its net benefit to the world, against the status quo, is higher than that of liability on development.
    """
    return np.asarray(y.advantage > 0)


@claim("C31", source="balanced_approach.middle_way", of=Contest(WAYS), case=contest_case(*WAYS))
def middle_way_beats_extremes(x: Any, y: Any, stated: float) -> Bools:
    """A risk-based middle way beats both extremes.

    Risk tiers have a higher net benefit to the world than a licence for every developer, and than doing nothing new.
    """
    return np.asarray(y.advantage > 0)


@claim("C17", source="mloss_policy_paper.controls_leak", of=leakage)
def restriction_gives_little(x: LeakageInputs, y: LeakageOutputs, stated: float) -> Bools:
    """Controls leak, so that restriction in one country gives little.

    Of what a restriction by one jurisdiction means to stop, less than a half is stopped, after released copies that
    stay in circulation and development that goes on elsewhere.
    """
    return np.asarray(y.retained < LITTLE)


@claim("C26", source="pause_or_openness.moves_abroad", of=leakage)
def moves_rather_than_stops(x: LeakageInputs, y: LeakageOutputs, stated: float) -> Bools:
    """Restriction by one country moves the activity rather than stopping it.

    More than a half of the activity that is stopped at home goes on elsewhere.
    """
    return np.asarray(y.moved > LITTLE)


@claim("C20", source="mloss_policy_paper.case_by_case", of=waiting)
def waiting_beats_ruling_now(x: WaitingInputs, y: WaitingOutputs, stated: float) -> Bools:
    """Case-by-case rules beat sweeping ones while the technology is changing fast.

    Waiting until it is known whether the harm is high is worth more than ruling now and repealing if it is low. It is,
    where one learns faster than the threshold, or where a rule now would not pay even on average.
    """
    return np.asarray(y.wait > y.now)


@claim(
    "C23", source="mloss_policy_paper.labels_help", of=regime, kind="not identified", case=under("transparency_labels")
)
def labels_pay(x: Any, y: Any, stated: float) -> Bools:
    """Transparency labels help users to choose more safely at low cost.

    Labels alone have a net benefit to the world above 0. What a label does to harm has been measured by nobody: the
    effect at which the answer turns is what can be said.
    """
    return np.asarray(y.net_world > 0)


@claim("C25", source="pause_or_openness.pause_costs", of=pause_balance, kind="not identified")
def pause_costs_more(x: PauseBalanceInputs, y: PauseBalanceOutputs, stated: float) -> Bools:
    """A six-month pause costs more than it saves.

    The present value of use held up is more than that of the harm avoided. What a pause does to harm has been measured
    by nobody: the effect at which the answer turns is what can be said.
    """
    return np.asarray(y.value_lost > y.harm_saved)
