"""Joint care whose returns fall: p = p0 * product of (1 + x_i)^(-alpha_i), linear costs w_i x_i.

With s_i the share of the loss that party i faces (exposure * share), P = p H, and A = sum of s_i alpha_i over those who
act:

    P = (p0 H prod (w_i / (s_i alpha_i))^alpha_i)^(1 / (1 + sum alpha_i))      over those who act
    1 + x_i = s_i alpha_i P / w_i,        social cost = P (1 + A) - sum of w_i over those who act
    first best: every s_i = 1.   A party whose 1 + x_i would be below 1 does not act, and is left out.

    best shares (sum 1, paid in full, all acting), independent of costs, harm and p0:
        two parties   s / (1 - s) = sqrt( (alpha/(1+alpha)) / (beta/(1+beta)) )
        more          s_i in proportion to alpha_i / (theta + alpha_i),
                      theta from  sum of alpha_i (1 - theta) / (theta + alpha_i) = 1

Care by several is a complement here, and shares do better than a single bearer. Derived.
"""

from collections.abc import Mapping

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.errors import InputError
from mloss_econ.kernel import Inputs, Money, Named, Outputs, Ratio, Share, calculator, given, lever
from mloss_econ.liability.accident_risk import AccidentRisk, CostOfCare
from mloss_econ.liability.blocks import finished

ROUNDS = 60
CLOSE = 1e-15  # a Newton step below this leaves nothing to correct


class PowerParty(Inputs):
    """A party that can make the accident less likely."""

    unit_cost: CostOfCare = given(low=1e-9)
    """Cost of one unit of care."""
    alpha: Ratio = given(low=1e-6)
    """Per cent by which one per cent more of (1 + care) lowers the probability."""
    exposure: Share = given()
    """Share of its liability that it would pay."""
    share: Share = lever(0.0)
    """Share of the loss that it is liable for."""


class JointCarePowerInputs(AccidentRisk):
    """An accident and the parties that can prevent it."""

    parties: Mapping[str, PowerParty] = given()
    """Parties that can prevent the accident."""


class JointCarePowerOutputs(Outputs):
    """Care and cost at the first best, in equilibrium, and with the best shares."""

    first_best: Money
    """Least social cost."""
    first_best_care: Named[Ratio]
    """Units of care of each party at the first best."""
    equilibrium: Money
    """Social cost in the equilibrium of today's shares; it is the only one."""
    care: Named[Ratio]
    """Units of care of each party in equilibrium."""
    best_shares: Named[Share]
    """Shares of least social cost if all could pay and all acted."""
    best_shared: Money
    """Social cost in the equilibrium of these shares, paid in full."""
    cost_if_liable: Named[Money]
    """Social cost if one party is liable for the whole loss, by party; what its exposure leaves falls on nobody."""


@calculator
def joint_care_power(x: JointCarePowerInputs) -> JointCarePowerOutputs:
    """First best, equilibrium and best shares for a power law of risk."""
    if not x.parties:
        raise InputError("joint care needs at least one party.")
    names = tuple(x.parties)
    cost = {n: p.unit_cost for n, p in x.parties.items()}
    alpha = {n: p.alpha for n, p in x.parties.items()}
    bare = x.base_probability * x.harm
    ones = dict.fromkeys(names, 1.0 + 0.0 * bare)
    shares = best_shares(alpha)
    first, ideal = power_equilibrium(ones, cost, alpha, bare)
    found, care = power_equilibrium({n: p.exposure * p.share for n, p in x.parties.items()}, cost, alpha, bare)
    cost_if_liable = {
        n: power_equilibrium(
            {m: (p.exposure if m == n else 0.0 * p.exposure) for m, p in x.parties.items()}, cost, alpha, bare
        )[0]
        for n in names
    }
    return JointCarePowerOutputs(
        first_best=first,
        first_best_care=ideal,
        equilibrium=found,
        care=care,
        best_shares=shares,
        best_shared=power_equilibrium(shares, cost, alpha, bare)[0],
        cost_if_liable=cost_if_liable,
    )


def power_equilibrium(
    faced: Mapping[str, Array], cost: Mapping[str, Array], alpha: Mapping[str, Array], bare: Array
) -> tuple[Array, dict[str, Array]]:
    """Social cost and care by party where party i faces the share faced_i of the loss; `bare` is p0 * H.

    Parties that would take negative care are left out and the rest solved again. The loss left only falls then (a
    factor above 1 drops out), so nobody who was left out would come back, and there is one equilibrium.
    """
    acts = {n: np.greater(faced[n] * alpha[n] * bare, cost[n]) for n in faced}  # none else ever would
    left = bare
    for _ in range(len(faced) + 1):
        left = _left(acts, faced, cost, alpha, bare)
        wanted = {n: np.greater(faced[n] * alpha[n] * left, cost[n]) for n in faced}
        acts = {n: np.logical_and(acts[n], wanted[n]) for n in faced}
    left = _left(acts, faced, cost, alpha, bare)
    care = {n: np.where(acts[n], faced[n] * alpha[n] * left / cost[n] - 1.0, 0.0) for n in faced}
    spent = sum(cost[n] * care[n] for n in faced)
    return spent + left, care


def _left(
    acts: Mapping[str, Array],
    faced: Mapping[str, Array],
    cost: Mapping[str, Array],
    alpha: Mapping[str, Array],
    bare: Array,
) -> Array:
    """Expected loss where the parties that act take the care that is best for them."""
    total: Array = np.log(bare)
    sum_alpha: Array = 0.0 * bare
    for n, act in acts.items():
        safe = np.where(act, faced[n], 1.0)
        total = total + np.where(act, alpha[n] * np.log(cost[n] / (safe * alpha[n])), 0.0)
        sum_alpha = sum_alpha + np.where(act, alpha[n], 0.0)
    return np.exp(total / (1 + sum_alpha))


def best_shares(alpha: Mapping[str, Array]) -> dict[str, Array]:
    """Shares of least social cost, all acting. Newton from 0, which climbs to the root of a convex falling function;
    each row of a batch stops by its own test."""
    theta = 0.0 * sum(alpha.values())
    active = 1.0 + theta
    for _ in range(ROUNDS):
        height = sum(a * (1 - theta) / (theta + a) for a in alpha.values()) - 1.0
        slope = sum(a * (1 + a) / ((theta + a) * (theta + a)) for a in alpha.values())
        step = height / slope
        theta = theta + active * step
        active = active * np.greater(np.abs(step), CLOSE)
        if finished(active):
            break
    weight = {n: a / (theta + a) for n, a in alpha.items()}
    return {n: w / sum(weight.values()) for n, w in weight.items()}
