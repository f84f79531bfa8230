"""Hypothesis strategies derived from declarations: for the Inputs of any calculator, a case, a scenario, a game, and
for distributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import Calculator, Case, FieldSpec, I, Inputs, baseline, field_specs, replace_leaves
from mloss_econ.liability import Accident
from mloss_econ.uncertainty import (
    Distribution,
    beta,
    discrete,
    lognormal,
    normal,
    pert,
    point,
    triangular,
    uniform,
)

LARGEST = 1e12  # an endless bound is searched this far
NAMES = ("first", "second", "third")
REGION = (0.001, 0.999)


def inputs(record: type[I], *, labels: Mapping[str, Sequence[str]] | None = None) -> st.SearchStrategy[I]:
    """Inputs anywhere within the declared bounds: points of shape ().

    Mappings get one to three names. `labels` gives the choices for each label field by name; a label without choices
    and without a default raises InputError.
    """
    made: st.SearchStrategy[Any] = st.builds(
        lambda **values: record(**values),
        **{spec.name: _field(spec, labels or {}) for spec in field_specs(record)},
    )
    return made


def _field(spec: FieldSpec, labels: Mapping[str, Sequence[str]]) -> st.SearchStrategy[Any]:
    number = st.floats(
        max(spec.low, -LARGEST),
        min(spec.high, LARGEST),
        allow_nan=False,
        allow_subnormal=False,
        exclude_min=spec.positive and spec.low <= 0,
    )
    if spec.kind == "quantity":
        return number
    if spec.kind == "named":
        return st.dictionaries(st.sampled_from(NAMES), number, max_size=len(NAMES))
    if spec.kind == "table":
        return st.just(default_store().table(str(spec.source)))
    if spec.kind == "label":
        if spec.name in labels:
            return st.sampled_from(list(labels[spec.name]))
        if spec.source is None:
            raise InputError(f"label '{spec.name}' needs choices: inputs(..., labels={{'{spec.name}': [...]}}).")
        return st.just(str(spec.source))
    assert spec.record is not None
    assert issubclass(spec.record, Inputs)
    return st.dictionaries(st.sampled_from(NAMES), inputs(spec.record, labels=labels), min_size=1, max_size=3)


def inputs_of(case: Case[I, Any], *, region: tuple[float, float] = REGION) -> st.SearchStrategy[I]:
    """Inputs within a case's beliefs, between two quantiles of each; they shrink to the adopted point."""
    made: st.SearchStrategy[Any] = offsets(case).map(
        lambda steps: replace_leaves(case.point, values_at(case, steps, region=region))
    )
    return made


def cases(case: Case[I, Any], *, region: tuple[float, float] = REGION) -> st.SearchStrategy[Case[I, Any]]:
    """Variants of a case with some inputs moved within their beliefs; they shrink to the case itself."""

    def moved(steps: Mapping[str, int]) -> Case[I, Any]:
        values = values_at(case, steps, region=region)
        return case.but(f"{case.label}, moved", {path: values[path] for path, count in steps.items() if count})

    return offsets(case).map(moved)


def scenarios(calculator: Calculator[I, Any], *, store: Store | None = None) -> st.SearchStrategy[Case[I, Any]]:
    """Cases of a calculator over the scenarios that fit it (without any: its baseline), inputs moved within beliefs."""
    store = store or default_store()
    parts = {part.name for part in calculator.parts}
    fitting = [name for name, scenario in store.scenarios.items() if parts & set(scenario.calculators)]
    names: list[str | None] = [*fitting] or [None]
    return st.sampled_from(names).flatmap(lambda name: cases(baseline(calculator, scenario=name, store=store)))


@st.composite
def games(draw: Any, *, parties: int = 2, most_levels: int = 4, bearer: bool = True) -> Accident:
    """Accidents that parties guard against at 2 to `most_levels` levels of care each: dearer care, less loss.

    With `bearer` the last party bears what no other does.
    """
    names = [f"p{i}" for i in range(parties)]
    levels = [draw(st.integers(2, most_levels)) for _ in names]
    amount = st.floats(0.01, 100, allow_nan=False)
    cost = {
        name: np.concatenate([[0.0], np.cumsum([draw(amount) for _ in range(count - 1)])])
        for name, count in zip(names, levels, strict=True)
    }
    chance = np.array(draw(st.floats(0.01, 1)))
    for count in levels:
        left = np.cumprod([1.0, *(draw(st.floats(0.05, 0.99)) for _ in range(count - 1))])
        chance = chance[..., None] * left
    return Accident.grid(cost, chance, draw(st.floats(1, 1000)), bearer=names[-1] if bearer else "")


STEPS = 50  # steps from the adopted point to either end of the region


def offsets(case: Case[Any, Any]) -> st.SearchStrategy[dict[str, int]]:
    """For each uncertain input a number of steps from its adopted value, 0 first: what Hypothesis shrinks towards."""
    step = st.integers(-STEPS, STEPS)
    return st.fixed_dictionaries({path: step for path, entry in case.entries.items() if entry.uncertain})


def values_at(case: Case[Any, Any], steps: Mapping[str, int], *, region: tuple[float, float]) -> dict[str, float]:
    """The values of all inputs after so many steps, rounded to two digits where that stays in the support."""
    values = {path: entry.value for path, entry in case.entries.items()}
    for path, count in steps.items():
        if count:
            entry = case.entries[path]
            here = float(np.clip(entry.dist.cdf(entry.value), *region))
            end = region[1] if count > 0 else region[0]
            exact = float(entry.dist.quantile(here + (end - here) * abs(count) / STEPS))
            low, high = entry.dist.support
            values[path] = next((r for d in (2, 3, 4) if low <= (r := float(f"{exact:.{d - 1}e}")) <= high), exact)
    return values


def distributions() -> st.SearchStrategy[Distribution]:
    """Any distribution of any family, with moderate parameters."""
    size = st.floats(-1e3, 1e3)
    width = st.floats(1e-2, 1e3)
    part = st.floats(0, 1)
    shape = st.floats(0.3, 20)

    def three(low: float, w: float, p: float) -> dict[str, float]:
        return {"low": low, "mode": low + p * w, "high": low + w}

    def weighted(values: list[float], weights: list[float]) -> Distribution:
        chosen = weights[: len(values)]
        return discrete(values=sorted(values), weights=[w / sum(chosen) for w in chosen])

    return st.one_of(
        st.builds(lambda m, s: lognormal(median=m, sigma=s), width, st.floats(0.05, 3)),
        st.builds(lambda m, s: normal(mean=m, sd=s), size, width),
        st.builds(lambda a, w: uniform(low=a, high=a + w), size, width),
        st.builds(lambda a, w, p: triangular(**three(a, w, p)), size, width, part),
        st.builds(lambda a, w, p: pert(**three(a, w, p)), size, width, part),
        st.builds(lambda a, b: beta(a=a, b=b), shape, shape),
        st.builds(lambda v: point(value=v), size),
        st.builds(
            weighted,
            st.lists(st.floats(-100, 100), min_size=1, max_size=4, unique=True),
            st.lists(st.floats(0.1, 1), min_size=4, max_size=4),
        ),
    )
