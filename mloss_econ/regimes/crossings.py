"""Where does the net benefit of a proposal change sign? Many questions about one proposal in a few evaluations.

A question moves some inputs together, each in proportion to one value; its answers are the values between two points of
its grid, or next to a turning point, at which the sign changes, all else as adopted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import Case, Worlds, contrast, summed, with_leaves
from mloss_econ.sensitivity import lowest, valleys

Name = TypeVar("Name", bound=Hashable)
Whole = npt.NDArray[np.int64]
GRID, ROUNDS = 97, 2
FALL = 8.0  # times what a bracket has fallen between its cuts; it would have to fall by more to change the sign
SAME = 1e-12  # of the largest net seen: less is none


@dataclass(frozen=True)
class Question:
    """Inputs by path, each a multiple of the value asked for, and the grid of values that are tried first."""

    paths: Mapping[str, float]
    grid: Array
    geometric: bool = False


@dataclass(frozen=True)
class Net:
    """The net benefit of one case less another, as a function of some inputs; `against` is what the other came to where
    it was asked for, so that nets of several cases less the same other evaluate it once."""

    made: Case[Any, Any]
    output: str
    against: dict[bytes, Array] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, case: Case[Any, Any], against: Case[Any, Any] | None = None, output: str = "net_world") -> Net:
        """That of a case against another: without one, the status quo of its world."""
        return cls(contrast(case, against), output)

    def at(self, values: Mapping[str, Array]) -> Array:
        """The net at values of some inputs, by path, of one length; without any, as adopted."""
        calculator, point = self.made.calculator, with_leaves(self.made.point, values)
        assert isinstance(calculator, Worlds)
        mine, theirs, *others = calculator.inputs_of_each(point)
        asked = _digest(values)
        with np.errstate(all="ignore"):  # what is not finite is for the caller
            first, *more = (value_at(calculator.of.function(x), self.output) for x in (mine, *others))
            if asked not in self.against:
                self.against[asked] = value_at(calculator.of.function(theirs), self.output)
        found = summed([first, self.against[asked], *more], calculator.pairs)
        return np.broadcast_to(found, np.broadcast_shapes(*(value.shape for value in values.values())))


def _digest(values: Mapping[str, Array]) -> bytes:
    """Values by path in a few bytes."""
    made = hashlib.sha256()
    for path, value in values.items():
        made.update(f"{path} {value.shape} ".encode())
        made.update(value.tobytes())
    return made.digest()


def value_at(y: Any, output: str) -> Array:
    """An output by its dotted path."""
    name, _, key = output.partition(".")
    found = getattr(y, name)
    return np.asarray(found[key] if key else found)


def crossings(net: Net, asked: Mapping[Name, Question]) -> dict[Name, tuple[float, ...]]:
    """The answers to every question, by its name, in rising order."""
    questions = list(asked.values())
    if not questions:
        return {}
    inputs = {path: float(net.made.entry(path).value) for q in questions for path in q.paths}

    def at(which: Whole, points: Array) -> Array:
        """The net of each question (by number) at each of its points."""
        rows = np.broadcast_to(which[:, None], points.shape).ravel()
        flat, values = points.ravel(), {path: np.full(points.size, adopted) for path, adopted in inputs.items()}
        for k in np.unique(rows):
            mine = rows == k
            for path, share in questions[k].paths.items():
                values[path][mine] = share * flat[mine]
        return net.at(values).reshape(points.shape)

    grids = np.array([q.grid for q in questions])
    nets = at(np.arange(len(questions)), grids)
    slack = SAME * np.max(np.abs(nets))
    nets = np.where(np.abs(nets) <= slack, 0.0, nets)
    found = [_between(k, grid, np.sign(y)) for k, (grid, y) in enumerate(zip(grids, nets, strict=True))]
    brackets = [one for some in found for one in some] + _turning(at, grids, nets)
    answers: dict[int, list[float]] = {k: [] for k in range(len(questions))}
    if brackets:
        which = np.array([k for k, *_ in brackets])
        low, high, start = (np.array([b[i] for b in brackets]) for i in (1, 2, 3))
        even = [questions[k].geometric for k in which]
        for _ in range(ROUNDS):
            points = np.array([_spaced(*b) for b in zip(low, high, even, strict=True)])
            place = np.argmax(np.sign(at(which, points)) != start[:, None], axis=1)
            rows = np.arange(len(which))
            low, high = points[rows, np.maximum(place - 1, 0)], points[rows, place]
        for k, a, b, geometric in zip(which, low, high, even, strict=True):
            answers[int(k)].append(float(np.sqrt(a * b) if geometric else (a + b) / 2))
    return {name: tuple(sorted(answers[k])) for k, name in enumerate(asked)}


def _spaced(low: float, high: float, geometric: bool) -> Array:
    return np.geomspace(low, high, GRID) if geometric else np.linspace(low, high, GRID)


Bracket = tuple[int, float, float, float]  # the question, both ends, the sign at the low one


def _between(k: int, grid: Array, sign: Array) -> list[Bracket]:
    """Where the sign changes from one point of a grid to another; where the net is zero it has none."""
    signed = np.flatnonzero(sign)
    return [(k, grid[a], grid[b], sign[a]) for a, b in pairwise(signed) if sign[a] != sign[b]]


def _turning(at: Any, grids: Array, nets: Array) -> list[Bracket]:
    """Where it changes between two points of a grid and back again, next to a turning point."""
    found: list[Bracket] = []
    for side in (1.0, -1.0):
        which: list[int] = []
        lows: list[float] = []
        highs: list[float] = []
        for k, (grid, y) in enumerate(zip(grids, nets, strict=True)):
            places, *ends = valleys(side * y)
            keep = side * np.sign(y[places]) > 0
            which += [k] * int(keep.sum())
            lows += list(grid[ends[0][keep]])
            highs += list(grid[ends[1][keep]])
        if not which:
            continue
        numbers, before, after = np.array(which), np.array(lows), np.array(highs)

        def inwards(rows: Whole, points: Array, side: float = side, numbers: Whole = numbers) -> Array:
            return np.asarray(side * at(numbers[rows], points))

        x, least, _ = lowest(inwards, before, after, enough=0.0, within=FALL)
        for k, a, b, m in zip(numbers[least < 0], before[least < 0], after[least < 0], x[least < 0], strict=True):
            ends_: Sequence[Bracket] = ((int(k), a, m, side), (int(k), m, b, -side))
            found += [end for end in ends_ if end[1] < end[2]]
    return found
