"""Which set of precautions costs least, harm included, when there are too many to try them all?

    minimise  sum of c_k z_k + sum over channels h of harm_h * prod (1 - effect_kh)^z_k,   z_k 0 or 1

Up to 20 precautions every set is tried. Beyond, with v_h = ln harm_h + sum of z_k ln(1 - effect_kh), the cost is linear
in z but for exp(v_h), which is convex: a mixed-integer programme (`scipy.optimize.milp`) on tangents to it gives a
lower bound and a set; a tangent at that set is added until the set costs no more than the bound. Sets are finite in
number and each gets a tangent once, so it ends. Harm that moves between channels is not convex, and not taken here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import numbers
from mloss_econ.base.ties import first_least
from mloss_econ.errors import InputError, nearest
from mloss_econ.liability.bundles import MOST

Floats = npt.NDArray[np.float64]
Method = Literal["enumeration", "mixed-integer programme"]
METHODS: tuple[Method, ...] = ("enumeration", "mixed-integer programme")
GAP = 1e-6  # between the set found and the bound below every set, of what a set can change; the solver is no finer
ROUNDS = 200
SURE = 1e-12  # what a precaution that stops everything is taken to leave, so that its logarithm is finite


@dataclass(frozen=True)
class LeastCostSet:
    """The set, its cost with the harm it leaves, a bound that no set is below, and how it was found.

    By the programme the two meet up to a millionth of what precautions cost and can prevent, unless it was stopped
    after 200 rounds: then the bound says how much better a set could at most be.
    """

    precautions: tuple[str, ...]
    cost: float
    bound: float
    method: Method


def least_cost_set(
    cost: Mapping[str, float],
    effect: Mapping[str, Mapping[str, float]],
    harm: Mapping[str, float],
    *,
    method: Method | None = None,
) -> LeastCostSet:
    """The least-cost set of precautions at a point.

    `cost` a year by precaution, 0 or more; `effect` by precaution and channel, 0 to 1; `harm` a year by channel. Give
    a party's own costs and exposure times harm to find the set it would choose if held liable. `method`:
    enumeration up to 20, the programme beyond, unless said. Raises InputError for another method, for an effect on a
    channel that has no harm given, for values out of bounds, and for more than 20 precautions by enumeration.
    """
    names, channels = tuple(cost), tuple(harm)
    for name, effects in effect.items():
        if name not in cost:
            raise InputError(f"effect.{name}: a precaution without a cost.")
        for h, share in effects.items():
            if h not in harm:
                raise InputError(f"effect.{name}.{h}: no harm is given for the channel '{h}'.")
            if not 0 <= share <= 1:
                raise InputError(f"effect.{name}.{h}: {share:g} is outside 0 to 1.")
    if not channels:
        raise InputError("harm: at least one channel is needed.")
    if min([*cost.values(), *harm.values()]) < 0 or not np.isfinite([*cost.values(), *harm.values()]).all():
        raise InputError("a cost or a harm is below 0 or not finite.")
    if method not in (None, *METHODS):
        raise InputError(f"method = {method!r} is not known. {nearest(str(method), METHODS)}")
    chosen = method or ("enumeration" if len(names) <= MOST else "mixed-integer programme")
    if chosen == "enumeration" and len(names) > MOST:
        raise InputError(f"{len(names)} precautions; at most {MOST} are enumerated. Use the mixed-integer programme.")
    price = numbers([cost[n] for n in names], "cost")
    left = 1 - np.array([[effect.get(n, {}).get(h, 0.0) for n in names] for h in channels]).reshape(len(channels), -1)
    risk = numbers([harm[h] for h in channels], "harm")
    if chosen == "enumeration":
        spent, kept = np.zeros(1), np.ones((len(channels), 1))
        for k in range(len(names)):
            spent = np.concatenate([spent, spent + price[k]])
            kept = np.concatenate([kept, kept * left[:, k, None]], axis=1)
        total = spent + risk @ kept
        best = int(first_least(total))
        picked = tuple(n for k, n in enumerate(names) if best >> k & 1)
        return LeastCostSet(picked, float(total[best]), float(total[best]), chosen)
    worth = price <= risk @ (1 - left)  # one that costs more than all it could prevent alone is never taken
    if not worth.any():
        return LeastCostSet((), float(risk.sum()), float(risk.sum()), chosen)
    return _programme(tuple(n for n, on in zip(names, worth, strict=True) if on), price[worth], left[:, worth], risk)


def _programme(names: tuple[str, ...], price: Floats, left: Floats, risk: Floats) -> LeastCostSet:
    """Tangents until the bound meets the set. Variables: z (precautions), then t (harm left by channel, above what
    everything together leaves)."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # slow to load, and few need it

    count, channels = len(names), len(risk)
    at_risk = np.flatnonzero(risk > 0)
    slopes = np.log(np.maximum(left, SURE))
    floor = risk * np.prod(left, axis=1)
    scale = float(price.sum() + (risk - floor).sum()) or 1.0  # the solver's tolerances are absolute
    price, risk, floor = price / scale, risk / scale, floor / scale
    objective = np.concatenate([price, np.ones(channels)])
    whole = np.concatenate([np.ones(count, dtype=np.int64), np.zeros(channels, dtype=np.int64)])
    rows: list[Floats] = []
    floors: list[float] = []

    def cost_of(z: Floats) -> float:
        return float(price @ z + (risk * np.prod(np.where(z > 0.5, left, 1.0), axis=1) - floor).sum())

    def tangents(z: Floats) -> None:
        for h in at_risk:  # t >= e^v (1 + slopes . (Z - z)) where v is the logarithm of the harm left at z
            value = risk[h] * np.exp(slopes[h] @ z)
            row = np.zeros(count + channels)
            row[:count], row[count + h] = -value * slopes[h], 1.0
            rows.append(row)
            floors.append(float(value * (1 - slopes[h] @ z) - floor[h]))

    everything = np.ones(count)
    best, bound = np.zeros(count), 0.0
    seen = {best.tobytes(), everything.tobytes()}
    for start in (best, everything):
        tangents(start)
        best = start if cost_of(start) < cost_of(best) else best
    for _ in range(ROUNDS):
        found = milp(
            objective,
            integrality=whole,
            bounds=Bounds(0.0, np.concatenate([np.ones(count), np.full(channels, np.inf)])),
            constraints=LinearConstraint(np.array(rows), np.array(floors), np.inf) if rows else (),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise InputError(f"the mixed-integer programme stopped: {found.message}")
        bound = max(bound, float(found.mip_dual_bound))
        z = np.round(found.x[:count])
        if cost_of(z) < cost_of(best):
            best = z
        if cost_of(best) - bound <= GAP * cost_of(best) or z.tobytes() in seen:
            break  # a set that has its tangents already and is still the programme's choice costs what its bound says
        seen.add(z.tobytes())
        tangents(z)
    picked = tuple(n for n, on in zip(names, best, strict=True) if on > 0.5)
    cost, common = cost_of(best), floor.sum()
    return LeastCostSet(picked, (cost + common) * scale, (min(bound, cost) + common) * scale, "mixed-integer programme")
