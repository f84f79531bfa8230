"""What does a rule do to everybody over the years: who gains, who pays, and what remains for society?

    policy less baseline, in year t = 1 .. years; w: part of the world that the rule binds
    stopped_t  = in scope * (use lost + (covered - use lost) (1 - on time_t * exp(-obsolescence * wait)))
    gone_t     = (1 - (1 - turnover)^t) (1 - (1 - stopped_t) released / released today)
    lost_t     = gone_t (1 - recovered) (1 - leakage (1 - w))
    B  users     - w min(use value * lost_t, cheapest replacement)
    K  projects  - w resources freed (their funders keep it);  large: w paid_t (1 - margin)
    C            w (running work of projects, closed developers, deployers, clouds)
                 + finding out, in year 1
    P            w (care beyond duties, less today's), by who takes it
    A            w administration * enforcement * running C;  (claims + insurance) * damages
    H  victims   w harm (activity_t open left + closed left - today's) (1 - leakage (1 - w))
                 less what is stolen of it
    T            fees, fines, pass-back, damages, funding, payments for substitutes, stolen money

Activity_t = 1 - lost_t: what is gone for users is gone for offenders. Where users rebuild (their loss is capped),
nothing is gone for offenders either, and nobody buys a substitute. `regime_ledger` shows every line.
"""

import numpy as np

from mloss_econ.bounds import at_most
from mloss_econ.calculators import Inputs, Outputs, calculator
from mloss_econ.compliance.appraisal import NetRatio
from mloss_econ.quantities import (
    Array,
    Count,
    Money,
    MoneyPerYear,
    Named,
    NetMoney,
    NetMoneyPerYear,
    RatePerYear,
    Ratio,
    Share,
    Table,
    Years,
)
from mloss_econ.records import discount, fixed, given, lever, table
from mloss_econ.regimes.flows import (
    MOST_YEARS,
    YEARS,
    amounts_of,
    concentration,
    level,
    profile_factors,
    weighed,
    years_of,
)
from mloss_econ.regimes.lines import LINES, TRANSFERS, by_group


class EffectsInputs(Inputs):
    """What the three subjects say of a rule, and what joins them."""

    use_value: MoneyPerYear = given("society.use_value")
    """Yearly value of all use of the projects, worldwide and gross."""
    replacement_cost: MoneyPerYear = given("society.replacement_cost")
    """Yearly cost of rebuilding all of them together, shared among users."""
    covered_use: Share = given("compliance.covered_use")
    """Part of all use that is of projects which the rule covers; no less than what is lost."""
    use_lost: Share = given("compliance.use_lost")
    """Part of all use that goes with projects that stop, before forks and substitutes."""
    recovered: Share = given("projects.recovered")
    """Part of lost use that forks, foreign copies or substitutes replace."""
    wait: Years = given("delay.wait")
    """How long a release waits for the duties to be met, a pause included."""
    obsolescence: RatePerYear = given("delay.obsolescence", low=0)
    """Force at which a release loses worth by being late: 0.5 leaves exp(-0.5) = 61 % after a year."""
    turnover: RatePerYear = given("regimes.turnover", low=0, high=1)
    """Part of use that moves to newer releases in a year."""
    resources_freed: MoneyPerYear = given("regimes.resources_freed")
    """What the projects that stop no longer use."""
    developers_running: MoneyPerYear = given("regimes.developers_running")
    """Running compliance work of the projects that stay."""
    sunk_total: Money = given("regimes.sunk_total")
    """Cost of finding out, of all that are covered, once."""
    deployers_running: MoneyPerYear = given("regimes.deployers_running")
    """Running compliance work of deployers, what they pass back included."""
    intermediaries_running: MoneyPerYear = given("regimes.intermediaries_running")
    """Running compliance work of intermediaries."""
    fixed_cost: MoneyPerYear = given("regimes.fixed_cost")
    """Annualised compliance cost of one developer."""
    sunk_cost: Money = given("regimes.sunk_cost")
    """What one developer pays once to find out."""
    fees: MoneyPerYear = given("compliance.fees")
    """Part of the fixed cost that goes to the state."""
    passed_back: MoneyPerYear = given("compliance.passed_back")
    """Part of the fixed cost that deployers pass back."""
    complying: Share = given("compliance.complying")
    """Part of those covered that do what the rule asks."""
    large_developers: Count = given("regimes.large_developers")
    """Developers of closed models; a rule on developers covers them all."""
    fees_paid: MoneyPerYear = given("regimes.fees_paid")
    """Fees of the projects that stay: a transfer to the state."""
    passed_back_paid: MoneyPerYear = given("regimes.passed_back_paid")
    """What deployers pass back to projects that stay: a transfer."""
    stopped_paid: Count = given("regimes.stopped_paid")
    """Paid projects that stop."""
    value_lost: Share = given("compliance.value_lost")
    """Part of all budgets that go with those that stop."""
    cutoff: MoneyPerYear = given("regimes.cutoff")
    """Smallest budget that survives."""
    exempt_below: MoneyPerYear = lever(0.0)
    """Projects with a smaller yearly budget are free of the rule; none shrinks to be so."""
    banned: Share = lever(0.0)
    """Part of the covered projects that may not go on at any cost."""
    median_budget: MoneyPerYear = given("projects.median_budget", positive=True)
    """Median yearly budget of a paid project, cash and in kind."""
    sigma: Ratio = given("projects.sigma", low=0.01)
    """Standard deviation of the logarithm of budgets."""
    not_complying: Count = given("regimes.not_complying")
    """Paid projects that the rule covers, that stay and do not do what it asks."""
    yearly_harm: MoneyPerYear = given("harm.yearly_harm", positive=True)
    """Harm a year with today's duties and no care beyond them."""
    stolen: Share = given("harm.stolen")
    """Part of the harm that is money in the hands of offenders."""
    open_left: Share = given("harm.open_left")
    """Part of all harm left that is done with open models, these being as active as today."""
    open_left_today: Share = given("harm.open_left")
    """The same without the rule."""
    closed_left: Share = given("harm.closed_left")
    """Part of all harm left that is done with closed models."""
    closed_left_today: Share = given("harm.closed_left")
    """The same without the rule."""
    open_downstream_left: Share = given("harm.open_downstream_left")
    """Of the harm left with open models, what passes somebody downstream, as a part of all harm."""
    open_downstream_left_today: Share = given("harm.open_downstream_left")
    """The same without the rule."""
    closed_downstream_left: Share = given("harm.closed_downstream_left")
    """Of the harm left with closed models, what passes somebody downstream, as a part of all harm."""
    closed_downstream_left_today: Share = given("harm.closed_downstream_left")
    """The same without the rule."""
    open_facing: Share = given("harm.developer_facing")
    """Part of the harm left with open models that their developers pay."""
    open_facing_today: Share = given("harm.developer_facing")
    """The same without the rule."""
    closed_facing: Share = given("harm.developer_facing")
    """Part of the harm left with closed models that their developers pay."""
    closed_facing_today: Share = given("harm.developer_facing")
    """The same without the rule."""
    deployer_facing: Share = given("harm.deployer_facing")
    """Part of the harm passing downstream that those there pay."""
    deployer_facing_today: Share = given("harm.deployer_facing")
    """The same without the rule."""
    open_care: MoneyPerYear = given("regimes.developers_care")
    """What open developers spend on care beyond duties."""
    open_care_today: MoneyPerYear = given("regimes.developers_care")
    """The same without the rule."""
    closed_care: MoneyPerYear = given("regimes.developers_care")
    """What closed developers spend on care beyond duties."""
    closed_care_today: MoneyPerYear = given("regimes.developers_care")
    """The same without the rule."""
    deployers_care: MoneyPerYear = given("regimes.deployers_care")
    """What those downstream spend on care beyond duties."""
    deployers_care_today: MoneyPerYear = given("regimes.deployers_care")
    """The same without the rule."""
    released: Share = given("harm.released", positive=True)
    """Part of releases that liability does not hold back, with the rule."""
    released_today: Share = given("harm.released", positive=True)
    """The same without the rule."""
    leakage: Share = given("regimes.leakage")
    """Part of what a rule stops that goes on outside its reach, where there is an outside."""
    bought: Share = given("regimes.bought")
    """Part of replaced use that is bought from large developers."""
    price_share: Share = given("regimes.price_share")
    """What users pay for it, as a part of what the use is worth."""
    margin: Share = given("regimes.margin")
    """Part of what is paid that is no cost of making and running it."""
    administration: Ratio = given("regimes.administration")
    """What the state spends for each dollar that others spend on complying."""
    claim_cost: Ratio = given("regimes.claim_cost")
    """Courts, lawyers and claims handling for each dollar of damages."""
    insured: Share = given("regimes.insured")
    """Part of the damages that is insured."""
    loading: Ratio = given("regimes.loading")
    """What insurers take above the losses they pay."""
    home_value: Share = given("regimes.home_value")
    """Part of the world's users in the jurisdiction whose balance is asked for."""
    home_cost: Share = given("regimes.home_cost", low=1e-6)
    """Part of the world's developers, deployers and platforms in it."""
    home_harm: Share = given("regimes.home_harm")
    """Part of the world's victims in it."""
    in_scope: Share = lever(1.0)
    """Part of the projects, of each size, to whose use the rule applies."""
    replaceable: Share = lever(1.0)
    """Part of what stops that others may rebuild: 0 where the rule forbids that too."""
    enforcement: Ratio = lever(1.0)
    """How many times the odds of compliance are those of rules as they are enforced today; 0: nobody complies."""
    expected_fine: MoneyPerYear = lever(0.0)
    """What a covered project that does not comply pays a year on average."""
    bound: Share = lever(1.0)
    """Part of the world's activity that the rule binds: 1 where all countries act together."""
    years: Years = fixed("regimes.years", low=1, high=MOST_YEARS)
    """Years counted, from the first in which the rule applies."""
    offenders: Ratio = fixed("regimes.offenders", high=1)
    """Weight of what offenders gain: 0 it does not count, 1 it does."""
    discount_rate: RatePerYear = discount()
    """Real yearly discount rate of the annual amounts."""
    profiles: Table = table("appraisal_profiles")
    """Appraisal profiles."""
    discount_rates: Table = table("discount_rates")
    """Their rates."""


class EffectsOutputs(Outputs):
    """Policy less baseline, as level yearly amounts over the years counted; negative costs are savings."""

    net_world: NetMoneyPerYear
    """Net benefit to the world."""
    net_home: NetMoneyPerYear
    """Net benefit to one jurisdiction; its shares are judged."""
    net_projects: NetMoneyPerYear
    """Net gain of open projects."""
    net_present_value: NetMoney
    """Present value of the net benefit to the world, paid at year ends."""
    by_profile: Named[NetMoney]
    """The same under each appraisal profile."""
    lines: Named[NetMoneyPerYear]
    """Every line of the ledger: B a benefit, the others costs."""
    transfers: Named[NetMoneyPerYear]
    """Every transfer, from whom to whom."""
    groups: Named[NetMoneyPerYear]
    """The change for every group."""
    harm_avoided: NetMoneyPerYear
    """Fall of the harm to victims, stolen money included."""
    harm_remaining: MoneyPerYear
    """Memo: harm that remains."""
    stopped: Count
    """Memo: paid projects that stop."""
    concentration: Ratio
    """Memo: Herfindahl index of the budgets that are left over that of today's; 0 where none is left."""
    use_gone: NetRatio
    """Memo: part of use that is gone and not replaced, over the years; negative if there is more."""
    moved_out: Ratio
    """Memo: part of what the rule stops that goes on outside its reach."""


def _possible(x: EffectsInputs) -> None:
    """Refuse what is more than the whole it is a share of."""
    only = "Only the use of covered projects can be lost: correct one of the two shares."
    at_most({"use_lost": x.use_lost}, {"covered_use": x.covered_use}, only)
    both = "Both are included in the fixed cost: lower them, or raise it."
    at_most({"fees": x.fees, "passed_back": x.passed_back}, {"fixed_cost": x.fixed_cost}, both)
    for when in ("", "_today"):
        left = {f"{kind}_left{when}": getattr(x, f"{kind}_left{when}") for kind in ("open", "closed")}
        at_most(left, {"all harm": np.float64(1.0)}, "They are shares of one whole: lower one of them.")
        for kind in ("open", "closed"):
            part, whole = f"{kind}_downstream_left{when}", f"{kind}_left{when}"
            advice = "The first is the share of the second that passes somebody downstream: correct one of the two."
            at_most({part: getattr(x, part)}, {whole: left[whole]}, advice)


@calculator
def effects(x: EffectsInputs) -> EffectsOutputs:
    """A rule's ledger over the years, as level yearly amounts, from three viewpoints."""
    _possible(x)
    years = list(years_of(x))
    s, annuity = level(x, years, np.power(1 + x.discount_rate[..., None], -YEARS))
    amounts = amounts_of(x)
    made = amounts(s)
    groups = by_group(made)
    world = dict.fromkeys(groups, 1.0) | {"offenders": x.offenders}
    producers = np.minimum(x.home_cost / np.maximum(x.bound, x.home_cost), 1.0)
    harmed = {"victims": x.home_harm, "offenders": x.offenders * x.home_harm}
    home = dict.fromkeys(groups, producers) | {"users": x.home_value} | harmed
    net = weighed(groups, world)
    by_profile = {}
    same: dict[bytes, Array] = {}  # profiles that share a rate
    for name, factors in profile_factors(x.profiles, x.discount_rates).items():
        if factors.tobytes() not in same:
            other, worth = level(x, years, factors)
            same[factors.tobytes()] = worth * weighed(by_group(amounts(other)), world)
        by_profile[name] = same[factors.tobytes()]
    return EffectsOutputs(
        net_world=net,
        net_home=weighed(groups, home),
        net_projects=groups["open projects"],
        net_present_value=annuity * net,
        by_profile=by_profile,
        lines={name: made[name] for name in LINES},
        transfers={name: made[name] for name in TRANSFERS},
        groups=groups,
        harm_avoided=made["saved"],
        harm_remaining=made["remaining"],
        stopped=x.bound * x.stopped_paid,
        concentration=concentration(x),
        use_gone=s.lost,
        moved_out=x.leakage * (1 - x.bound),
    )
