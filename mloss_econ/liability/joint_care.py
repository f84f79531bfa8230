"""Several parties can prevent one accident: who does under current liability, and who should be held liable?

Linear costs, exponential risk p0 * exp(-y); one unit of y costs party i u_i = unit cost / effectiveness.

    technology    y is          in equilibrium care is taken
    total effort  the sum       by the party of the largest L_i / u_i alone
    best shot     the largest   by one, where no other would rather do it
    weakest link  the smallest  by all, at any level up to the least ln(p0 L_i / u_i)

    first best    u (1 + ln(p0 H / u)), u the least u_i, for the weakest link their sum

L_i = exposure_i * share_i * H is what party i expects to pay. Holding party j alone liable gives
Psi_j = u_j (ln(kappa_j phi_j) + 1/phi_j) where the loss it escapes falls on nobody who acts; otherwise that loss falls
on the residual bearer, who may then act.
Cheapest avoider = the party that costs society least to hold liable. Varian (2004) for the technologies; closed forms
derived.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Category, Inputs, Money, Named, Outputs, Ratio, Share, calculator, given, label, lever
from mloss_econ.liability.accident_risk import AccidentRisk, CostOfCare, ResidualLoss

Solved = tuple[Array, Array, Array]  # social cost of the best and of the worst equilibrium, probability in the best
TECHNOLOGIES = ("total effort", "best shot", "weakest link")


class CarefulParty(Inputs):
    """A party that can make the accident less likely."""

    unit_cost: CostOfCare = given(low=1e-9)
    """Cost of one unit of care."""
    effectiveness: Ratio = given(low=1e-9)
    """Share by which one more unit lowers the logarithm of the probability."""
    exposure: Share = given()
    """Share of its liability that it would pay: found, held liable, solvent."""
    share: Share = lever(0.0)
    """Share of the loss that it is liable for today; shares sum to more than 1 where the State collects."""


class JointCareInputs(AccidentRisk, ResidualLoss):
    """An accident and the parties that can prevent it."""

    technology: str = label("total effort")
    """How care adds up: "total effort", "best shot" or "weakest link"."""
    parties: Mapping[str, CarefulParty] = given()
    """Parties that can prevent the accident."""


class JointCareOutputs(Outputs):
    """Social cost of an accident's care and harm, by who is liable."""

    first_best: Money
    """Least social cost."""
    equilibrium: Money
    """Social cost with the shares of today; the best equilibrium where there are several."""
    worst_equilibrium: Money
    """Social cost in the worst equilibrium."""
    probability: Share
    """Probability of the accident in the best equilibrium."""
    cost_if_liable: Named[Money]
    """Social cost if one party alone is held liable, by party; the best equilibrium."""
    is_cheapest: Named[Share]
    """1 where holding no other party liable costs less (ties count for each), else 0."""
    regret: Named[Money]
    """Social cost of holding the party liable, above that of the cheapest avoider."""
    cheapest: Category
    """The cheapest avoider, or a tie."""


@calculator
def joint_care(x: JointCareInputs) -> JointCareOutputs:
    """First best, equilibrium and the social cost of holding each party liable, for one technology."""
    _check(x)
    names = tuple(x.parties)
    u = {n: p.unit_cost / p.effectiveness for n, p in x.parties.items()}
    whole = x.base_probability * x.harm
    today = {n: p.exposure * p.share * x.harm for n, p in x.parties.items()}
    solve = {"total effort": _total_effort, "best shot": _best_shot, "weakest link": _weakest_link}[x.technology]
    lowest = np.minimum.reduce(_stacked([v + 0 * whole for v in u.values()]), axis=-1)
    together: Any = sum(u.values()) if x.technology == "weakest link" else lowest
    best, worst, chance = solve(u, today, x.base_probability, x.harm)
    cost_if_liable = {}
    for name in names:
        own = x.parties[name].exposure * x.harm
        faced = dict.fromkeys(names, 0.0 * own) | {name: own}
        if x.residual_bearer in names:
            faced[x.residual_bearer] = x.harm - own if name != x.residual_bearer else x.harm + 0.0 * own
        cost_if_liable[name] = solve(u, faced, x.base_probability, x.harm)[0]
    least = np.minimum.reduce(_stacked(list(cost_if_liable.values())), axis=-1)
    cheapest = {n: 1.0 * np.logical_not(below(least, c)) for n, c in cost_if_liable.items()}
    winners = sum(cheapest.values())
    code = sum(place * cheapest[n] for place, n in enumerate(names))
    return JointCareOutputs(
        first_best=_single(together, x.harm, x.base_probability, x.harm),
        equilibrium=best,
        worst_equilibrium=worst,
        probability=chance,
        cost_if_liable=cost_if_liable,
        is_cheapest=cheapest,
        regret={n: c - least for n, c in cost_if_liable.items()},
        cheapest=Category(np.where(np.greater(winners, 1), len(names), code), (*names, "tie")),
    )


def _stacked(values: list[Array]) -> Array:
    """Values of the parties on a last axis, in one shape: one of them may vary alone."""
    level: Any = sum(0.0 * v for v in values)
    return np.stack([v + level for v in values], axis=-1)


def _level(u: Array, faced: Array, p0: Array) -> Array:
    """Fall in the logarithm of the probability that a party facing a loss would choose on its own."""
    return np.log(np.maximum(p0 * faced / u, 1.0))


def _single(u: Array, faced: Array, p0: Array, harm: Array) -> Array:
    y = _level(u, faced, p0)
    return u * y + p0 * np.exp(-y) * harm


def _total_effort(u: dict[str, Array], faced: dict[str, Array], p0: Array, harm: Array) -> Solved:
    """All care by the most motivated; of equals by the cheapest at best, by the dearest at worst."""
    drive = _stacked([faced[n] / u[n] for n in u])
    most = np.maximum.reduce(drive, axis=-1)
    tied = np.logical_not(below(drive, most[..., None]))
    price = np.stack([v + 0 * most for v in u.values()], axis=-1)
    cheap = np.minimum.reduce(np.where(tied, price, np.inf), axis=-1)
    dear = np.maximum.reduce(np.where(tied, price, 0.0), axis=-1)
    y = np.log(np.maximum(p0 * most, 1.0))
    left = p0 * np.exp(-y)
    return cheap * y + left * harm, dear * y + left * harm, left


def _best_shot(u: dict[str, Array], faced: dict[str, Array], p0: Array, harm: Array) -> Solved:
    """One party takes care; no other would rather do so itself."""
    level = {n: _level(u[n], faced[n], p0) for n in u}
    zero = 0.0 * p0 * harm
    best, worst, chance = np.inf + zero, -np.inf + zero, p0 + zero
    for n in u:
        stable: Any = np.greater_equal(level[n], 0.0)
        for m in u:
            if m == n:
                continue
            idle = p0 * np.exp(-level[n]) * faced[m]
            alone = u[m] * level[m] + p0 * np.exp(-level[m]) * faced[m]
            stays = np.logical_or(np.less_equal(level[m], level[n]), np.logical_not(below(alone, idle)))
            stable = np.logical_and(stable, stays)
        cost = u[n] * level[n] + p0 * np.exp(-level[n]) * harm
        better = np.logical_and(stable, below(cost, best))
        chance = np.where(better, p0 * np.exp(-level[n]), chance)
        best = np.where(better, cost, best)
        worst = np.where(np.logical_and(stable, np.greater(cost, worst)), cost, worst)
    return best, worst, chance


def _weakest_link(u: dict[str, Array], faced: dict[str, Array], p0: Array, harm: Array) -> Solved:
    """Any common level up to the highest; the best is that of least cost, the worst an end."""
    levels = _stacked([_level(u[n], faced[n], p0) for n in u])
    most, together, bare = np.minimum.reduce(levels, axis=-1), sum(u.values()), p0 * harm
    y = np.minimum(most, np.log(np.maximum(bare / together, 1.0)))
    full = together * most + bare * np.exp(-most)
    return together * y + bare * np.exp(-y), np.maximum(bare, full), p0 * np.exp(-y)


def _check(x: JointCareInputs) -> None:
    if x.technology not in TECHNOLOGIES:
        raise InputError(f"technology = '{x.technology}'. {nearest(x.technology, TECHNOLOGIES)}")
    if not x.parties:
        raise InputError("joint care needs at least one party.")
    for name in ("nobody", "tie"):
        if name in x.parties:
            raise InputError(f"parties.{name}: '{name}' is the name of an answer. Call the party something else.")
    if x.residual_bearer != "nobody" and x.residual_bearer not in x.parties:
        raise InputError(f"residual_bearer = '{x.residual_bearer}': {nearest(x.residual_bearer, x.parties)}")
