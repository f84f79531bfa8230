"""Which option should be chosen at which value of a unit of benefit, and with what probability is it the best?

    worth of an option at lambda = lambda * effect - cost
    probability  = share of draws in which it is the best          acceptability curve (ties shared equally)
    loss         = E[best - it]                                    expected opportunity loss; the lowest is the EVPI

An option can have the highest probability without having the highest mean: the `frontier` names the latter, which is
the one to choose.

References: van Hout et al. (1994); Eckermann, Briggs and Willan (2008) for expected opportunity loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import numbers
from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import WIDTH, columns, number, percent, shortened, wrap
from mloss_econ.base.ties import equal_where_tied
from mloss_econ.base.units import show_unit
from mloss_econ.engine import Comparison, finite
from mloss_econ.errors import InputError
from mloss_econ.kernel import leaf_specs
from mloss_econ.uncertainty import REPLICATES, replicate_error

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Acceptability(Tabular):
    """`probability` and `loss` of each option at each value `at`, (values, options), with standard errors; `frontier`
    is the option with the highest mean at each value; `common` says which inputs the options have in common."""

    effect: str
    cost: str
    unit: str
    options: tuple[str, ...]
    at: Array
    probability: Array
    probability_error: Array
    loss: Array
    loss_error: Array
    frontier: tuple[str, ...]
    common: str = ""

    def frame(self) -> Frame:
        """One row a value of a unit of the effect and an option."""
        best = Column("probability of being best", kind="share")
        columns = (Column(f"value of a unit of {self.effect}"), text("option"), best)
        rows = tuple(
            (float(at), name, float(self.probability[k, j]), float(self.loss[k, j]), name == self.frontier[k])
            for k, at in enumerate(self.at)
            for j, name in enumerate(self.options)
        )
        heads = (*columns, Column("expected opportunity loss", self.unit), text("to choose"))
        notes = (self.common,) if self.common else ()
        return Frame(f"Acceptability: {self.effect} against {self.cost}", heads, rows, notes)

    def __str__(self) -> str:
        lines = wrap(
            f"Worth = value of a unit of {self.effect} x {self.effect} − {self.cost}, in {self.unit}. By option: "
            "probability of being best, ties shared equally. Loss: expected opportunity loss of the option to choose, "
            "the EVPI."
        )
        room = max(6, (WIDTH - 36) // len(self.options) - 2)
        table = [["value", "choose", *(shortened(name, room) for name in self.options), "loss"]]
        for k, value in enumerate(self.at):
            shares = [percent(float(p)) for p in self.probability[k]]
            least = number(float(self.loss[k].min()))
            table.append([number(float(value)), shortened(self.frontier[k], 14), *shares, least])
        return "\n".join([*lines, *columns(table, left=2), *wrap(self.common)])


def acceptability(options: Comparison, *, effect: str, cost: str, at: Sequence[float]) -> Acceptability:
    """The curves of the cases of a comparison over values `at` of a unit of `effect`, both outputs of its calculator.

    Raises InputError for values that are not finite numbers, RunError if a row is not finite.
    """
    values = numbers(at, "at")
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise InputError(f"at = {at!r}: give the values of a unit of {effect}, as a list of numbers.")
    effects = np.array([finite(run, effect) for run in options.runs])
    costs = np.array([finite(run, cost) for run in options.runs])
    replicate = np.arange(effects.shape[1]) % REPLICATES
    drawn = np.bincount(replicate, minlength=REPLICATES)
    found: list[Any] = []
    for value in values:
        size = np.maximum(np.abs(value * effects), np.abs(costs))
        worth = equal_where_tied(value * effects - costs, size)
        most = worth.max(axis=0)
        best = worth == most
        draws = np.concatenate([best / best.sum(axis=0), most - worth])
        parts = np.array([np.bincount(replicate, row, REPLICATES) / drawn for row in draws])
        found.append((draws.mean(axis=1), replicate_error(parts)))
    count = len(options.runs)
    means, errors = (np.array([pair[k] for pair in found]) for k in (0, 1))
    case = options.runs[0].case
    unit = show_unit(dict(leaf_specs(case.outputs()))[cost].unit or "", case.prices)
    names = tuple(run.case.label for run in options.runs)
    frontier = tuple(names[int(k)] for k in np.argmin(means[:, count:], axis=1))
    return Acceptability(
        effect,
        cost,
        unit,
        names,
        values,
        means[:, :count],
        errors[:, :count],
        means[:, count:],
        errors[:, count:],
        frontier,
        str(options.random_numbers),
    )
