"""A decision: some options, and what each is worth in every draw.

Options are the cases of a comparison (by its output), several outputs of one run, or acting against not acting:
an output of a run above a target or not. More is better, or less (`best="lowest"`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import columns_of, numbers
from mloss_econ.base.text import number
from mloss_econ.base.ties import ahead_by, equal_where_tied
from mloss_econ.base.units import show_unit
from mloss_econ.engine import Comparison, RandomNumbers, Run, finite, largest_correlation, streams_of
from mloss_econ.errors import InputError
from mloss_econ.kernel import leaf_specs
from mloss_econ.sensitivity.factors import beliefs
from mloss_econ.uncertainty import REPLICATES

Array = npt.NDArray[np.float64]
Best = Literal["highest", "lowest"]

FEWEST = 16 * REPLICATES  # draws


@dataclass(frozen=True)
class InputSource:
    """One uncertain input as it was drawn: arrays (rows,) that it determines, drawn when asked for, and whether it is
    judgement."""

    draws: tuple[Callable[[], Array], ...]
    is_judgement: bool

    @property
    def columns(self) -> tuple[Array, ...]:
        """The arrays."""
        return tuple(draw() for draw in self.draws)


@dataclass(frozen=True)
class Decision:
    """`worth` (options, draws), more is better, in `unit`; the uncertain inputs behind it, by name. `sign` is -1 where
    the lowest output is best, so that sign times worth is in the reader's terms; `random_numbers` says which inputs the
    options have in common (None: not known)."""

    options: tuple[str, ...]
    worth: Array
    inputs: Mapping[str, InputSource]
    unit: str = ""
    about: str = "decision"
    judged_by: str = "worth"
    sign: float = 1.0
    random_numbers: RandomNumbers | None = None

    def __post_init__(self) -> None:
        count, n = self.worth.shape
        if count != len(self.options) or count < 2 or len(set(self.options)) < count:
            raise InputError(f"a decision needs two options or more, each with a name of its own: {self.options}.")
        if n < FEWEST:
            raise InputError(f"{n} draws are too few for an error bar; {FEWEST} are needed. Run with a larger n.")
        bad = ~np.isfinite(self.worth)
        if bad.any():
            k, row = (int(i) for i in np.argwhere(bad)[0])
            raise InputError(
                f"'{self.options[k]}' is not finite in {int(bad[k].sum())} of {n:,} draws, first in row {row}. "
                "An option that is worth nothing must have 0."
            )

    @cached_property
    def worth_where_tied(self) -> Array:
        """The worth, in which options that tie for the best of a draw are worth exactly the same."""
        return equal_where_tied(self.worth)

    @cached_property
    def best(self) -> int:
        """The option with the highest mean (the first of those that tie)."""
        return int(np.argmax(self.worth_where_tied.mean(axis=1)))

    @cached_property
    def gain(self) -> Array:
        """What each option is worth beyond the best one on average, (options, draws): the same added to all cancels."""
        return np.asarray(self.worth_where_tied - self.worth_where_tied[self.best])

    @property
    def common(self) -> str:
        """Which inputs the options have in common, in words."""
        if self.random_numbers is not None:
            return str(self.random_numbers)
        most = largest_correlation(list(self.worth))
        size = "" if most is None else f" The largest rank correlation between their worths is {number(most, 2)}."
        return f"The worths are taken as given: which inputs the options have in common is not known.{size}"

    def source(self, name: str) -> InputSource:
        """One input. Raises InputError with the nearest right name."""
        from mloss_econ.errors import nearest

        if name not in self.inputs:
            raise InputError(f"'{name}' is not an uncertain input of this decision. {nearest(name, self.inputs)}")
        return self.inputs[name]


def decision(
    source: Comparison | Run[Any, Any],
    outputs: str | Sequence[str] | None = None,
    *,
    best: Best = "highest",
    target: float | None = None,
) -> Decision:
    """The decision behind a comparison or a run; see the module.

    `outputs` are the options of a run; one output alone is set against `target` (0 if none is given): "act" where the
    output is better than it. Raises InputError for what makes no decision, RunError if a row is not finite.
    """
    if best not in ("highest", "lowest"):
        raise InputError(f"best = {best!r} is not known. Write 'highest' or 'lowest'.")
    sign = 1.0 if best == "highest" else -1.0
    if isinstance(source, Comparison):
        if outputs is not None or target is not None:
            raise InputError("a comparison has its options and its output already; outputs= and target= are for a run.")
        return _of_cases(source, sign)
    if outputs is None:
        raise InputError("which outputs of the run are the options? Give outputs=, or one of them and a target=.")
    names = (outputs,) if isinstance(outputs, str) else tuple(outputs)
    specs = dict(leaf_specs(source.case.outputs()))
    values = [finite(source, name) for name in names]
    every = RandomNumbers.of([source.plan])
    units = {str(specs[name].unit) for name in names}
    if len(units) > 1:
        raise InputError(
            f"{', '.join(names)} are in different units ({', '.join(sorted(units))}): they do not compare."
        )
    unit = show_unit(units.pop(), source.case.prices)
    label = source.case.label
    if len(names) == 1:
        worth = sign * np.asarray(ahead_by(values[0], target or 0.0))
        side = f"{names[0]} {'above' if sign > 0 else 'below'} {number(target or 0.0)}"
        acting = np.array([worth, 0 * worth])
        return Decision(("act", "do not act"), acting, _inputs([source], every), unit, label, side, sign, every)
    if target is not None:
        raise InputError("target= sets one output against a number; here are several outputs.")
    about = f"{best} of {len(names)} outputs"
    return Decision(names, sign * np.array(values), _inputs([source], every), unit, label, about, sign, every)


def decision_from(worth: Mapping[str, Array], inputs: Mapping[str, Array], *, unit: str = "") -> Decision:
    """A decision from arrays of your own: what each option is worth, and the inputs, (draws,) each. Draw them so that
    row i is the same world in every option; nothing here can tell.

    Data frames will do as well. Raises InputError for lengths that differ or numbers that are not finite.
    """
    columns = {name: numbers(values, f"option '{name}'") for name, values in columns_of(worth, "worth").items()}
    shapes = {values.shape for values in columns.values()}
    if len(shapes) != 1 or len(next(iter(shapes))) != 1:
        raise InputError(f"every option needs one number a draw; the shapes are {sorted(shapes)}.")
    ((n,),) = shapes
    sources = {}
    for name, values in columns_of(inputs, "inputs").items():
        column = numbers(values, f"input '{name}'")
        if column.shape != (n,):
            raise InputError(f"input '{name}' has shape {column.shape}, the options have {n} draws each.")
        if not np.isfinite(column).all():
            raise InputError(f"input '{name}' is not finite in every draw.")
        sources[name] = InputSource((partial(np.asarray, column),), False)
    return Decision(tuple(columns), np.array(list(columns.values())), sources, unit)


def _of_cases(options: Comparison, sign: float) -> Decision:
    cases = [run.case for run in options.runs]
    _check_correlated_alike(options.runs)
    unit = show_unit(dict(leaf_specs(cases[0].outputs()))[options.output].unit or "", cases[0].prices)
    worth = sign * np.array([finite(run, options.output) for run in options.runs])
    name, numbers = cases[0].calculator.name, options.random_numbers
    inputs = _inputs(options.runs, numbers)
    return Decision(tuple(c.label for c in cases), worth, inputs, unit, name, options.output, sign, numbers)


def _check_correlated_alike(runs: Sequence[Run[Any, Any]]) -> None:
    """Refuse options that draw one belief's points differently."""
    known: dict[str, Any] = {}
    for run in runs:
        streams = streams_of(run.plan)
        for column in run.plan.columns:
            if known.setdefault(column.key, streams[column.path]) != streams[column.path]:
                raise InputError("the cases are correlated differently: no one input can be known in all of them.")


def _inputs(runs: Sequence[Run[Any, Any]], numbers: RandomNumbers) -> dict[str, InputSource]:
    """The uncertain inputs of any of the runs. Where cases differ in an input's distribution, its draws in each; an
    input that is each option's own is one input for each, named after it."""
    found: dict[str, tuple[str, dict[Any, Callable[[], Array]], bool]] = {}
    for run in runs:
        if not run.plan.columns:
            continue
        for factor in beliefs(run.case):
            path = factor.paths[0]
            mine = f"{factor.name} of {run.case.label}" if set(factor.paths) & set(numbers.own) else factor.name
            name, columns, is_judgement = found.setdefault(factor.keys[0], (mine, {}, False))
            dist = run.case.entries[path].dist
            if dist not in columns:
                columns[dist] = partial(run.draws.inputs.__getitem__, path)
            found[factor.keys[0]] = (name, columns, is_judgement or factor.is_judgement)
    return {name: InputSource(tuple(columns.values()), is_judgement) for name, columns, is_judgement in found.values()}
