"""Frozen distributions of scipy.stats, read as the same distributions of ours: exact, written to files, truncatable.

A family that has no counterpart here is refused with the way to bring it in as data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mloss_econ.base.arrays import one_number
from mloss_econ.errors import InputError
from mloss_econ.uncertainty.bounded import Beta, Triangular, Uniform
from mloss_econ.uncertainty.distribution import Distribution
from mloss_econ.uncertainty.families import Lognormal, Normal

Parameters = Mapping[str, float]


def _truncated_normal(p: Parameters) -> Distribution:
    return Normal(p["loc"], p["scale"]).truncated(
        low=p["loc"] + p["a"] * p["scale"], high=p["loc"] + p["b"] * p["scale"]
    )


FAMILIES: dict[str, Callable[[Parameters], Distribution | None]] = {
    "norm": lambda p: Normal(p["loc"], p["scale"]),
    "lognorm": lambda p: Lognormal(p["scale"], p["s"]) if p["loc"] == 0 else None,
    "uniform": lambda p: Uniform(p["loc"], p["loc"] + p["scale"]),
    "triang": lambda p: Triangular(p["loc"], p["loc"] + p["c"] * p["scale"], p["loc"] + p["scale"]),
    "beta": lambda p: Beta(p["a"], p["b"]) if (p["loc"], p["scale"]) == (0, 1) else None,
    "truncnorm": _truncated_normal,
}


def is_frozen(value: object) -> bool:
    """Whether a value is a distribution of another library: it has quantiles and takes no more parameters."""
    return hasattr(type(value), "ppf") or hasattr(type(value), "icdf")


def from_scipy(value: object) -> Distribution:
    """The same distribution as a frozen one of scipy.stats: norm, lognorm (loc 0), uniform, triang, beta (on 0 to 1)
    and truncnorm. Raises InputError, with the remedy, for any other.

    >>> from scipy import stats
    >>> from_scipy(stats.norm(3, 2))
    Normal(mean_=3.0, sd=2.0)
    """
    if hasattr(value, "freeze"):
        name = getattr(value, "name", "")
        raise InputError(f"{name}: this distribution of scipy.stats lacks its parameters. Give them: {name}(...).")
    family = getattr(value, "dist", None)
    name, make = getattr(family, "name", type(value).__name__), None
    if family is not None and name in FAMILIES:
        known = [*(family.shapes.split(", ") if family.shapes else []), "loc", "scale"]
        args, kwds = getattr(value, "args", ()), getattr(value, "kwds", {})
        given = {"loc": 0.0, "scale": 1.0} | dict(zip(known, args, strict=False)) | kwds
        make = FAMILIES[name]({key: one_number(v, f"{name}: {key}") for key, v in given.items()})
    if make is None:
        quantile = "ppf" if hasattr(type(value), "ppf") else "icdf"
        raise InputError(
            f"{name}: this distribution of scipy.stats has no counterpart here. Give its quantiles as data: "
            f"empirical(values=d.{quantile}((np.arange(1000) + 0.5) / 1000))."
        )
    return make
