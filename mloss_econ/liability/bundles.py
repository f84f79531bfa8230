"""All bundles of precautions at once: the cost of each to a party, and the harm it leaves.

Bundle number S has precaution k if bit k of S is set. Tables over bundles have them on their last axis, after the
draws; they are built by doubling, one precaution at a time, so that a bundle costs a few operations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import first_least
from mloss_econ.liability.blocks import finished
from mloss_econ.liability.parties import CheapestAvoiderInputs

MOST = 20  # precautions that are enumerated: a million bundles


@lru_cache(maxsize=16)
def labels_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The name of every bundle.

    >>> labels_of(("a", "b"))
    ('none', 'a', 'b', 'a + b')
    """
    bundles = ([n for k, n in enumerate(names) if s >> k & 1] for s in range(2 ** len(names)))
    return tuple(" + ".join(bundle) or "none" for bundle in bundles)


def cells(x: CheapestAvoiderInputs) -> int:
    """Numbers a draw takes in the largest table."""
    return int(2 ** len(x.precautions))


@dataclass(frozen=True)
class Setting:
    """Costs and effects of precautions against a harm. Costs and harm a year, of shape (...)."""

    x: CheapestAvoiderInputs

    @cached_property
    def zero(self) -> Array:
        """0 in the common shape of all inputs."""
        return 0.0 * _sum_of_everything(self.x)

    def harm(self, bundle: Any, information: Any = 1.0) -> Array:
        """Harm left by one bundle a draw, its effects perceived at the share `information`."""
        taken = [1.0 * np.bitwise_and(np.right_shift(bundle, k), 1) for k in range(len(self.x.precautions))]
        kept, here = {}, {}
        for h in self.x.channels:
            kept[h], here[h] = 1.0 + self.zero, 1.0 + self.zero
            for k, (stops, deters) in self._effects(h, information).items():
                kept[h] = kept[h] * (1 - taken[k] * stops)
                here[h] = here[h] * (1 - taken[k] * deters)
        return self._arriving(kept, here, lambda v: v)

    def own_cost(self, bundle: Any) -> Array:
        """Cost of one bundle a draw to the owners of its precautions."""
        return self._spent(bundle, {k: p.cost for k, p in enumerate(self.x.precautions.values())})

    def costs(self, party: str, transaction_cost: Mapping[str, Any] | None = None) -> dict[int, Any]:
        """Cost of each precaution to `party`, by number; those it cannot reach are left out. `transaction_cost`: of
        another party's precaution, by owner (default: the party's own)."""
        reach = self.x.parties[party].transaction_cost if transaction_cost is None else transaction_cost
        return {
            k: p.cost if p.owner == party else p.cost + reach[p.owner]
            for k, p in enumerate(self.x.precautions.values())
            if p.owner == party or p.owner in reach
        }

    def best_response(self, costs: Mapping[int, Any], weight: Any, information: Any, others: Any) -> Any:
        """Best response to the precautions of others (`others`, a bundle a draw): the bundle of least cost plus
        `weight` times the harm both leave, as perceived; the first of equals. No precaution is taken twice."""
        taken = {k: 1.0 * np.bitwise_and(np.right_shift(others, k), 1) for k in range(len(self.x.precautions))}
        members = list(costs)
        cut = -(-2 * len(members) // 3)  # two small tables, and all their sums and products
        stops = {h: self._effects(h, information) for h in self.x.channels}
        rest: dict[str, list[list[Any]]] = {
            h: [[1 - taken[k] * stops[h][k][which] for k in stops[h] if k not in costs] for which in (0, 1)]
            for h in stops
        }
        low = self._tables(members[:cut], costs, stops, taken, {h: [[], []] for h in stops})
        high = self._tables(members[cut:], costs, stops, taken, rest)
        total = high[0][..., :, None] + low[0][..., None, :]
        here = {h: high[2][h][..., :, None] * low[2][h][..., None, :] for h in high[2]}
        for h, channel in self.x.channels.items():
            arriving: Any = weight * channel.harm
            coming = {g: weight * c.displaced_to[h] * c.harm for g, c in self.x.channels.items() if h in c.displaced_to}
            if not coming:
                total = total + (high[1][h] * _wide(arriving))[..., :, None] * low[1][h][..., None, :]
                continue
            arriving = _wide(_wide(arriving))
            for g, amount in coming.items():
                arriving = arriving + _wide(_wide(amount)) * (1 - here[g])
            total = total + arriving * (high[1][h][..., :, None] * low[1][h][..., None, :])
        upper = first_least(np.minimum.reduce(total, axis=-1))
        lower = first_least(np.take_along_axis(total, upper[..., None, None], axis=-2)[..., 0, :])
        code = 0 * others
        for j, k in enumerate(members):
            place, bit = (lower, j) if j < cut else (upper, j - cut)
            code = code + np.left_shift(np.bitwise_and(np.right_shift(place, bit), 1), k)
        return np.bitwise_and(code, ~others)

    def harm_table(self, party: str | None = None) -> Array:
        """Harm left by every bundle (..., bundles), as a party perceives it; None: actual harm."""
        information = 1.0 if party is None else self.x.parties[party].information
        stops = {h: self._effects(h, information) for h in self.x.channels}
        nothing = dict.fromkeys(range(len(self.x.precautions)), 0.0)
        _, kept, here = self._tables(list(nothing), nothing, stops, nothing, {h: [[], []] for h in stops})
        return self._arriving(kept, here, _wide)

    def cost_table(self, owner: str) -> Array:
        """Cost of every bundle to one owner (..., bundles)."""
        costs = {k: p.cost if p.owner == owner else 0.0 for k, p in enumerate(self.x.precautions.values())}
        return self._tables(list(costs), costs, {}, dict.fromkeys(costs, 0.0), {})[0]

    def least_cost(self) -> Any:
        """Bundle of least social cost."""
        costs = {k: p.cost for k, p in enumerate(self.x.precautions.values())}
        return self.best_response(costs, 1.0, 1.0, np.argmin(self.zero[..., None], axis=-1))

    def held_liable(
        self,
        party: str,
        rounds: int,
        *,
        exposure: float | None = None,
        information: float | None = None,
        transaction_cost: Mapping[str, Any] | None = None,
    ) -> tuple[Array, Any, Array]:
        """Social cost of holding a party liable, the bundle in use, and whether best responses converged (1 or 0).

        A residual bearer who is held liable bears the whole loss. Otherwise the liable party moves first, as if nobody
        took precautions. Then it and the residual bearer, who bears the loss it escapes, exchange best responses at
        most `rounds` times. The keywords replace the party's own exposure, information and transaction costs.
        """
        x, me = self.x, self.x.parties[party]
        whole = party == x.residual_bearer  # the loss it escapes falls on itself
        facing = (1.0 if whole else me.exposure) if exposure is None else exposure
        seen = me.information if information is None else information
        mine = self.costs(party, transaction_cost)
        start = np.argmin(self.zero[..., None], axis=-1)
        first = self.best_response(mine, facing, seen, start)
        if whole or x.residual_bearer == "nobody" or exposure == 1.0:  # nothing is left for others to bear
            return self._spent(first, mine) + self.harm(first), first, 1.0 + self.zero
        other = x.parties[x.residual_bearer]
        theirs = self.costs(x.residual_bearer)
        second = self.best_response(theirs, 1 - facing, other.information, first)
        converged = self.zero
        for _ in range(rounds):
            next_first = self.best_response(mine, facing, seen, second)
            next_second = self.best_response(theirs, 1 - facing, other.information, next_first)
            converged = 1.0 * (np.equal(next_first, first) & np.equal(next_second, second)) + self.zero
            first, second = next_first, next_second
            if finished(1.0 - converged):
                break
        used = np.bitwise_or(first, second)
        spent = self._spent(first, mine) + self._spent(second, theirs)  # the second response repeats no precaution
        return spent + self.harm(used), used, converged

    def _spent(self, bundle: Any, costs: Mapping[int, Any]) -> Array:
        total = self.zero
        for k, cost in costs.items():
            total = total + cost * np.bitwise_and(np.right_shift(bundle, k), 1)
        return total

    def _effects(self, channel: str, information: Any) -> dict[int, tuple[Any, Any]]:
        """By precaution that acts on a channel: the shares of harm that it stops and that it deters."""
        found = {}
        for k, precaution in enumerate(self.x.precautions.values()):
            if channel in precaution.effect:
                stops = information * precaution.effect[channel]
                found[k] = (stops, precaution.deters * stops)
        return found

    def _tables(
        self,
        members: list[int],
        costs: Mapping[int, Any],
        stops: Mapping[str, Mapping[int, tuple[Any, Any]]],
        taken: Mapping[int, Any],
        rest: Mapping[str, list[list[Any]]],
    ) -> tuple[Array, dict[str, Array], dict[str, Array]]:
        """Over the bundles of `members`: cost, and by channel the shares of harm left and of harm not deterred."""
        spent: Any = self.zero[..., None]
        for k in members:
            spent = np.concatenate([spent, spent + _wide(costs[k] * (1 - taken[k]))], axis=-1)
        moving = {g for g, channel in self.x.channels.items() if channel.displaced_to}
        tables: list[dict[str, Any]] = [{}, {}]
        for which, table in enumerate(tables):
            for h, on in stops.items():
                if which == 1 and h not in moving:
                    continue
                made: Any = (1.0 + self.zero)[..., None]
                for factor in rest[h][which]:
                    made = made * _wide(factor)
                for k in members:
                    if k in on:
                        off = made * _wide(1 - taken[k] * on[k][which])
                        made = np.concatenate([off, made * _wide(1 - on[k][which])], axis=-1)
                    else:
                        made = np.concatenate([made, made], axis=-1)
                table[h] = made
        return spent, tables[0], tables[1]

    def _arriving(self, kept: Mapping[str, Any], here: Mapping[str, Any], wide: Any) -> Array:
        """Harm left: harm arising in each channel and harm displaced into it, less harm stopped there."""
        total: Array = np.zeros(())
        for h, channel in self.x.channels.items():
            arriving = wide(channel.harm)
            for g, other in self.x.channels.items():
                if h in other.displaced_to:
                    arriving = arriving + wide(other.displaced_to[h] * other.harm) * (1 - here[g])
            total = total + arriving * kept[h]
        return total


def _wide(value: Any) -> Any:
    """A value a draw, ready for a table; plain numbers stay."""
    return value if isinstance(value, (float, int)) else value[..., None]


def _sum_of_everything(x: CheapestAvoiderInputs) -> Array:
    """A number of the common shape of all inputs."""
    parts = [c.harm for c in x.channels.values()]
    parts += [v for c in x.channels.values() for v in c.displaced_to.values()]
    for k in x.precautions.values():
        parts += [k.cost, k.deters, *k.effect.values()]
    for p in x.parties.values():
        parts += [p.exposure, p.information, *p.transaction_cost.values()]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
