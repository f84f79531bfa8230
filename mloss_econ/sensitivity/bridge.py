"""Why do two cases differ, term by term?

    share of an input = mean, over all orders in which the inputs go from one case to the other, of what its step adds
                      = sum over sets S without it of |S|! (k - |S| - 1)! / k! * (output(S and it) - output(S))

These are Shapley values at the adopted points: they sum exactly to the difference, whatever the order. Above 12 inputs
that differ, 1,024 random orders stand for all; the parts still sum exactly, and each has a standard error. Apart each
stand what the step adds when it comes first and when it comes last; where they differ, the inputs act together. With
`n` the same is done in every draw, the two cases on the same uniforms; the means of the parts then sum to the mean
difference, also for inputs that differ in their uncertainty alone.

Inputs that rest on one belief move together, those of one world (see `kernel.worlds`) apart from those of another. All
that differ in the world of a law which a proposal removes move as one, the removal of that law: half a law is in no
world.

Reference: Shapley (1953); Shorrocks (2013) for the decomposition of differences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, number, wrap
from mloss_econ.base.units import show_unit
from mloss_econ.engine import SEED, Plan, check_case, check_n, check_seed
from mloss_econ.errors import InputError, RunError, UnitError, nearest
from mloss_econ.kernel import (
    AGAINST,
    REMOVED,
    Case,
    leaf_specs,
    leaves,
    output_quantities,
    removed_law,
    replace_leaves,
    world_of,
)
from mloss_econ.sensitivity.ranking import Index
from mloss_econ.sensitivity.resampling import STUDENT
from mloss_econ.uncertainty import REPLICATES, replicate_error, uniforms

Array = npt.NDArray[np.float64]

MOST = 12  # groups: all sets of them are computed
ORDERS = 2**10  # else
ROWS = 2**12  # draws at a time


@dataclass(frozen=True)
class BridgeRow:
    """One input: its values in the two cases, its contribution to the difference, and what its step adds first and
    last.

    `path` names several inputs where they rest on one belief; `error` is the standard error of `part` where orders were
    sampled; `idle`: its step adds nothing in any order (of those sampled), nor in a draw. The removal of a law
    (`is_removal`) has the value 1 where the law is removed, 0 where it is not.
    """

    path: str
    from_value: float
    to_value: float
    unit: str
    part: float
    first: float
    last: float
    error: float = 0.0
    mean: Index | None = None
    idle: bool = False
    is_removal: bool = False

    def cells(self) -> tuple[str, str]:
        """The values in the two cases, for a reader."""
        if self.is_removal:
            return ("yes" if self.from_value else "no", "yes" if self.to_value else "no")
        return number(self.from_value), number(self.to_value)


@dataclass(frozen=True)
class Bridge(Tabular):
    """The difference between two cases in one output; `rows` by size of their part."""

    output: str
    unit: str
    labels: tuple[str, str]
    values: tuple[float, float]
    rows: tuple[BridgeRow, ...]
    means: tuple[Index, Index] | None = None

    def frame(self) -> Frame:
        """One row an input in which the two cases differ: its values and its contribution to the difference."""
        one, other = self.labels
        columns = (text("input"), text("unit"), Column(f"in {one}"), Column(f"in {other}"), Column("part", self.unit))
        rows = tuple((r.path, r.unit, r.from_value, r.to_value, r.part) for r in self.rows)
        a, b = (number(v) for v in self.values)
        title = f"{self.output} ({self.unit}): {a} in {one}, {b} in {other}, and what makes the difference"
        return Frame(title, columns, rows, ("Parts are Shapley values and sum to the difference.",))

    def __str__(self) -> str:
        one, other = self.labels
        lines = wrap(f"{self.output}, from '{one}' to '{other}', {self.unit}".rstrip(", "))
        table = [["", one[:14], other[:14], "part", "first", "last"], [one, "", "", number(self.values[0]), "", ""]]
        idle = [r.path for r in self.rows if r.idle]
        for r in (r for r in self.rows if r.path not in idle):
            table.append([r.path, *r.cells(), *(number(v) for v in (r.part, r.first, r.last))])
        table.append([other, "", "", number(self.values[1]), "", ""])
        error = max((r.error for r in self.rows), default=0.0)
        said = f" Differ and play no part{' in these' if error else ''}: {', '.join(idle)}." if idle else ""
        orders = f"{ORDERS:,} orders (s.e. up to {number(error, 1)})" if error else "all orders"
        made = [*lines, *_rows(table), *wrap(f"Parts are means over {orders} and sum to the difference.{said}")]
        return "\n".join([*made, *self._over_draws()])

    def _over_draws(self) -> list[str]:
        if self.means is None:
            return []
        table = [["mean over draws", ""], [self.labels[0], str(self.means[0])]]
        ordered = sorted(
            (r for r in self.rows if r.mean is not None), key=lambda r: -abs(r.mean.value if r.mean else 0)
        )
        table += [[r.path, str(r.mean)] for r in ordered if r.mean and not r.mean.nothing]
        return [*columns([*table, [self.labels[1], str(self.means[1])]]), "±: 90 % interval of the sampling error."]


def _rows(table: list[list[str]]) -> list[str]:
    """The table, each name on a line of its own where a name would be cut short."""
    lines = columns(table)
    if all(row[0] in line for row, line in zip(table, lines, strict=True)):
        return lines
    head, *figures = columns([["    ", *row[1:]] for row in table])
    return [head, *(line for row, low in zip(table[1:], figures, strict=True) for line in (row[0], low))]


def bridge(
    a: Case[Any, Any],
    b: Case[Any, Any],
    output: str,
    *,
    n: int | None = None,
    seed: int = SEED,
) -> Bridge:
    """Explain the difference in `output` between the adopted points of two cases of a calculator; with `n`, also that
    between their means over n draws.

    Raises InputError for another calculator, another structure or an unknown output, UnitError that names both for
    cases in different price bases, RunError if the output is not finite on the way.
    """
    check_case(a, "bridge")
    b.check_of(a.calculator)
    if a.prices != b.prices:
        raise UnitError(
            f"'{a.label}' is in {a.prices} but '{b.label}' is in {b.prices}. Build both in the same prices."
        )
    if list(a.entries) != list(b.entries) or _structure(a) != _structure(b):
        raise InputError(f"'{a.label}' and '{b.label}' differ in structure (names, labels or tables), not in numbers.")
    groups: dict[tuple[str, ...], list[str]] = {}
    for path, entry in a.entries.items():
        if entry.value != b.entries[path].value or (n is not None and entry.dist != b.entries[path].dist):
            groups.setdefault(_moves_with(a, path), []).append(path)
    parts, firsts, lasts, errors, still, ends = _points(a, b, list(groups.values()), output, seed)
    means, both = (None, None) if n is None else _means(a, b, list(groups.values()), output, n, seed)
    rows = []
    for i, paths in enumerate(groups.values()):
        name, values, unit, is_removal = _what_moves(a, b, paths)
        rows.append(
            BridgeRow(
                name,
                *values,
                unit,
                float(parts[i]),
                float(firsts[i]),
                float(lasts[i]),
                float(errors[i]),
                None if means is None else means[i],
                bool(still[i]) and (means is None or means[i].nothing),
                is_removal,
            )
        )
    rows.sort(key=lambda row: -abs(row.part))
    unit = dict(leaf_specs(a.outputs()))[output].unit or ""
    return Bridge(output, show_unit(unit, a.prices), (a.label, b.label), ends, tuple(rows), both)


def _moves_with(case: Case[Any, Any], path: str) -> tuple[str, ...]:
    """What an input moves with: all of the world of a removed law; else what rests on its belief in its own world."""
    world = world_of(case.calculator, path)
    return world if removed_law(case.calculator, path) else (*world, case.entries[path].key)


def _what_moves(a: Case[Any, Any], b: Case[Any, Any], paths: list[str]) -> tuple[str, tuple[float, float], str, bool]:
    """The name of a group, its value in each of two cases, its unit, and whether it is the removal of a law."""
    found = {path: removed_law(a.calculator, path) for path in paths}
    law = found[paths[0]]
    if law is None:
        entry = a.entries[paths[0]]
        unit = show_unit(str(entry.spec.unit), a.prices)
        return ", ".join(paths), (entry.value, b.entries[paths[0]].value), unit, False
    pairs = [(path, at[1]) for path, at in found.items() if at]
    one, other = (
        float(any(case.entries[path].value != case.entries[base].value for path, base in pairs)) for case in (a, b)
    )
    whose = [name.removesuffix(f"{REMOVED}{law[0]}").rstrip("_") for name in world_of(a.calculator, paths[0])]
    where = ", ".join("by the comparator" if name.startswith(AGAINST) else name for name in whose if name)
    return f"removal of {law[0]}" + (f" ({where})" if where else ""), (one, other), "1: removed, 0: not", True


def _points(
    a: Case[Any, Any], b: Case[Any, Any], groups: list[list[str]], output: str, seed: int
) -> tuple[Array, Array, Array, Array, npt.NDArray[np.bool_], tuple[float, float]]:
    """Of each group at the adopted points: its part, what it adds first and last, the standard error of its part,
    whether it never adds anything; and the outputs at both ends."""
    k = len(groups)

    def at(chosen: npt.NDArray[np.bool_]) -> Array:
        """The output where the groups marked (rows, k) are those of b."""
        values: dict[str, Any] = {path: np.float64(entry.value) for path, entry in a.entries.items()}
        for i, paths in enumerate(groups):
            for path in paths:
                values[path] = np.where(chosen[:, i], b.entries[path].value, a.entries[path].value)
        found = output_quantities(a.calculator(replace_leaves(a.point, values, validate=False)))
        if output not in found:
            raise InputError(f"{a.calculator.name} has no output '{output}'. {nearest(output, found)}")
        y = np.broadcast_to(np.asarray(found[output], dtype=np.float64), (len(chosen),))
        if not np.isfinite(y).all():
            raise RunError(f"'{output}' is not finite between '{a.label}' and '{b.label}'.")
        return np.asarray(y)

    one = np.eye(k, dtype=bool)
    start, stop = (float(at(np.full((1, k), on))[0]) for on in (False, True))
    firsts, lasts = at(one) - start, stop - at(~one)
    if k <= MOST:
        sets = (np.arange(2**k)[:, None] >> np.arange(k) & 1).astype(bool)
        y, size = at(sets), sets.sum(axis=1)
        parts, still = np.empty(k), np.empty(k, dtype=bool)
        for i in range(k):
            without = np.flatnonzero(~sets[:, i])
            weight = np.array([factorial(s) * factorial(k - s - 1) / factorial(k) for s in size[without]])
            added = y[without | (1 << i)] - y[without]
            parts[i], still[i] = weight @ added, not added.any()
        return parts, firsts, lasts, np.zeros(k), still, (start, stop)
    place = _orders(seed, ORDERS, k)
    added = _steps(place, lambda step: at(step > place.T))
    still = ~(added.any(axis=1) | (firsts != 0) | (lasts != 0))
    return added.mean(axis=1), firsts, lasts, added.std(axis=1, ddof=1) / ORDERS**0.5, still, (start, stop)


def _orders(seed: int, rows: int, k: int, start: int = 0) -> npt.NDArray[np.int64]:
    """A random order for each row: the place of each of k groups in it, (k, rows)."""
    draws = [uniforms(seed, f"order {i}", rows, design="random", start=start) for i in range(k)]
    return np.argsort(np.argsort(np.array(draws).reshape(k, rows), axis=0), axis=0)


def _steps(place: npt.NDArray[np.int64], at: Callable[[int], Array]) -> Array:
    """What each group adds when its turn comes, (k, rows); `at(step)` is the output after so many steps."""
    k, rows = place.shape
    added = np.zeros((k, rows))
    order = np.argsort(place, axis=0)
    before = at(0)
    for step in range(k):
        after = at(step + 1)
        added[order[step], np.arange(rows)] = after - before
        before = after
    return added


def _means(
    a: Case[Any, Any], b: Case[Any, Any], groups: list[list[str]], output: str, n: int, seed: int
) -> tuple[list[Index], tuple[Index, Index]]:
    """The mean contribution of each group over draws, each draw in an order of its own, and the mean output of both
    cases."""
    if a.dependence != b.dependence:
        raise InputError(f"'{a.label}' and '{b.label}' are correlated differently: that is no change of an input.")
    plans = [Plan.of(case, check_seed(seed), "sobol", check_n(n)) for case in (a, b)]
    k = len(groups)
    sums, replicate = np.zeros((k + 2, REPLICATES)), np.arange(ROWS) % REPLICATES
    for start in range(0, n, ROWS):
        stop = min(start + ROWS, n)
        size = stop - start
        ones, others = (
            {**{p: np.full(size, e.value) for p, e in c.entries.items() if not e.uncertain}, **plan.inputs(start, stop)}
            for c, plan in zip((a, b), plans, strict=True)
        )
        place = _orders(seed, size, k, start)

        def at(step: int, ones: Any = ones, others: Any = others, place: Any = place, start: int = start) -> Array:
            mixed = dict(ones)
            for i, paths in enumerate(groups):
                mixed |= {path: np.where(place[i] < step, others[path], ones[path]) for path in paths}
            y = plans[0].evaluated(mixed, start, start + place.shape[1]).outputs[output]
            if not np.isfinite(y).all():
                raise RunError(f"'{output}' is not finite in a draw between '{a.label}' and '{b.label}'.")
            return np.asarray(y)

        rows = np.concatenate([_steps(place, at), [at(0), at(k)]])
        sums += np.array([np.bincount(replicate[:size], row, REPLICATES) for row in rows])
    counts = np.bincount(np.arange(n) % REPLICATES, minlength=REPLICATES)
    errors = replicate_error(sums / counts)
    found = [Index.of(float(v), float(e), STUDENT) for v, e in zip(sums.sum(axis=1) / n, errors, strict=True)]
    return found[:k], (found[k], found[k + 1])


def _structure(case: Case[Any, Any]) -> dict[str, Any]:
    return {p: v for p, v in leaves(case.point, all_kinds=True) if p not in case.entries}
