"""The functions a user writes distributions with. Parameters are named, because a bare pair means four things.

`between(low, high)` is the one exception: the field's way to write a 90 % interval of a positive quantity.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.errors import InputError, nearest, quoted
from mloss_econ.uncertainty.bounded import Beta, Pert, Triangular, Uniform
from mloss_econ.uncertainty.distribution import Distribution, check_numbers, plain
from mloss_econ.uncertainty.families import Lognormal, Normal
from mloss_econ.uncertainty.from_scipy import from_scipy, is_frozen
from mloss_econ.uncertainty.mixture import MOST, Mixture
from mloss_econ.uncertainty.points import Discrete, Point, column, gathered

DEEPEST = 32  # mixtures inside each other, in the dictionary form
Column = Sequence[float] | npt.NDArray[Any]
Z95 = 1.6448536269514722  # the 95th percentile of a standard normal


def between(low: float, high: float) -> Distribution:
    """Lognormal whose 5th and 95th percentiles are `low` and `high` (0 < low < high).

    >>> round(float(between(10_000, 250_000).quantile(0.05)))
    10000
    """
    low, high = plain(low), plain(high)
    check_numbers("between", low=low, high=high)
    if not 0 < low < high:
        raise InputError(f"between: needs 0 < low < high, not {low} and {high}.")
    low, high = float(low), float(high)
    return Lognormal(math.sqrt(low) * math.sqrt(high), math.log(high / low) / (2 * Z95))


def _one_form(kind: str, given: Mapping[str, float | None], forms: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Which of the allowed sets of names was given; refuse mixtures, so that nothing is contradictory."""
    names = tuple(name for name, value in given.items() if value is not None)
    for form in forms:
        if set(names) == set(form):
            return form
    allowed = " or ".join("(" + ", ".join(f"{n}=" for n in form) + ")" for form in forms)
    raise InputError(f"{kind}: give {allowed}, not ({', '.join(n + '=' for n in names)}).")


def lognormal(
    *,
    median: float | None = None,
    sigma: float | None = None,
    p5: float | None = None,
    p95: float | None = None,
    mean: float | None = None,
    sd: float | None = None,
) -> Distribution:
    """Lognormal from (median, sigma of the logarithm), from (p5, p95), or from (mean, sd) of the quantity itself.

    >>> lognormal(median=50_000, sigma=2).mean().__round__()
    369453
    """
    values = {"median": median, "sigma": sigma, "p5": p5, "p95": p95, "mean": mean, "sd": sd}
    form = _one_form("lognormal", values, [("median", "sigma"), ("p5", "p95"), ("mean", "sd")])
    a, b = (plain(values[name]) for name in form)
    check_numbers("lognormal", **{form[0]: a, form[1]: b})
    if form[0] == "median":
        return Lognormal(float(a), float(b))
    if form[0] == "p5":
        return between(a, b)
    if a <= 0 or b <= 0:
        raise InputError(f"lognormal: mean = {a} and sd = {b} must both be above 0.")
    a, b = float(a), float(b)
    variance = math.log1p((b / a) ** 2)
    return Lognormal(a / math.exp(variance / 2), math.sqrt(variance))


def normal(
    *, mean: float | None = None, sd: float | None = None, p5: float | None = None, p95: float | None = None
) -> Distribution:
    """Normal from (mean, sd) or from (p5, p95)."""
    values = {"mean": mean, "sd": sd, "p5": p5, "p95": p95}
    form = _one_form("normal", values, [("mean", "sd"), ("p5", "p95")])
    a, b = (plain(values[name]) for name in form)
    check_numbers("normal", **{form[0]: a, form[1]: b})
    if form[0] == "mean":
        return Normal(float(a), float(b))
    if not a < b:
        raise InputError(f"normal: p5 = {a} must be below p95 = {b}.")
    return Normal((float(a) + float(b)) / 2, (float(b) - float(a)) / (2 * Z95))


def uniform(*, low: float, high: float) -> Distribution:
    """Equally likely from `low` to `high` (the ends of the support, not percentiles)."""
    low, high = plain(low), plain(high)
    check_numbers("uniform", low=low, high=high)
    return Uniform(float(low), float(high))


def triangular(*, low: float, mode: float, high: float) -> Distribution:
    """Triangular with its ends and its most likely value."""
    low, mode, high = plain(low), plain(mode), plain(high)
    check_numbers("triangular", low=low, mode=mode, high=high)
    return Triangular(float(low), float(mode), float(high))


def pert(*, low: float, mode: float, high: float) -> Distribution:
    """PERT with its ends and its most likely value; mean (low + 4 mode + high) / 6.

    >>> round(pert(low=5, mode=20, high=50).mean(), 6)
    22.5
    """
    low, mode, high = plain(low), plain(mode), plain(high)
    check_numbers("pert", low=low, mode=mode, high=high)
    return Pert(float(low), float(mode), float(high))


def beta(*, a: float, b: float) -> Distribution:
    """Beta on [0, 1]."""
    a, b = plain(a), plain(b)
    check_numbers("beta", a=a, b=b)
    return Beta(float(a), float(b))


def discrete(*, values: Column, weights: Column) -> Distribution:
    """Some values, rising, with weights that sum to 1."""
    return Discrete(column("discrete", "values", values), column("discrete", "weights", weights))


def empirical(values: Column, *, weights: Column | None = None) -> Distribution:
    """A column of data as it is: each value as likely as it is frequent. Drawing from it resamples the data.

    `values`: a list, an array of one dimension or a column of a data frame, finite numbers in any order. `weights`: how
    much each counts, 0 or more and in any unit (they need not sum to 1); without them all count the same. Gives a
    `discrete` distribution.

    >>> empirical(values=[3, 1, 3, 2]).to_toml()
    '{ kind = "discrete", values = [1.0, 2.0, 3.0], weights = [0.25, 0.25, 0.5] }'
    """
    data = np.array(column("empirical", "values", values))
    counts = np.ones(len(data)) if weights is None else np.array(column("empirical", "weights", weights))
    if len(counts) != len(data) or not len(data):
        raise InputError(
            f"empirical: {len(data)} values and {len(counts)} weights; give one of each, and at least one."
        )
    if counts.min() < 0 or counts.max() <= 0:
        raise InputError(f"empirical: weights must be 0 or more, one above 0; the smallest is {counts.min():g}.")
    return Discrete(*gathered(data, counts))


def mixture(*, of: Sequence[Distribution | Mapping[str, Any]], weights: Column) -> Distribution:
    """One of several distributions, with a probability each (above 0, summing to 1). Give the distributions
    themselves or their dictionary form; any kind will do, also points, discretes, truncated ones and mixtures.

    >>> mixture(of=[point(value=0), uniform(low=1, high=3)], weights=[0.25, 0.75]).mean()
    1.5
    """
    if not isinstance(of, Sequence) or isinstance(of, str):
        raise InputError(f"mixture: of = {quoted(of)} is not a list of distributions.")
    components = tuple(_component(d, i, len(of)) for i, d in enumerate(of, 1))
    return Mixture(components, column("mixture", "weights", weights))


def _component(data: object, number: int, count: int) -> Distribution:
    try:
        return distribution_from(data)
    except InputError as error:
        raise InputError(f"mixture: component {number} of {count}: {error}") from None


def point(*, value: float) -> Distribution:
    """A known number."""
    value = plain(value)
    check_numbers("point", value=value)
    return Point(float(value))


CONSTRUCTORS: dict[str, Callable[..., Distribution]] = {
    f.__name__: f
    for f in (between, lognormal, normal, uniform, triangular, pert, beta, discrete, empirical, mixture, point)
}


def distribution_from(data: object) -> Distribution:
    """Read the dictionary form: `{"kind": "between", "low": 1, "high": 5}`, plus `truncate_low` / `truncate_high`; also
    a frozen distribution of scipy.stats.

    Raises InputError that names the unknown kind or parameter and the nearest right one.
    """
    if isinstance(data, Distribution):
        return data
    if is_frozen(data):
        return from_scipy(data)
    if isinstance(data, (tuple, list)) and len(data) == 2:
        low, high = map(quoted, data)
        raise InputError(
            f"dist = {quoted(data)} is not a number nor a distribution: a pair could be ends, percentiles, or a mean "
            f"and a spread. For a range that holds 90 % of a positive quantity write between({low}, {high}), in a file "
            f'{{ kind = "between", low = {low}, high = {high} }}.'
        )
    if not isinstance(data, Mapping):
        raise InputError(
            f'dist = {quoted(data)} is not a table. Write dist = {{ kind = "between", low = 1.0, high = 5.0 }}.'
        )
    _check_depth(data)
    arguments: dict[str, Any] = dict(data)
    kind = arguments.pop("kind", None)
    if not isinstance(kind, str) or kind not in CONSTRUCTORS:
        raise InputError(
            f"dist: kind = {quoted(kind)} is not known. {nearest(kind if isinstance(kind, str) else '', CONSTRUCTORS)}"
        )
    bounds = {
        k.removeprefix("truncate_"): arguments.pop(k) for k in ("truncate_low", "truncate_high") if k in arguments
    }
    known = inspect.signature(CONSTRUCTORS[kind]).parameters
    for name in arguments:
        if name not in known:
            raise InputError(
                f"dist: {kind} has no '{name}'. {nearest(name, [*known, 'truncate_low', 'truncate_high'])}"
            )
    missing = [n for n, p in known.items() if p.default is inspect.Parameter.empty and n not in arguments]
    if missing:
        raise InputError(f"dist: {kind} also needs {' and '.join(missing)}.")
    made = CONSTRUCTORS[kind](**arguments)
    if not bounds:
        return made
    check_numbers("truncation", **bounds)
    return made.truncated(**bounds)


def _check_depth(data: Mapping[Any, Any]) -> None:
    """Raise InputError for mixtures inside each other without end (a list can hold itself)."""
    level: list[Any] = [data]
    for _ in range(DEEPEST):
        lists = [d["of"] for d in level if isinstance(d, Mapping) and isinstance(d.get("of"), (list, tuple))]
        level = [d for of in lists for d in of]
        if len(level) > MOST:
            raise InputError(f"dist: a mixture of more than {MOST} distributions. Give `empirical` or `discrete`.")
    if level:
        raise InputError(f"dist: mixtures inside each other, more than {DEEPEST} levels. Write one mixture.")
