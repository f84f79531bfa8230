"""What every calculator owes its callers, as checks that raise AssertionError in plain words.

`check_calculator(mine)` runs them all; a project's own calculators are held to them the same way as ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine import SEED
from mloss_econ.evidence import Store
from mloss_econ.kernel import Calculator, Case, Category, baseline, field_specs, leaf_specs, leaves, replace_leaves
from mloss_econ.testing.recorder import record, replay
from mloss_econ.uncertainty import uniforms

Array = npt.NDArray[np.float64]
MOST_CORNERS = 10
ENDS = 1e-6
TOLERANCE = 1e-12


def draws(case: Case[Any, Any], shape: tuple[int, ...], seed: int = SEED) -> dict[str, Array]:
    """An array of the given shape for every input, drawn from its belief (from its bounds where it is a lever)."""
    size = int(np.prod(shape, dtype=int))
    values = {}
    for number, (path, entry) in enumerate(case.entries.items()):
        u = uniforms(seed, f"contract.{path}", max(size, 1), design="random")[:size].reshape(shape)
        if entry.uncertain:
            values[path] = entry.dist.quantile(u)
        elif entry.spec.role == "lever" and entry.spec.high < np.inf:
            values[path] = entry.spec.low + (entry.spec.high - entry.spec.low) * u
        else:
            values[path] = np.full(shape, entry.value) if number % 2 else np.asarray(entry.value)
    return values


def numbers(outputs: Any) -> dict[str, Array]:
    """Every output as an array, categories as their codes."""
    return {p: np.asarray(v.codes if isinstance(v, Category) else v, dtype=float) for p, v in leaves(outputs)}


def declared(case: Case[Any, Any]) -> None:
    """Every input and output has a unit and a docstring (a linked input has that of the output it is); every given
    input rests on a belief of its unit, or is the number that stands where its scenario gives none."""
    calculator = case.calculator
    assert calculator.doc, f"{calculator.name} has no docstring: open its file with the question and the formula."
    records = [record for part in calculator.parts for record in (part.Inputs, part.Outputs)]
    while records:
        current = records.pop()
        for spec in field_specs(current):
            where = f"{current.__name__}.{spec.name}"
            assert spec.doc or spec.linked, f"{where} has no docstring under it."
            if spec.kind in ("quantity", "named"):
                assert spec.unit, f"{where} has no unit."
            if spec.record is not None:
                records.append(spec.record)
    for path, spec in leaf_specs(case.point):
        entry = case.entry(path)
        assert spec.role is not None, f"{path} has no role: write given(...), lever(...), fixed(...) or linked()."
        stands = spec.role == "given" and isinstance(spec.source, float) and not entry.uncertain  # the number declared
        if spec.role == "given" and not (stands and entry.belief is None):
            assert entry.belief is not None, f"{path} is given but has no belief."
            assert entry.belief.generic_unit == spec.unit, f"{path}: its belief is in {entry.belief.unit}."


def shapes_agree(case: Case[Any, Any]) -> None:
    """Shapes (), (n,) and (n, m) give what a loop over points gives."""
    values = draws(case, (3, 4))
    whole = numbers(case.calculator(replace_leaves(case.point, values)))
    for path, array in whole.items():
        assert array.shape in ((), (3, 4)), f"output {path} has shape {array.shape} for inputs of shape (3, 4)."
    whole = {path: np.broadcast_to(array, (3, 4)) for path, array in whole.items()}

    def part(index: Any, shape: tuple[int, ...]) -> dict[str, Array]:
        leaf = {p: (v if v.ndim == 0 else np.asarray(v[index])) for p, v in values.items()}
        return {
            p: np.broadcast_to(v, shape) for p, v in numbers(case.calculator(replace_leaves(case.point, leaf))).items()
        }

    for i in range(3):
        for path, array in part(i, (4,)).items():
            assert_close(array, whole[path][i], f"output {path}, a batch of shape (4,)")
        for j in range(4):
            for path, array in part((i, j), ()).items():
                assert_close(array, whole[path][i, j], f"output {path}, a point")


def inputs_untouched(case: Case[Any, Any]) -> None:
    """The function changes none of the arrays it is given, and gives the same bits twice."""
    values = {path: np.array(array) for path, array in draws(case, (16,)).items()}
    before = {path: array.copy() for path, array in values.items()}
    x = replace_leaves(case.point, values, validate=False)
    first, second = (numbers(case.calculator.function(x)) for _ in range(2))
    for path, array in values.items():
        assert np.array_equal(array, before[path]), f"input {path} was changed in place."
    for path, array in first.items():
        assert np.array_equal(array, second[path], equal_nan=True), f"output {path} differs when computed again."


def row_by_row(case: Case[Any, Any]) -> None:
    """A row of the result depends on that row of the inputs alone."""
    values = {p: np.broadcast_to(v, (32,)) for p, v in draws(case, (32,)).items()}
    some = np.random.Generator(np.random.SFC64(1)).permutation(32)[:11]
    whole = numbers(case.calculator(replace_leaves(case.point, values)))
    part = numbers(case.calculator(replace_leaves(case.point, {p: v[some] for p, v in values.items()})))
    for path, array in whole.items():
        expected = np.broadcast_to(array, (32,))[some]
        assert_close(np.broadcast_to(part[path], (11,)), expected, f"output {path}, some of the rows")


def finite_at_corners(case: Case[Any, Any]) -> None:
    """Every output is finite (or infinite, where that is an answer) and within its bounds at the ends of all beliefs
    (one in a million beyond)."""
    entries = [e for e in case.entries.values() if e.uncertain]
    count = 2 ** min(len(entries), MOST_CORNERS)
    values = {}
    for k, entry in enumerate(entries):
        if len(entries) <= MOST_CORNERS:
            upper = (np.arange(count) >> k & 1).astype(bool)
        else:
            upper = uniforms(0, f"corner.{entry.path}", count, design="random") > 0.5
        values[entry.path] = entry.dist.quantile(np.where(upper, 1 - ENDS, ENDS))
    fixed = {p: np.asarray(e.value) for p, e in case.entries.items() if not e.uncertain}
    y = case.calculator(replace_leaves(case.point, fixed | values))  # refuses what is beyond its bounds
    endless = {path for path, spec in leaf_specs(y) if spec.endless}
    for path, array in numbers(y).items():
        good = np.isfinite(array) | (np.isposinf(array) & (path in endless))
        bad = np.flatnonzero(~np.broadcast_to(good, (count,)))
        where = {p: float(v[bad[0]]) for p, v in values.items()} if len(bad) else {}
        assert not len(bad), f"output {path} is not finite at {len(bad)} of {count} corners, the first {where}."


def recordable(case: Case[Any, Any]) -> None:
    """The bare function runs on objects that only answer to ufuncs, and its recording computes the same numbers."""
    values = draws(case, (8,))
    graph = record(case.calculator, case.point)
    x = replace_leaves(case.point, values)
    done: dict[int, Any] = {}
    direct = numbers(case.calculator(x))
    for path, node in leaves(graph):
        again = np.asarray(replay(node, dict(leaves(x)), done), dtype=float)
        assert_close(again, direct[path], f"output {path}, replayed")


def money_scales(case: Case[Any, Any]) -> None:
    """In another currency unit every amount of money changes by the factor and nothing else changes."""
    values, factor = draws(case, (16,)), 8.0  # a power of two: exact
    specs = dict(leaf_specs(case.point))
    other = {p: v * factor ** money_power(specs[p].unit) for p, v in values.items()}
    plain = case.calculator(replace_leaves(case.point, values))
    scaled = numbers(case.calculator(replace_leaves(case.point, other, validate=False)))
    units = {p: s.unit for p, s in leaf_specs(plain)}
    for path, array in numbers(plain).items():
        expected = array * factor ** money_power(units[path])
        assert_close(scaled[path], expected, f"output {path} ({units[path]}), all money times {factor:g}")


def money_power(unit: str | None) -> int:
    """The power of money in a unit: 1 for money/year, 0 for a share."""
    first, *rest = (unit or "").split("/")
    return int(first == "money") - rest.count("money")


def assert_close(found: Array, expected: Array, what: str) -> None:
    """Equal to rounding, not-finite values in the same places."""
    close = np.isclose(found, expected, rtol=TOLERANCE, atol=1e-300, equal_nan=True)
    tiny = np.abs(found - expected) <= TOLERANCE * np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected))
    assert np.all(close | tiny), f"{what}: {found} where a plain computation gives {expected}."


CONTRACTS: Mapping[str, Callable[[Case[Any, Any]], None]] = {
    f.__name__: f
    for f in (
        declared,
        shapes_agree,
        inputs_untouched,
        row_by_row,
        finite_at_corners,
        recordable,
        money_scales,
    )
}


def check_calculator(
    calculator: Calculator[Any, Any], *, scenario: str | None = None, store: Store | None = None
) -> None:
    """Run every contract on a calculator, or on a model of several. Raises AssertionError that says what is wrong, and
    InputError for a calculator that takes something from others: check a model of it."""
    case = baseline(calculator, scenario=scenario, store=store)
    for contract in CONTRACTS.values():
        contract(case)
