"""Calculators of flags, counts and mixed inputs, and their indices as sums over the classes of the inputs."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from functions import ThreeInputs, YOutputs, case

from mloss_econ.kernel import Calculator, Case, calculator
from mloss_econ.uncertainty import Distribution, discrete, mixture, point, uniform
from mloss_econ.uncertainty.points import Discrete

UNIT = uniform(low=0, high=1)
HALF = discrete(values=[0, 1], weights=[0.5, 0.5])
RARE = discrete(values=[0, 1], weights=[0.97, 0.03])
THREE = discrete(values=[0, 1, 5], weights=[0.6, 0.3, 0.1])
PART = mixture(of=[point(value=0), uniform(low=0, high=1)], weights=[0.4, 0.6])


@calculator
def flag(x: ThreeInputs) -> YOutputs:
    """1 where the first, twice the second and the third come to more than 1.5."""
    return YOutputs(y=1.0 * np.greater(x.x1 + 2 * x.x2 + x.x3, 1.5))


@calculator
def count(x: ThreeInputs) -> YOutputs:
    """A count: whole numbers of the first and of three times the second, and one more where both are."""
    one, other = np.floor(x.x1), np.floor(3 * x.x2)
    return YOutputs(y=one + other + 1.0 * (np.greater(one, 0.5) * np.greater(other, 0.5)) + 0 * x.x3)


@calculator
def scaled(x: ThreeInputs) -> YOutputs:
    """Ranges that do not meet, one for each value of the first."""
    return YOutputs(y=np.power(10.0, x.x1) * (1 + x.x2) + 0 * x.x3)


@calculator
def parity(x: ThreeInputs) -> YOutputs:
    """Whether the first is an odd number."""
    return YOutputs(y=np.mod(x.x1, 2.0) + 0 * (x.x2 + x.x3))


@calculator
def part(x: ThreeInputs) -> YOutputs:
    """Zero in most draws, continuous in the others."""
    return YOutputs(y=np.maximum(x.x1 + x.x2 - 1.5, 0.0) + 0 * x.x3)


Grid = tuple[np.ndarray, np.ndarray]


def classes(dist: Distribution, parts: int = 60) -> Grid:
    """Values and weights of an input: those of a discrete one, or equally likely middles of a continuous part."""
    if isinstance(dist, Discrete):
        return np.array(dist.values), np.array(dist.weights)
    u = (np.arange(parts) + 0.5) / parts
    values, weights = np.unique(np.asarray(dist.quantile(u)), return_counts=True)
    return values, weights / parts


class Truth:
    """What an output is in each class of the three inputs, (k1, k2, k3), with the weights of the classes."""

    def __init__(self, made: Calculator[Any, Any], dists: Mapping[str, Distribution]) -> None:
        self.paths = list(dists)
        grids = [classes(dist) for dist in dists.values()]
        axes = np.meshgrid(*(values for values, _ in grids), indexing="ij")
        inputs: Any = ThreeInputs
        at = inputs.model_construct(**dict(zip(dists, axes, strict=True)))
        self.y: np.ndarray = np.round(np.asarray(made.function(at).y, dtype=float), 9)
        self.w: np.ndarray = np.einsum("i,j,k->ijk", *(weights for _, weights in grids))
        self.axes = axes
        self.one = [weights for _, weights in grids]
        self.middle = [np.cumsum(weights) - weights / 2 for _, weights in grids]

    def law(self) -> Grid:
        """Values of the output, and their probabilities given each class of each input: (inputs, classes, values)."""
        values, place = np.unique(self.y, return_inverse=True)
        place = place.reshape(self.y.shape)
        given_x = []
        for k, weights in enumerate(self.one):
            rows = [np.moveaxis(a, k, 0).reshape(len(weights), -1) for a in (place, self.w)]
            law = [np.bincount(p, w, len(values)) / w.sum() for p, w in zip(*rows, strict=True)]
            given_x.append(np.array(law))
        return values, np.array(given_x, dtype=object)

    def delta(self) -> list[float]:
        _, laws = self.law()
        whole = [w @ law for w, law in zip(self.one, laws, strict=True)]
        return [
            float(w @ np.abs(law - all_).sum(axis=1)) / 2 for w, law, all_ in zip(self.one, laws, whole, strict=True)
        ]

    def cramer(self) -> list[float]:
        found = []
        for w, law in zip(self.one, self.law()[1], strict=True):
            below = np.cumsum(np.asarray(law, dtype=float), axis=1)
            mean = w @ below
            weights = np.diff(mean, prepend=0)
            at_least = below - np.asarray(law, dtype=float)  # P(Y < t | X): P(Y >= t) has the same variance
            base = w @ at_least
            found.append(float((w @ (at_least - base) ** 2) @ weights / ((base * (1 - base)) @ weights)))
        return found

    def ranks(self) -> list[float]:
        values, place = np.unique(self.y, return_inverse=True)
        share = np.bincount(place.reshape(-1), self.w.reshape(-1), len(values))
        rank = (np.cumsum(share) - share / 2)[place.reshape(self.y.shape)]
        return [self.correlation(rank, np.asarray(m)) for m in self.middle_by_axis()]

    def middle_by_axis(self) -> list[np.ndarray]:
        shapes = [[-1 if j == k else 1 for j in range(3)] for k in range(3)]
        return [np.broadcast_to(m.reshape(s), self.y.shape) for m, s in zip(self.middle, shapes, strict=True)]

    def correlation(self, g: np.ndarray, h: np.ndarray) -> float:
        g, h = g - (self.w * g).sum(), h - (self.w * h).sum()
        size = (self.w * g * g).sum() * (self.w * h * h).sum()
        return float((self.w * g * h).sum() / size**0.5) if size > 0 else 0.0

    def explained(self, known: tuple[int, ...]) -> float:
        """Var(E[y | the inputs in `known`])."""
        others = tuple(k for k in range(3) if k not in known)
        mass = self.w.sum(axis=others, keepdims=True)
        mean = (self.w * self.y).sum(axis=others, keepdims=True) / mass
        return float((mass * (mean - (self.w * self.y).sum()) ** 2).sum())

    def variance_shares(self) -> dict[str, list[float]]:
        whole = self.explained((0, 1, 2))
        rest = [tuple(j for j in range(3) if j != k) for k in range(3)]
        first = [self.explained((k,)) / whole for k in range(3)]
        total = [1 - self.explained(r) / whole for r in rest]
        pairs = {(i, j): self.explained((i, j)) / whole for i, j in ((0, 1), (0, 2), (1, 2))}
        joint = [sum(v - first[a + b - k] for (a, b), v in pairs.items() if k in (a, b)) for k in range(3)]
        split = [(2 * f + p + 2 * t) / 6 for f, p, t in zip(first, joint, total, strict=True)]
        return {"first": first, "total": total, "shapley": split}


TOYS: dict[str, tuple[Calculator[Any, Any], dict[str, Distribution]]] = {
    "flag of continuous inputs": (flag, {"x1": UNIT, "x2": UNIT, "x3": UNIT}),
    "count": (count, {"x1": THREE, "x2": UNIT, "x3": UNIT}),
    "ranges apart, two values": (scaled, {"x1": HALF, "x2": UNIT, "x3": UNIT}),
    "flag of a mixed and a rare input": (flag, {"x1": PART, "x2": UNIT, "x3": RARE}),
    "all discrete": (count, {"x1": THREE, "x2": discrete(values=[0, 0.5, 0.9], weights=[0.2, 0.5, 0.3]), "x3": HALF}),
    "parity of ten": (parity, {"x1": discrete(values=list(range(10)), weights=[0.1] * 10), "x2": UNIT, "x3": HALF}),
    "zero or continuous": (part, {"x1": PART, "x2": UNIT, "x3": RARE}),
}
CASES: dict[str, tuple[Calculator[Any, Any], Case[Any, Any]]] = {
    name: (made, case(made, **dists)) for name, (made, dists) in TOYS.items()
}


# Of a continuous part a grid's laws lie on different points, so there the integrals are done by hand: of the share
# above zero, E|P(Y > 0 | X) - 0.075|, and of the densities 1 or 0.6 below x - 0.5 against 0.6 (0.5 - y).
DELTA = {"zero or continuous": [(0.108375 + 0.12) / 2, (0.084375 + 0.1) / 2, 0.0]}


def deltas(name: str) -> list[float]:
    return DELTA[name] if name in DELTA else Truth(*TOYS[name]).delta()
