"""What flows in one world over the years: who gains, who pays, and what does society gain?

    of the share w of the world that a proposal binds (share bound), in year t = 1 .. years
    exits_t    = in scope * (use lost + (covered - use lost) (1 - on time_t * exp(-obsolescence * wait)))
    gone_t     = (1 - (1 - turnover)^t) (1 - (1 - exits_t) release ratio)
    lost_t     = gone_t (1 - share replaced) (1 - leakage (1 - w))
    B  users     - w min(use value * lost_t, cheapest replacement)
    K  projects  - w resources freed (their funders keep it);  large: w paid_t (1 - margin)
    C            w (recurring compliance cost of projects, closed developers, deployers, clouds)
                 + w familiarisation cost, in year 1
    P            w (care beyond duties), by who takes it
    A            w administration * enforcement * recurring C;  (claims + insurance) * damages
    H  victims   w harm (reach (activity_t open left + closed left) + (1 - reach) left today)
                 less the stolen share of it                        reach = 1 - leakage (1 - w)
    T            fees, fines, pass-back, damages, funding, payments for substitutes, stolen money

Activity_t = 1 - lost_t: what users lose, offenders lose as well. Where users rebuild (their loss is capped),
offenders lose nothing either, and nobody buys a substitute. A level by itself says little: the effect of a
proposal is its world less the status quo (`effects`), and what leaves its reach does harm as today.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.compliance import NetRatio
from mloss_econ.kernel import Count, MoneyPerYear, Named, NetMoney, NetMoneyPerYear, Outputs, Ratio, at_most, calculator
from mloss_econ.regimes.flow_inputs import YEARS, FlowsInputs
from mloss_econ.regimes.lines import LINES, TRANSFERS, by_group
from mloss_econ.regimes.yearly import amounts_of, annualised, concentration, profile_factors, weighed, years_of


class FlowsOutputs(Outputs):
    """Flows of one world, as annualised amounts over the years counted."""

    net_world: NetMoneyPerYear
    """Balance of the world: gains less costs and harm."""
    net_home: NetMoneyPerYear
    """Balance of one jurisdiction; its shares are expert judgement."""
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
    harm_remaining: MoneyPerYear
    """Memo: harm that remains."""
    exits: Count
    """Memo: funded projects that exit."""
    concentration: Ratio
    """Memo: Herfindahl index of the budgets that are left over that of all; 0 where none is left."""
    use_not_replaced: NetRatio
    """Memo: share of use that is lost and not replaced, over the years; negative if there is more."""
    moved_out: Ratio
    """Memo: share of what a proposal suppresses that continues outside its reach."""


def _possible(x: FlowsInputs) -> None:
    """Refuse what is more than the whole it is a share of."""
    only = "Only the use of covered projects can be lost: correct one of the two shares."
    at_most({"use_lost": x.use_lost}, {"covered_use": x.covered_use}, only)
    both = "Both are included in the fixed cost: lower them, or raise it."
    at_most({"fees": x.fees, "passed_back": x.passed_back}, {"fixed_cost": x.fixed_cost}, both)
    left = {"open_left": x.open_left, "closed_left": x.closed_left}
    at_most(left, {"all harm": np.float64(1.0)}, "They are shares of one whole: lower one of them.")
    for kind in ("open", "closed"):
        share, whole = f"{kind}_downstream_left", f"{kind}_left"
        advice = "The first is the share of the second that passes somebody downstream: correct one of the two."
        at_most({share: getattr(x, share)}, {whole: left[whole]}, advice)


@calculator
def flows(x: FlowsInputs) -> FlowsOutputs:
    """The ledger of one world over the years, as annualised amounts, from three viewpoints."""
    _possible(x)
    years = list(years_of(x))
    s, annuity = annualised(x, years, np.power(1 + x.discount_rate[..., None], -YEARS))
    amounts = amounts_of(x)
    made = amounts(s)
    groups = by_group(made)
    world = dict.fromkeys(groups, 1.0) | {"offenders": x.offenders}
    producers = np.minimum(x.home_cost / np.maximum(x.share_bound, x.home_cost), 1.0)
    harmed = {"victims": x.home_harm, "offenders": x.offenders * x.home_harm}
    home = dict.fromkeys(groups, producers) | {"users": x.home_value} | harmed
    net = weighed(groups, world)
    remaining = made["remaining"] + (1 - x.share_bound) * x.yearly_harm * x.left_today
    by_profile = {}
    same: dict[bytes, Array] = {}  # profiles that share a rate
    for name, factors in profile_factors(x.profiles, x.discount_rates).items():
        if factors.tobytes() not in same:
            other, worth = annualised(x, years, factors)
            same[factors.tobytes()] = worth * weighed(by_group(amounts(other)), world)
        by_profile[name] = same[factors.tobytes()]
    return FlowsOutputs(
        net_world=net,
        net_home=weighed(groups, home),
        net_projects=groups["open projects"],
        net_present_value=annuity * net,
        by_profile=by_profile,
        lines={name: made[name] for name in LINES},
        transfers={name: made[name] for name in TRANSFERS},
        groups=groups,
        harm_avoided=x.yearly_harm - remaining,
        harm_remaining=remaining,
        exits=x.share_bound * x.exits_funded,
        concentration=concentration(x),
        use_not_replaced=s.lost,
        moved_out=x.leakage * (1 - x.share_bound),
    )
