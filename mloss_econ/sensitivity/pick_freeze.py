"""Two independent samples A and B of the inputs of a case, and A with one factor taken from B: `A_B^k`.

Row i of A is row i of a run with the same seed. B has streams of its own (the belief's name with a mark) and, under
the sobol design, further dimensions of the same groups. Rows are evaluated a few thousand at a time, and only sums over
small blocks of them are kept, so memory does not grow with n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine import Plan, check_case, check_n, check_seed, in_order, pilot, workers
from mloss_econ.errors import RunError, no_output
from mloss_econ.kernel import Case
from mloss_econ.sensitivity.factors import Factor
from mloss_econ.uncertainty import Place, check_design

Array = npt.NDArray[np.float64]
Inputs = Mapping[str, Array]

BLOCKS = 512  # sums are kept of so many blocks of rows; the bootstrap draws blocks
ROWS = 8192  # evaluated at a time: few enough for the cache, enough for threads to take turns
MARK = "\0again"


@dataclass(frozen=True)
class Design:
    """The two samples: `plan` draws A, `other` draws B; `n` rows of each; `outputs` are wanted."""

    case: Case[Any, Any]
    plan: Plan
    other: Plan
    factors: tuple[Factor, ...]
    outputs: tuple[str, ...]

    @property
    def n(self) -> int:
        """Rows of A."""
        return self.plan.n

    @property
    def block(self) -> int:
        """Rows of one block."""
        return -(-self.n // BLOCKS)

    def samples(self, start: int, stop: int) -> tuple[Inputs, Inputs]:
        """Rows of A and of B."""
        return self.plan.inputs(start, stop), self.other.inputs(start, stop)

    def evaluate(self, inputs: Inputs, start: int, stop: int) -> Array:
        """The outputs asked for, (outputs, rows). Raises RunError, saying where, if one is not finite."""
        found = self.plan.evaluated(inputs, start, stop).outputs
        y = np.array([found[path] for path in self.outputs])
        if not np.isfinite(y).all():
            self._refuse(y, inputs)
        return y

    def _refuse(self, y: Array, inputs: Inputs) -> None:
        bad = ~np.isfinite(y)
        k, row = (int(i) for i in np.argwhere(bad)[0])
        where = ", ".join(f"{path} = {values[row]:g}" for path, values in inputs.items())
        raise RunError(
            f"'{self.outputs[k]}' is not finite in {int(bad[k].sum())} of {y.shape[1]:,} rows of '{self.case.label}', "
            f"first at {where}. An index of it would mislead: correct the calculator or the belief."
        )


def mixed(a: Inputs, b: Inputs, factor: Factor) -> dict[str, Array]:
    """A with one factor from B."""
    return {**a, **{path: b[path] for path in factor.paths}}


def design_of(
    case: Case[Any, Any],
    outputs: Sequence[str],
    parts: tuple[Factor, ...],
    *,
    n: int,
    seed: int,
    design: str,
) -> Design:
    """The two samples of a case. Raises InputError for a bad n, seed, design or output, or a calculator that mixes
    draws."""
    check_case(case, "a method of sensitivity")
    check_design(design)
    plan = Plan.of(case, check_seed(seed), design, check_n(n))
    known = pilot(plan)
    for path in outputs:
        if path not in known.outputs:
            raise no_output(case.calculator.name, path, known.outputs, known.labels)
    return Design(case, plan, _other(plan), parts, tuple(outputs))


def _other(plan: Plan) -> Plan:
    """The plan of B: the same distributions and dependence on other streams, in the dimensions of each group that
    follow those of the case."""
    last: dict[str, int] = {}
    for place in plan.places.values():
        last[place.group] = max(last.get(place.group, 0), place.dimension)

    def of_second(place: Place) -> Place:
        return replace(place, dimension=last[place.group] + 1 + place.dimension)

    columns = tuple(replace(c, key=c.key + MARK, place=of_second(c.place)) for c in plan.columns)
    tied = plan.dependence
    tied = replace(tied, names=tuple(name + MARK for name in tied.names)) if tied else None
    places = {key + MARK: of_second(place) for key, place in plan.places.items()}
    return replace(plan, columns=columns, dependence=tied, places=places)


def unseen(design: Design, idle: Sequence[Factor]) -> tuple[str, ...]:
    """The names of those factors whose draws have one value in all rows of both samples."""
    found = []
    for factor in idle:
        first = {path: design.plan.inputs(0, 1, only=path)[path] for path in factor.paths}
        spans = ((start, min(start + ROWS, design.n)) for start in range(0, design.n, ROWS))
        same = (
            (plan.inputs(*span, only=path)[path] == value).all()
            for span in spans
            for plan in (design.plan, design.other)
            for path, value in first.items()
        )
        if all(same):
            found.append(factor.name)
    return tuple(found)


Sums = Callable[..., Array]


def block_sums(design: Design, sums: Sums, *more: Any) -> Array:
    """`sums(design, start, stop, *more)` -> (..., rows, columns) of every row, added up by block: (..., blocks,
    columns). Threads are used where they pay; the result does not depend on them."""
    step = max(ROWS // design.block, 1) * design.block
    pieces = [(start, min(start + step, design.n)) for start in range(0, design.n, step)]
    with workers(None, design.n * (len(design.factors) + 2)) as pool:
        parts = list(in_order(pool, partial(_piece, design=design, sums=sums, more=more), pieces))
    return np.concatenate(parts, axis=-2)


def _piece(start: int, stop: int, design: Design, sums: Sums, more: tuple[Any, ...]) -> Array:
    return sums(design, start, stop, *more)


def edges(rows: int, block: int) -> npt.NDArray[np.int64]:
    """Where the blocks of some rows begin."""
    return np.arange(0, rows, block)


def by_block(values: Array, block: int) -> Array:
    """Sums over blocks of the last axis, (..., rows) -> (..., blocks)."""
    return np.asarray(np.add.reduceat(values, edges(values.shape[-1], block), axis=-1))
