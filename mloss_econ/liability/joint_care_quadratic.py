"""Joint care at rising marginal cost: cost c_i x + k_i x^2 / 2, risk p0 * exp(-sum of a_i x_i).

Party i faces the share s_i (exposure * share) of the harm H. Where it acts, x_i = (a_i s_i H p - c_i) / k_i, so the
probability p in equilibrium solves one equation, with t = H p, A_i = a_i^2 s_i / k_i and C_i = a_i c_i / k_i:

    ln t + sum over i of max(0, A_i t - C_i) = ln(p0 H)

A sum of such maxima is the maximum over the sets of parties that act; so t is the smallest of the roots for those
sets, and each root is W((sum A) p0 H exp(sum C)) / (sum A), W Lambert's function. Only sets of the parties with the
lowest C_i / A_i can act, so there are as many as parties. There is one equilibrium, and no iteration.

Best shares (none below 0, sum 1, linear costs 0, r_i = a_i^2 / k_i, R = sum s_i r_i, Q = sum s_i^2 r_i, t as above):
    s_i = max(0, m + l / r_i),   m = (1 + t Q) / (1 + t R),   l such that they sum to 1
A party of small r_i bears nothing. The sum is the maximum over the sets of parties that bear something, and only sets
of those with the largest r_i can, so l is the least of the roots (1 - n m) / sum 1/r_j for sets of n of these.

Here sharing does better than one bearer, since the second hour of care costs more than the first. Derived.
"""

from collections.abc import Mapping

import numpy as np
from scipy.special import wrightomega

from mloss_econ.base.arrays import Array
from mloss_econ.errors import InputError
from mloss_econ.kernel import Inputs, Money, Named, Outputs, Ratio, Share, calculator, given, lever
from mloss_econ.liability.accident_risk import AccidentRisk, CostOfCare
from mloss_econ.liability.blocks import finished

ROUNDS = 400
CLOSE = 1e-14
NONE = 1e-300


class QuadraticParty(Inputs):
    """A party that can make the accident less likely."""

    first_cost: CostOfCare = given()
    """c: cost of a first small unit of care, a unit."""
    steepness: CostOfCare = given(low=1e-9)
    """k: by how much one more unit makes the next dearer."""
    effectiveness: Ratio = given(low=1e-9)
    """a: share by which one more unit lowers the logarithm of the probability."""
    exposure: Share = given()
    """Share of its liability that it would pay."""
    share: Share = lever(0.0)
    """Share of the loss that it is liable for."""


class JointCareQuadraticInputs(AccidentRisk):
    """An accident and the parties that can prevent it."""

    parties: Mapping[str, QuadraticParty] = given()
    """Parties that can prevent the accident."""


class JointCareQuadraticOutputs(Outputs):
    """Care and cost at the first best, in equilibrium, and with the best shares."""

    first_best: Money
    """Least social cost."""
    first_best_care: Named[Ratio]
    """Units of care of each party at the first best."""
    equilibrium: Money
    """Social cost in the equilibrium of today's shares; it is the only one."""
    probability: Share
    """Probability of the accident in equilibrium."""
    care: Named[Ratio]
    """Units of care of each party in equilibrium."""
    best_shares: Named[Share]
    """Shares of least social cost if all could pay and first units of care cost nothing."""
    best_shared: Money
    """Social cost in the equilibrium of these shares, paid in full, at the actual cost of care."""


@calculator
def joint_care_quadratic(x: JointCareQuadraticInputs) -> JointCareQuadraticOutputs:
    """First best, equilibrium and best shares for care that gets dearer."""
    if not x.parties:
        raise InputError("joint care needs at least one party.")
    names = tuple(x.parties)
    ones = dict.fromkeys(names, 1.0 + 0.0 * x.harm)
    shares = _best_shares(x)
    first, ideal, _ = _cost(x, ones)
    found, care, chance = _cost(x, {n: p.exposure * p.share for n, p in x.parties.items()})
    return JointCareQuadraticOutputs(
        first_best=first,
        first_best_care=ideal,
        equilibrium=found,
        probability=chance,
        care=care,
        best_shares=shares,
        best_shared=_cost(x, shares)[0],
    )


def expected_harm(bare: Array, gain: list[Array], hurdle: list[Array]) -> Array:
    """t = H p in equilibrium: `bare` is p0 H, `gain` the A_i, `hurdle` the C_i; arrays that broadcast, `bare` above 0.

    >>> round(float(expected_harm(np.array(100.0), [np.array(0.5)], [np.array(1.0)])), 5)
    7.2487
    """
    start, least = np.log(bare), bare
    for i, own in enumerate(gain):
        total, cost = own, hurdle[i]
        for j, other in enumerate(gain):
            if j != i:  # those with a lower hurdle act too
                lower = np.less_equal(hurdle[j] * own, hurdle[i] * other)
                total, cost = total + lower * other, cost + lower * hurdle[j]
        total = np.maximum(total, NONE)  # one without a share only raises its own set's root, so it is never the least
        least = np.minimum(least, wrightomega(start + cost + np.log(total)) / total)
    return least


def _cost(x: JointCareQuadraticInputs, faced: Mapping[str, Array]) -> tuple[Array, dict[str, Array], Array]:
    parties = x.parties.items()
    gain = [p.effectiveness * p.effectiveness * faced[n] / p.steepness for n, p in parties]
    hurdle = [p.effectiveness * p.first_cost / p.steepness for _, p in parties]
    left = expected_harm(x.base_probability * x.harm, gain, hurdle)
    care = {n: np.maximum(p.effectiveness * faced[n] * left - p.first_cost, 0.0) / p.steepness for n, p in parties}
    spent = sum(p.first_cost * care[n] + p.steepness * care[n] * care[n] / 2 for n, p in parties)
    return spent + left, care, left / x.harm


def _best_shares(x: JointCareQuadraticInputs) -> dict[str, Array]:
    """The fixed point, damped by a half; each row of a batch stops by its own test."""
    bare, count = x.base_probability * x.harm, len(x.parties)
    r = {n: p.effectiveness * p.effectiveness / p.steepness for n, p in x.parties.items()}
    bearing = [[np.greater_equal(r[j], r[i]) for j in r] for i in r]  # i, and those of a larger r
    sizes = [sum(1.0 * b for b in row) for row in bearing]
    inverse = [sum(b / v for b, v in zip(row, r.values(), strict=True)) for row in bearing]
    zero = 0.0 * (bare + sum(r.values()))
    share = dict.fromkeys(r, 1.0 / count + zero)
    active = 1.0 + zero
    for _ in range(ROUNDS):
        total, squares = sum(share[n] * r[n] for n in r), sum(share[n] * share[n] * r[n] for n in r)
        left = wrightomega(np.log(bare) + np.log(total)) / total
        m = (1 + left * squares) / (1 + left * total)
        roots = [(1 - k * m) / v + zero for k, v in zip(sizes, inverse, strict=True)]
        level = np.minimum.reduce(np.stack(roots, axis=-1), axis=-1)
        new = {n: np.maximum(m + level / v, 0.0) for n, v in r.items()}
        moved = np.maximum.reduce(np.stack([np.abs(new[n] - share[n]) for n in r], axis=-1), axis=-1)
        share = {n: share[n] + active * 0.5 * (new[n] - share[n]) for n in r}
        active = active * np.greater(moved, CLOSE)
        if finished(active):
            break
    return share
