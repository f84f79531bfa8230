"""All bundles of precautions at once: what each costs whom, and the harm it leaves.

Bundle number S has precaution k if bit k of S is set. Tables have the bundles on their last axis, after the draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mloss_econ.quantities import Array

if TYPE_CHECKING:
    from mloss_econ.liability.cheapest_avoider import CheapestAvoiderInputs

MOST = 12  # precautions that are enumerated: 4,096 bundles
Codes = npt.NDArray[np.int64]


def labels_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The name of every bundle.

    >>> labels_of(("a", "b"))
    ('none', 'a', 'b', 'a + b')
    """
    bundles = ([n for k, n in enumerate(names) if s >> k & 1] for s in range(2 ** len(names)))
    return tuple(" + ".join(bundle) or "none" for bundle in bundles)


@dataclass(frozen=True)
class Situation:
    """A situation with its tables over bundles, all of the full shape (draws..., bundles).

    `own_cost`: what each bundle costs its owners; `harm`: what it leaves.
    """

    x: CheapestAvoiderInputs
    member: npt.NDArray[np.float64]  # (precautions, bundles): 1 where the bundle has the precaution
    bundles: Codes
    labels: tuple[str, ...]
    zero: Array
    own_cost: Array
    harm: Array

    @classmethod
    def of(cls, x: CheapestAvoiderInputs) -> Situation:
        """Lay out the bundles and the tables that do not depend on who is named."""
        count = len(x.precautions)
        bundles = np.arange(2**count)
        member = np.array([(bundles >> k) & 1 for k in range(count)], dtype=np.float64).reshape(count, 2**count)
        zero = 0.0 * _sum_of_everything(x)[..., None] * np.ones(2**count)
        own = zero
        for k, precaution in enumerate(x.precautions.values()):
            own = own + precaution.cost[..., None] * member[k]
        made = cls(x, member, bundles, labels_of(tuple(x.precautions)), zero, own, zero)
        return cls(x, member, bundles, made.labels, zero, own, made.perceived(None))

    def perceived(self, party: str | None) -> Array:
        """Harm left by every bundle, as a party sees it; None: as it is."""
        seen = self.x.parties[party].information[..., None] if party is not None else 1.0
        kept, here = {}, {}
        for h in self.x.channels:
            kept[h], here[h] = 1.0 + self.zero, 1.0 + self.zero
            for k, precaution in enumerate(self.x.precautions.values()):
                if h in precaution.effect:
                    stops = seen * precaution.effect[h][..., None] * self.member[k]
                    kept[h] = kept[h] * (1 - stops)
                    here[h] = here[h] * (1 - precaution.deters[..., None] * stops)
        total = self.zero
        for h, channel in self.x.channels.items():
            arriving = channel.harm[..., None]
            for g, other in self.x.channels.items():
                if h in other.displaced_to:
                    arriving = arriving + other.displaced_to[h][..., None] * other.harm[..., None] * (1 - here[g])
            total = total + arriving * kept[h]
        return total

    def cost_to(self, party: str) -> Array:
        """What every bundle costs if `party` has it done: its own precautions, and others' with arranging; infinite
        where it cannot reach an owner."""
        total, me = self.own_cost, self.x.parties[party]
        for k, precaution in enumerate(self.x.precautions.values()):
            if precaution.owner in me.arranging:
                total = total + me.arranging[precaution.owner][..., None] * self.member[k]
            elif precaution.owner != party:
                total = total + np.where(self.member[k] > 0, np.inf, 0.0)
        return total

    def named(self, party: str, residual: str | None, rounds: int) -> tuple[Array, Any, Array]:
        """Name a party: the social cost, the bundle in use, and whether the answers settled (1 or 0).

        A residual bearer who is named carries the whole loss. Otherwise the named party answers first, to nobody's
        precautions; then it and the residual bearer (exposed to what the
        named party escapes) answer each other, at most `rounds` times.
        """
        whole = party == self.x.residual_bearer  # what it escapes falls on itself
        exposure = 1.0 + self.zero if whole else self.x.parties[party].exposure[..., None]
        mine, seen = self.cost_to(party), self.perceived(party)
        first = self._answer(mine, exposure * seen, 0 * np.argmin(self.zero, axis=-1))
        if residual is None:
            return _pick(mine + self.harm, first), first, 1.0 + self.zero[..., 0]
        theirs, theirs_seen = self.cost_to(residual), self.perceived(residual)
        second = self._answer(theirs, (1 - exposure) * theirs_seen, first)
        settled = 0.0 * self.zero[..., 0]
        for _ in range(rounds):
            next_first = self._answer(mine, exposure * seen, second)
            next_second = self._answer(theirs, (1 - exposure) * theirs_seen, next_first)
            settled = 1.0 * (np.equal(next_first, first) & np.equal(next_second, second))
            first, second = next_first, next_second
        used = first | second
        paid = _pick(mine, first) + _pick(theirs, second & ~first)
        return paid + _pick(self.harm, used), used, settled

    def _answer(self, cost: Array, exposed_harm: Array, others: Any) -> Any:
        """The cheapest bundle to add to what others already do: cost of what is new, and the harm left by both."""
        theirs = others[..., None]
        new = np.take_along_axis(cost, self.bundles & ~theirs, axis=-1)
        left = np.take_along_axis(exposed_harm, self.bundles | theirs, axis=-1)
        return np.argmin(new + left, axis=-1)


def _pick(table: Array, code: Any) -> Array:
    return np.take_along_axis(table, code[..., None], axis=-1)[..., 0]


def _sum_of_everything(x: CheapestAvoiderInputs) -> Array:
    """A number of the common shape of all inputs."""
    parts = [c.harm for c in x.channels.values()]
    parts += [v for c in x.channels.values() for v in c.displaced_to.values()]
    for k in x.precautions.values():
        parts += [k.cost, k.deters, *k.effect.values()]
    for p in x.parties.values():
        parts += [p.exposure, p.information, *p.arranging.values()]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
