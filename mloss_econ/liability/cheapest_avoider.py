"""Who can avoid a harm at least cost to society, and so should be held liable for it?

For each party j that may be held liable, over all bundles S of precautions:

    S_j  = argmin_S  sum over k in S of (cost_k + transaction_cost_{j, owner(k)})
                    + exposure_j * perceived harm_j(S)
    W(j) = cost of the bundle + harm(S_j)                  social cost of holding j liable
    cheapest avoider = argmin_j W(j)

    harm(S) = sum over channels h of (harm_h + displaced into h) * prod over k in S of (1 - effect_kh)
    displaced from h to g = displaced_hg * harm_h * (1 - prod over k in S of (1 - deters_k * effect_kh))

The doctrine's three conditions are three numbers. Knowledge: `information`, the share of an effect that the party sees.
Position: its own precautions, and its `exposure` (found, liable, and able to pay). Inducement: `transaction_cost`, of
getting another party's precaution taken; none given = it cannot be taken.

The loss that the liable party escapes falls on the scenario's residual bearer, who may then act too: the two exchange
best responses until they converge. With the label "nobody" that loss falls on nobody who acts. Calabresi and Hirschoff
(1972) for the doctrine; the formulas are derived.
"""

from collections.abc import Mapping

import numpy as np

from mloss_econ.base.ties import below
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Category, MoneyPerYear, Named, Outputs, Share, at_most, calculator
from mloss_econ.liability.blocks import in_blocks
from mloss_econ.liability.bundles import MOST, Setting, cells, labels_of
from mloss_econ.liability.parties import CheapestAvoiderInputs

ROLES = ("injurer", "harmed")
ANSWERS = ("nobody", "tie")
ROUNDS = 4  # best responses exchanged between the liable party and the residual bearer


class CheapestAvoiderOutputs(Outputs):
    """Social cost of holding each party liable, and the cheapest avoider."""

    social_cost: Named[MoneyPerYear]
    """Cost of precautions, transactions and remaining harm, by the party held liable."""
    regret: Named[MoneyPerYear]
    """Social cost above that of the cheapest avoider, by the party held liable."""
    is_cheapest: Named[Share]
    """1 where no other party is cheaper (ties count for each), else 0; its mean is a share of draws."""
    cheapest: Category
    """The cheapest avoider, or a tie."""
    induced: Mapping[str, Category]
    """Precautions in use, by the party held liable."""
    converged: Named[Share]
    """1 where best responses of the liable party and the residual bearer converged, else 0."""
    least_cost: MoneyPerYear
    """Cost of the least-cost set of precautions and of the harm it leaves: the social optimum."""
    least_cost_set: Category
    """Least-cost set of precautions."""


@calculator
def cheapest_avoider(x: CheapestAvoiderInputs) -> CheapestAvoiderOutputs:
    """Social cost of holding each party liable, and the cheapest avoider."""
    check_scenario(x)
    return in_blocks(_cheapest_avoider, x, cells(x))


def _cheapest_avoider(x: CheapestAvoiderInputs) -> CheapestAvoiderOutputs:
    s = Setting(x)
    costs, used, converged = {}, {}, {}
    for name in x.parties:
        costs[name], used[name], converged[name] = s.held_liable(name, ROUNDS)
    lowest = np.minimum.reduce(np.stack(list(costs.values()), axis=-1), axis=-1)
    is_cheapest = {name: 1.0 * np.logical_not(below(lowest, cost)) for name, cost in costs.items()}
    winners = sum(is_cheapest.values())
    code = sum(place * is_cheapest[name] for place, name in enumerate(x.parties))
    best, labels = s.least_cost(), labels_of(tuple(x.precautions))
    return CheapestAvoiderOutputs(
        social_cost=costs,
        regret={name: cost - lowest for name, cost in costs.items()},
        is_cheapest=is_cheapest,
        cheapest=Category(np.where(np.greater(winners, 1), len(x.parties), code), (*x.parties, "tie")),
        induced={name: Category(codes, labels) for name, codes in used.items()},
        converged=converged,
        least_cost=s.own_cost(best) + s.harm(best),
        least_cost_set=Category(best, labels),
    )


def check_scenario(x: CheapestAvoiderInputs) -> None:
    """Raise InputError for names that do not exist; they are structure, the same for every draw."""
    if x.residual_bearer != "nobody" and x.residual_bearer not in x.parties:
        raise InputError(f"residual_bearer = '{x.residual_bearer}': {nearest(x.residual_bearer, x.parties)}")
    for name in ANSWERS:
        if name in x.parties:
            raise InputError(f"parties.{name}: '{name}' is the name of an answer. Call the party something else.")
    if not x.parties or not x.channels:
        raise InputError("a scenario needs at least one party and one channel.")
    if len(x.precautions) > MOST:
        raise InputError(
            f"{len(x.precautions)} precautions; all bundles are enumerated, so at most {MOST}. "
            "`least_cost_set` takes more, with a mixed-integer programme."
        )
    for name, k in x.precautions.items():
        if k.owner not in x.parties:
            raise InputError(f"precautions.{name}.owner = '{k.owner}' is no party. {nearest(k.owner, x.parties)}")
        for h in k.effect:
            if h not in x.channels:
                raise InputError(f"precautions.{name}.effect.{h}: no such channel. {nearest(h, x.channels)}")
    for name, party in x.parties.items():
        if party.role not in ROLES:
            raise InputError(f"parties.{name}.role = '{party.role}'. {nearest(party.role, ROLES)}")
        for other in party.transaction_cost:
            if other not in x.parties or other == name:
                raise InputError(
                    f"parties.{name}.transaction_cost.{other}: not another party. {nearest(other, x.parties)}"
                )
    for name, channel in x.channels.items():
        for other in channel.displaced_to:
            if other not in x.channels or other == name:
                raise InputError(f"channels.{name}.displaced_to.{other}: not another channel.")
        moved = {f"channels.{name}.displaced_to.{other}": share for other, share in channel.displaced_to.items()}
        if moved:
            all_of_it = {"all that is deterred": np.float64(1.0)}
            at_most(moved, all_of_it, "No more harm can turn up elsewhere than is deterred here: lower one of them.")
