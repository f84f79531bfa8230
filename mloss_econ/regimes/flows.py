"""What flows in one world over the years: who gains, who pays, and what does society gain?

    w: share of the world's activity that a proposal binds; kept = 1 - leakage (1 - w); c: share that complies
    on time_t  = min(max(t - wait, 0), 1) exp(-obsolescence * wait);   old_t = (1 - turnover)^t
    exits_t    = c open scope * (use lost + (covered - use lost) (1 - on time_t))
    gone_t     = (1 - old_t) (1 - (1 - exits_t) release ratio) (1 - share replaced)
    rebuilt    gone_t with the pooled share of exits and of releases held back restored, where that costs less
    begun_t    = (1 - (1 - birth rate)^t) c open scope * projects never begun, beyond those that would have exited
                 births left = (1 + cost / what the median project can pay)^-birth elasticity
    closed_t   = c closed scope (1 - old_t) (1 - (1 - banned) (1 - gone) on time_t of closed models)
    B  users     - w kept (use value (gone_t, or rebuilt_t and its cost) + use value * begun_t)
                 - w kept frontier value * closed_t (1 - closed replaced) - w deadweight of the cost in their price
    K  projects  - w kept resources freed (their funders keep it);  large: w paid_t (1 - margin)
    C            w (recurring compliance cost of projects, closed developers) + that of deployers, clouds
                 + familiarisation cost of each, in year 1
    P            care beyond duties, by who takes it: w under the proposal, (1 - w) as today
    A            enforcement (staff * cost + administration * recurring C);  (claims + insurance) * damages
    H  victims   by channel, what developers leave (w kept under the proposal, else as today) times what downstream
                 parties let through (by victims' places), less the stolen share of it
    T            fees, fines, pass-back, costs passed on, damages, funding, payments for substitutes, stolen money

A pause holds up new closed models alone: closed_t counts the use that has moved to releases since, within the years
counted. `pause_balance` counts all use up to its horizon, as one present value, and comes to more.
What users of open models lose, offenders lose as well; where users rebuild, offenders have it too. Of the harm with
closed models, that which needs the newest is held up with them, and moves to open ones in part. The value of closed
models' use is net of what they cost to make and run, so that those who give up free nothing else. A level by itself
says little: the effect of a proposal is its world less the status quo (`effects`).
"""

from functools import partial

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.compliance import NetRatio
from mloss_econ.kernel import (
    Count,
    MoneyPerYear,
    Named,
    NetMoney,
    NetMoneyPerYear,
    Outputs,
    Ratio,
    Share,
    at_most,
    calculator,
)
from mloss_econ.regimes.flow_inputs import YEARS, FlowsInputs
from mloss_econ.regimes.lines import LINES, TRANSFERS, by_group
from mloss_econ.regimes.places import WORLD, places_of
from mloss_econ.regimes.yearly import (
    REMAINING,
    annualised,
    births_left,
    concentration,
    profile_factors,
    terms_of,
    weighed,
    weighted,
    weights_of,
    years_of,
)


class FlowsOutputs(Outputs):
    """Flows of one world, as annualised amounts over the years counted."""

    net_world: NetMoneyPerYear
    """Balance of the world: gains less costs and harm."""
    net_of: Named[NetMoneyPerYear]
    """Balance of each region; its shares of the world are expert judgement."""
    net_projects: NetMoneyPerYear
    """Balance of open projects."""
    net_present_value: NetMoney
    """Present value of the balance of the world, paid at year ends."""
    by_profile: Named[NetMoney]
    """Present value of the balance of the world under each appraisal profile."""
    lines: Named[NetMoneyPerYear]
    """Every line of the ledger: B a benefit, the others costs."""
    transfers: Named[NetMoneyPerYear]
    """Every transfer, from whom to whom."""
    groups: Named[NetMoneyPerYear]
    """Balance of every group."""
    harm_avoided: NetMoneyPerYear
    """Harm that duties, care and lost use keep from being done, stolen money included."""
    avoided_of: Named[NetMoneyPerYear]
    """The same, by channel of harm."""
    harm_remaining: MoneyPerYear
    """Memo: harm that remains."""
    use_value_lost: NetMoneyPerYear
    """Memo: value of use lost, of open and closed models; negative if there is more of it."""
    exits: Count
    """Memo: funded projects that exit."""
    births_lost: Share
    """Memo: share of the projects in scope that are never begun."""
    concentration: Ratio
    """Memo: Herfindahl index of the budgets that are left over that of all; 0 where none is left."""
    use_not_replaced: NetRatio
    """Memo: share of use that is lost and not replaced, over the years; negative if there is more."""
    share_bound: Share
    """Memo: share of the world's activity that the proposal binds."""
    moved_out: Ratio
    """Memo: share of what a proposal suppresses that continues outside its reach."""


def _possible(x: FlowsInputs) -> None:
    """Refuse what is more than the whole it is a share of."""
    only = "Only the use of covered projects can be lost: correct one of the two shares."
    at_most({"use_lost": x.use_lost}, {"covered_use": x.covered_use}, only)
    freed, none = x.resources_freed, np.equal(x.exits_funded, 0.0)
    only = "No project exits, so none frees its resources: correct one of the two."
    at_most({"resources_freed": freed * none}, {"exits_funded": x.exits_funded}, only)


@calculator
def flows(x: FlowsInputs) -> FlowsOutputs:
    """The ledger of one world over the years, as annualised amounts, for the world and for each region."""
    _possible(x)
    places = places_of(x)
    years = list(years_of(x, places))
    s, annuity = annualised(x, years, np.power(1 + x.discount_rate[..., None], -YEARS))
    terms, world = terms_of(x, places), partial(getattr, places.of[WORLD])
    made = {name: one.of_place(world).in_year(partial(getattr, s)).value for name, one in terms.made.items()}
    groups = by_group(made)
    weights = dict.fromkeys(groups, 1.0) | {"offenders": x.offenders}
    net = weighed(groups, weights)
    balance = weighed(by_group(terms.made, terms.received), weights)  # of any place, in any year
    of_places, of_world = balance.in_year(partial(getattr, s)), balance.of_place(world)
    yearly = [of_world.in_year(partial(getattr, year)).value for year in years]
    by_profile = {}
    same: dict[bytes, Array] = {}  # profiles that share a rate
    for name, factors in profile_factors(x.profiles, x.discount_rates).items():
        if factors.tobytes() not in same:
            same[factors.tobytes()] = weighted(weights_of(x, factors, len(years)), yearly)
        by_profile[name] = same[factors.tobytes()]
    avoided = {name: one.level - made[f"{REMAINING}.{name}"] for name, one in x.channels.items()}
    return FlowsOutputs(
        net_world=net,
        net_of={name: of_places.of_place(partial(getattr, places.of[name])).value for name in x.regions},
        net_projects=groups["open projects"],
        net_present_value=annuity * net,
        by_profile=by_profile,
        lines={name: made[name] for name in LINES},
        transfers={name: made[name] for name in TRANSFERS},
        groups=groups,
        harm_avoided=sum(avoided.values(), np.zeros(())),
        avoided_of=avoided,
        harm_remaining=made[REMAINING],
        use_value_lost=-made["use"] - made["entry"] - made["closed_use"],
        exits=places.bound * x.exits_funded,
        births_lost=(1 - births_left(x)) * x.covered_use,
        concentration=concentration(x),
        use_not_replaced=s.missing * (1 - x.share_replaced) * places.kept,
        share_bound=places.bound,
        moved_out=x.leakage * places.of[WORLD].free,
    )
