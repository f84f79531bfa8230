"""Calculators that fail, die or dawdle at chosen rows, and what two runs must have in common to the bit.

They live in a module of their own, so that they can be pickled and sent to a worker.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import toys

from mloss_econ.engine import Run
from mloss_econ.engine.totals import LEAF
from mloss_econ.errors import InputError, SeedError
from mloss_econ.kernel import Case, Category, Inputs, Named, Outputs, Ratio, calculator, given, lever

MANY = 3 * LEAF + 8192 + 500  # four leaves, the last one not whole
SEED = 725  # under which the largest x of the toys comes late, so that a limit can be set for the last rows alone

# ---------------------------------------------------------------- what must be the same


def bits(run: Run[Any, Any]) -> dict[str, str]:
    """Digests of all that a run holds: inputs, outputs, categories, moments, counts, rows that are not finite."""
    totals = run.totals
    found: dict[str, Any] = {f"input {path}": values for path, values in run.draws.inputs.items()}
    found |= {f"output {path}": values for path, values in run.draws.outputs.items()}
    found |= {f"category {path}": values for path, values in run.draws.codes.items()}
    for path, (m,) in totals.moments.items():
        found[f"moments {path}"] = np.array([*m.count, *m.mean, *m.squares, m.least, m.most])
    for path, histogram in totals.histograms.items():
        places, counts = histogram.packed()
        found[f"places {path}"], found[f"counts {path}"] = places, counts
    found |= {f"shares {path}": counts for path, counts in totals.shares.items()}
    found["bad"] = np.frombuffer(repr(totals.bad).encode(), dtype=np.uint8)
    return {name: f"{v.dtype} {v.shape} {hashlib.sha256(v.tobytes()).hexdigest()[:16]}" for name, v in found.items()}


def longest(
    case: Case[Any, Any], path: str, n: int = MANY, seed: int = SEED, after: int = 2 * LEAF
) -> tuple[int, float]:
    """A row beyond `after` at which an input is larger than at every row before it, and a limit just below it."""
    from mloss_econ.engine.plan import Plan

    values = Plan.of(case, seed, "sobol", n).inputs(0, n, only=path)[path]
    limit = float(values[:after].max())
    row = after + int(np.argmax(values[after:] > limit))
    assert values[row] > limit, "no such row: take another seed"
    return row, limit


def shorten_leaves(rows: int, patch: Callable[[Any, str, int], None] = setattr) -> None:
    """Let leaves be shorter, so that a run of few rows has many pieces; what is compared must have the same."""
    for name, module in list(sys.modules.items()):
        if name.startswith("mloss_econ.engine.") and hasattr(module, "LEAF"):
            patch(module, "LEAF", rows)


# ---------------------------------------------------------------- calculators with a limit


class LimitInputs(Inputs):
    """A draw, and a limit beyond which something happens."""

    x: toys.Signed = given("toy.left")
    """Lognormal."""
    other: toys.Signed = given("toy.a")
    """Uniform."""
    limit: Ratio = lever(1e9)
    """Never reached unless it is set."""


class LimitOutputs(Outputs):
    """A number and a category."""

    y: toys.Signed
    """x times other."""
    which: Category
    """Whether other is large."""


def _usual(x: LimitInputs) -> LimitOutputs:
    return LimitOutputs(y=x.x * x.other, which=Category(1 * np.greater(x.other, 0.75), ("small", "large")))


@calculator
def usual(x: LimitInputs) -> LimitOutputs:
    """Nothing happens beyond the limit."""
    return _usual(x)


@calculator
def raises(x: LimitInputs) -> LimitOutputs:
    """Raises beyond the limit."""
    if np.any(np.greater(x.x, x.limit)):
        raise ValueError("beyond the limit")
    return _usual(x)


class AwkwardError(Exception):
    """Cannot be unpickled: it takes two arguments and hands on one."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


@calculator
def raises_awkwardly(x: LimitInputs) -> LimitOutputs:
    """Raises what cannot be sent from a worker."""
    if np.any(np.greater(x.x, x.limit)):
        raise AwkwardError("beyond ", "the limit")
    return _usual(x)


@calculator
def raises_of_ours(x: LimitInputs) -> LimitOutputs:
    """Raises an error of the library's own, as a record with bounds does."""
    if np.any(np.greater(x.x, x.limit)):
        raise InputError("x: 99 is outside the bounds 0 to 9.")
    return _usual(x)


@calculator
def raises_of_seeds(x: LimitInputs) -> LimitOutputs:
    """Raises an error of the library's own that takes several arguments."""
    if np.any(np.greater(x.x, x.limit)):
        raise SeedError("tables/prices.csv", "rows.3", "no such year.", "Add it.")
    return _usual(x)


@calculator
def dies(x: LimitInputs) -> LimitOutputs:
    """Ends its process beyond the limit."""
    if np.any(np.greater(x.x, x.limit)):
        os._exit(3)
    return _usual(x)


@calculator
def not_finite(x: LimitInputs) -> LimitOutputs:
    """Not a number beyond the limit, infinite where other is tiny."""
    y = np.where(np.greater(x.x, x.limit), np.nan, x.x) / np.where(np.less(x.other, 1e-4), 0.0, x.other)
    return LimitOutputs(y=y, which=Category(1 * np.greater(x.other, 0.75), ("small", "large")))


@calculator
def nan_beyond(x: LimitInputs) -> LimitOutputs:
    """Not a number beyond the limit, and nowhere else."""
    usual = _usual(x)
    return LimitOutputs(y=np.where(np.greater(x.x, x.limit), np.nan, usual.y), which=usual.which)


@calculator
def odd_shape(x: LimitInputs) -> LimitOutputs:
    """One number too few beyond the limit."""
    y = _usual(x)
    if np.any(np.greater(x.x, x.limit)):
        return LimitOutputs(y=np.asarray(y.y)[1:], which=y.which)
    return y


@calculator
def odd_type(x: LimitInputs) -> LimitOutputs:
    """Complex beyond the limit."""
    y = _usual(x)
    return LimitOutputs.model_construct(y=y.y * 1j if np.any(np.greater(x.x, x.limit)) else y.y, which=y.which)


@calculator
def odd_code(x: LimitInputs) -> LimitOutputs:
    """A category that has no name beyond the limit."""
    code = np.where(np.greater(x.x, x.limit), 7, 1 * np.greater(x.other, 0.75))
    return LimitOutputs(y=x.x * x.other, which=Category(code, ("small", "large")))


@calculator
def negative_code(x: LimitInputs) -> LimitOutputs:
    """A negative category beyond the limit."""
    code = np.where(np.greater(x.x, x.limit), -1, 1 * np.greater(x.other, 0.75))
    return LimitOutputs(y=x.x * x.other, which=Category(code, ("small", "large")))


@calculator
def half_code(x: LimitInputs) -> LimitOutputs:
    """Half a category beyond the limit."""
    code = np.where(np.greater(x.x, x.limit), 0.5, 1.0 * np.greater(x.other, 0.75))
    return LimitOutputs(y=x.x * x.other, which=Category(code, ("small", "large")))


@calculator
def late_label(x: LimitInputs) -> LimitOutputs:
    """One category more beyond the limit."""
    beyond = np.greater(x.x, x.limit)
    labels = ("small", "large", "huge") if np.any(beyond) else ("small", "large")
    return LimitOutputs(y=x.x * x.other, which=Category(np.where(beyond, 2, 0), labels))


@calculator
def swapped_labels(x: LimitInputs) -> LimitOutputs:
    """The names of the categories change places beyond the limit."""
    y = _usual(x)
    if np.any(np.greater(x.x, x.limit)):
        return LimitOutputs(y=y.y, which=Category(1 - y.which.codes, ("large", "small")))
    return y


class NamedOutputs(Outputs):
    """Numbers by name."""

    y: Named[toys.Signed]
    """By name."""


@calculator
def late_name(x: LimitInputs) -> NamedOutputs:
    """One output more beyond the limit."""
    more = {"more": x.x} if np.any(np.greater(x.x, x.limit)) else {}
    return NamedOutputs(y={"always": x.x * x.other, **more})


@calculator
def lost_name(x: LimitInputs) -> NamedOutputs:
    """One output fewer beyond the limit."""
    more = {} if np.any(np.greater(x.x, x.limit)) else {"more": x.x}
    return NamedOutputs(y={"always": x.x * x.other, **more})


@calculator
def dawdles(x: LimitInputs) -> LimitOutputs:
    """Takes its time for every block."""
    if np.size(x.x) > 64:
        time.sleep(0.03)
    return _usual(x)


@calculator
def waits(x: LimitInputs) -> LimitOutputs:
    """Takes a second beyond the limit."""
    if np.any(np.greater(x.x, x.limit)):
        time.sleep(1.0)
    return _usual(x)


def _another_name(x: LimitInputs) -> LimitOutputs:
    return _usual(x)


renamed = calculator(_another_name)  # `_another_name` is the bare function, not a calculator

# ---------------------------------------------------------------- the same inputs, more of them, in another order


class AbInputs(Inputs):
    """Two inputs."""

    a: toys.Signed = given("toy.a")
    """The first."""
    left: toys.Signed = given("toy.left")
    """The second."""


class AbcInputs(Inputs):
    """The same two and one more at the end."""

    a: toys.Signed = given("toy.a")
    """The first."""
    left: toys.Signed = given("toy.left")
    """The second."""
    right: toys.Signed = given("toy.right")
    """The third."""


class CbaInputs(Inputs):
    """The same three in another order."""

    right: toys.Signed = given("toy.right")
    """The third."""
    left: toys.Signed = given("toy.left")
    """The second."""
    a: toys.Signed = given("toy.a")
    """The first."""


@calculator
def two(x: AbInputs) -> toys.YOutputs:
    """Of two inputs."""
    return toys.YOutputs(y=x.a * x.left)


@calculator
def three(x: AbcInputs) -> toys.YOutputs:
    """Of three, the third playing no part."""
    return toys.YOutputs(y=x.a * x.left)


@calculator
def turned(x: CbaInputs) -> toys.YOutputs:
    """Of three in another order."""
    return toys.YOutputs(y=x.a * x.left)


# ---------------------------------------------------------------- other processes


def started(script: str, *arguments: str, **more: Any) -> subprocess.Popen[str]:
    """A Python process that runs a script and can import what the tests can, with the usual answer to SIGINT."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        **more,
    )


class ManyInputs(Inputs):
    """As many numbers as a scenario names."""

    x: Named[Ratio] = given()
    """The numbers."""


class SumOutputs(Outputs):
    """One number."""

    y: Ratio
    """Their sum, each with its place as its weight."""


@calculator
def many(x: ManyInputs) -> SumOutputs:
    """Adds up."""
    return SumOutputs(y=sum(k * value for k, value in enumerate(x.x.values(), start=1)))
