"""Claims about the effects of whole proposals, for and against."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mloss_econ.base.ties import ahead_by
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import pricing_out
from mloss_econ.evidence import Store
from mloss_econ.kernel import Bools, Case, CaseMaker, Choice, baseline, claim, proposal
from mloss_econ.regimes.leakage import LeakageInputs, LeakageOutputs, leakage
from mloss_econ.regimes.pause_balance import PauseBalanceInputs, PauseBalanceOutputs, pause_balance
from mloss_econ.regimes.structure import STRUCTURE
from mloss_econ.regimes.waiting import WaitingInputs, WaitingOutputs, waiting
from mloss_econ.regimes.world import STATUS_QUO, world, world_under

billed = world.upto(pricing_out)
"""Cost of a proposal's duties to a project, and the projects they drive out."""

LITTLE = 0.5  # of the intended effect: below a half, a restriction achieves little

PAYABLE = Choice("payable_share", "the share of its budget that a project can pay before it exits", high=1)
AT_ONCE = replace(STRUCTURE["rebuild time"], low=0)
LICENCE_WAIT = Choice("duties.licence.delay", "the wait for a licence", low=0)
LEAKAGE = Choice("leakage", "the share of suppressed activity that continues abroad")
TURNOVER = Choice("turnover", "the share of use that moves to newer releases in a year")
IRREVERSIBLE = Choice("irreversible", "the share of the yearly loss that stays after a repeal", low=0, high=1)
ARRIVAL = Choice("arrival", "the rate at which it becomes known whether the harm is high")
STALE = Choice("obsolescence", "the force at which a late release loses worth")
PAUSE_EFFECT = Choice("pause_effect", "the share of the harm that the pause avoids")


def hinges(*names: str) -> Mapping[str, Choice]:
    """Some of the structural choices of the world, by name."""
    return {name: STRUCTURE[name] for name in names}


def under(name: str) -> CaseMaker:
    """The world under one proposal."""

    def make(store: Store, prices: PriceBase) -> Case[Any, Any]:
        return world_under(name, prices=prices, store=store)

    return make


def under_each(*names: str) -> dict[str, CaseMaker]:
    """The same world under several proposals."""
    return {name: under(name) for name in names}


def high_risk(store: Store, prices: PriceBase) -> Case[Any, Any]:
    """The high-risk proposal with a new quality-management system, against the population of projects."""
    return proposal("eu_ai_act_highrisk", store=store).apply(baseline(billed, prices=prices, store=store))


@claim(
    "C04",
    source="mloss_policy_paper.exit_share",
    of=billed,
    case=high_risk,
    structure={"payable": PAYABLE},
)
def tight_budgets_priced_out(x: Any, y: Any, stated: float) -> Bools:
    """Compliance requirements price out open-source projects on tight budgets.

    A project with the median budget of funded projects exits when its own system is high-risk under the EU AI Act and
    it has to set up a quality-management system, simplified for its size. This is about projects in scope, a small
    share of all: whether a given project is in scope it does not say, and a library or a model alone is not.
    """
    return np.asarray(y.cutoff > x.median_budget)


@claim(
    "C08",
    source="mloss_policy_paper.value_at_stake",
    of=world,
    case=under("licensing"),
    structure={**hinges("rebuilt"), "rebuild time": AT_ONCE, "wait": LICENCE_WAIT},
)
def loses_30_billion(x: Any, y: Any, stated: float) -> Bools:
    """Regulating the development of AI loses at least 30 billion USD of value.

    With a licence for every developer, the value of use lost a year, after forks, substitutes and what users rebuild,
    reaches the stated figure. It is the use of open projects that exist, as the figure is: they exit, come late (which
    nobody can rebuild) or are held back. Use of projects never begun, and of closed models, is counted apart and not in
    it. The stated figure is the whole value of a year, so at that value all of it would have to be lost.
    """
    return np.asarray(-y.lines["use"] >= stated)


@claim(
    "C16",
    source="mloss_policy_paper.deployment_fewer_downsides",
    of=world,
    cases=under_each("deployment_liability", "development_liability"),
    structure=hinges("rebuilt", "displacement", "developers' care", "downstream care", "offenders"),
)
def deployment_beats_development(x: Any, y: Any, stated: float) -> Bools:
    """Liability on deployment manages the externalities of AI with fewer downsides than liability on development.

    Its net benefit to the world, against the status quo, is higher than that of liability on development, in all
    channels of harm that have a figure. Both are law everywhere; nobody has measured whose care costs less.
    """
    one, other = (y[name].net_world for name in ("deployment_liability", "development_liability"))
    return np.asarray(ahead_by(one, other) > 0)


@claim(
    "C31",
    source="balanced_approach.middle_way",
    of=world,
    cases=under_each("risk_tiers", "licensing", STATUS_QUO),
    structure=hinges(
        "rebuilt",
        "closed use",
        "closed harm held up",
        "displacement",
        "cost by size",
        "downstream care",
        "offenders",
    ),
)
def middle_way_beats_extremes(x: Any, y: Any, stated: float) -> Bools:
    """A risk-based middle way beats both extremes.

    Risk tiers have a higher net benefit to the world than a licence for every developer, and than the status quo. Use
    of closed models that comes late is counted as lost, as that of open projects is.
    """
    middle, strict, today = (y[name].net_world for name in ("risk_tiers", "licensing", STATUS_QUO))
    return np.asarray(ahead_by(middle, np.maximum(strict, today)) > 0)


@claim(
    "C17",
    source="mloss_policy_paper.controls_leak",
    of=leakage,
    structure={"leakage": LEAKAGE, "turnover": TURNOVER},
)
def restriction_gives_little(x: LeakageInputs, y: LeakageOutputs, stated: float) -> Bools:
    """Controls leak, so that restriction in one country achieves little.

    Of the activity that one jurisdiction means to suppress, less than a half is suppressed, after released copies that
    stay in circulation and development that continues elsewhere.
    """
    return np.asarray(y.retained < LITTLE)


@claim(
    "C26",
    source="pause_or_openness.moves_abroad",
    of=leakage,
    structure={"leakage": LEAKAGE},
)
def moves_rather_than_stops(x: LeakageInputs, y: LeakageOutputs, stated: float) -> Bools:
    """Restriction by one country moves the activity rather than stopping it.

    More than a half of the activity that is suppressed at home continues elsewhere. That share is an input of the
    calculator, which nobody has measured: the claim is as likely as the belief has it.
    """
    return np.asarray(y.moved > LITTLE)


@claim(
    "C20",
    source="mloss_policy_paper.case_by_case",
    of=waiting,
    structure={"irreversible": IRREVERSIBLE, "learning": ARRIVAL},
)
def waiting_beats_acting_now(x: WaitingInputs, y: WaitingOutputs, stated: float) -> Bools:
    """Case-by-case rules beat sweeping ones while the technology is changing fast.

    Waiting until it is known whether the harm is high is worth more than acting now and repealing if it is low. It is,
    where one learns faster than the threshold, or where acting now would not pay even on average.
    """
    return np.asarray(y.later > y.now)


@claim(
    "C23",
    source="mloss_policy_paper.labels_help",
    of=world,
    kind="not identified",
    cases=under_each("transparency_labels", STATUS_QUO),
    structure=hinges("rebuilt", "displacement", "downstream care", "entry", "offenders"),
)
def labels_pay(x: Any, y: Any, stated: float) -> Bools:
    """Transparency labels help users to choose more safely at low cost.

    Labels alone have a net benefit to the world above 0. Nobody has measured the effect of a label on harm: only its
    break-even value can be stated.
    """
    return np.asarray(ahead_by(y["transparency_labels"].net_world, y[STATUS_QUO].net_world) > 0)


@claim(
    "C25",
    source="pause_or_openness.pause_costs",
    of=pause_balance,
    kind="not identified",
    structure={**hinges("closed use"), "obsolescence": STALE, "effect": PAUSE_EFFECT},
)
def pause_costs_more(x: PauseBalanceInputs, y: PauseBalanceOutputs, stated: float) -> Bools:
    """A six-month pause costs more than it saves.

    The present value of use held up is more than that of the harm avoided. It is all use of the newest models up to
    the horizon; the scorecard counts less, the use that has moved to newer releases within ten years. Nobody has
    measured the effect of a pause on harm: only its break-even value can be stated.
    """
    return np.asarray(y.present_value_lost > y.harm_saved)
