"""Growth and diffusion curves fitted to counts, with their uncertainty.

exponential   ln y = a + s t          least squares on logarithms; interval from Student's t
logistic      y = m / (1 + e^(-r (t - t0)))
bass          y = m F(t - t0; p, q), t0 the start that the caller gives

The last two by nonlinear least squares (SciPy); intervals from the covariance at the optimum, so they hold for errors
that are independent, of one size, and small. Few years before the bend tell nothing of the ceiling m: the fit then
says so by refusing, or by an interval that is wide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array, numbers, one_number
from mloss_econ.errors import InputError

WIDEST = 1e3  # times an estimate: beyond it nothing was learnt
LATEST = 9999  # the last year of the calendar: beyond it they are days or seconds since some date, or 202301
HIGHER = 10  # times a ceiling: where that fits the counts no worse, they tell nothing of it
MOST_FALL = 0.5  # of the range of noisy counts that rise


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted curve.

    Attributes: `curve`, its name; `values`, `errors` (standard), `intervals` (90 %) by parameter; `residual`, the
    standard deviation of what is left (of logarithms, for growth); `points`, how many.
    """

    curve: str
    values: Mapping[str, float]
    errors: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]
    residual: float
    points: int

    def __str__(self) -> str:
        from mloss_econ.base.text import number

        def shown(value: float) -> str:
            return "never" if value == np.inf else number(value)

        lines = [f"{self.curve}, {self.points} points; intervals are 90 %"]
        for name, value in self.values.items():
            low, high = self.intervals[name]
            lines.append(f"  {name} = {shown(value)} ({shown(low)} to {shown(high)})")
        return "\n".join(lines)


def fit_exponential(years: npt.ArrayLike, counts: npt.ArrayLike) -> Fit:
    """Growth from counts by year: `growth` a year, `doubling` in years, `start` in the first year.

    Raises InputError for fewer than three points, counts that are not above 0, dates, a year given twice. The
    doubling time has an interval only where growth is above 0 throughout; else it is infinite at one end. Counts that
    do not change have a growth of 0 (0 to 0).
    """
    from scipy import stats

    t, y = _checked(years, counts, least=3)
    t = t - t.min()
    found = stats.linregress(t, np.log(y))
    slope, intercept, error = float(found.slope), float(found.intercept), float(found.stderr)
    middle = float(found.intercept_stderr)
    if np.ptp(y) == 0:  # no correlation from which linregress could take its errors
        slope, intercept, error, middle = 0.0, float(np.log(y[0])), 0.0, 0.0
    reach = float(stats.t.ppf(0.95, len(t) - 2))
    left = np.log(y) - intercept - slope * t
    residual = float(np.sqrt(left @ left / (len(t) - 2)))
    low, high = slope - reach * error, slope + reach * error
    start = float(y[0]) if np.ptp(y) == 0 else np.exp(intercept)
    doubled = tuple(float(np.log(2) / s) if s > 0 else np.inf for s in (high, low))
    return Fit(
        "exponential growth",
        {
            "growth": float(np.expm1(slope)),
            "doubling": float(np.log(2) / slope) if slope > 0 else np.inf,
            "start": float(start),
        },
        {
            "growth": float(np.exp(slope)) * error,
            "doubling": float(np.log(2) / slope**2) * error if slope > 0 else np.inf,
            "start": float(start) * middle,
        },
        {
            "growth": (float(np.expm1(low)), float(np.expm1(high))),
            "doubling": (doubled[0], doubled[1]),
            "start": (float(np.exp(intercept - reach * middle)), float(np.exp(intercept + reach * middle))),
        },
        residual,
        len(t),
    )


def fit_logistic(years: npt.ArrayLike, counts: npt.ArrayLike) -> Fit:
    """Ceiling, rate and midpoint from counts by year, which rise but for noise.

    Raises InputError for fewer than four points, counts that fall, dates, a year given twice, or no fit.
    """
    t, y = _checked(years, counts, least=4)
    _rising("logistic curve", t, y, most=MOST_FALL)

    def curve(t: Array, ceiling: float, rate: float, midpoint: float) -> Array:
        return np.asarray(ceiling / (1 + np.exp(-rate * (t - midpoint))))

    half = float(t[np.argmin(np.abs(y - y.max() / 2))])
    return _nonlinear(
        "logistic curve", curve, t, y, {"ceiling": 1.5 * float(y.max()), "rate": 4 / np.ptp(t), "midpoint": half}
    )


def fit_bass(years: npt.ArrayLike, adopters: npt.ArrayLike, *, begun: float) -> Fit:
    """Ceiling, innovation and imitation from cumulative adopters by year, for something that began in year `begun`.

    Raises InputError for fewer than four points, adopters that fall (then they are not cumulative), dates, a year
    given twice or before the beginning, or no fit.
    """
    t, y = _checked(years, adopters, least=4)
    begun = one_number(begun, "begun")
    _rising("Bass curve", t, y, most=0.0)
    if t.min() < begun:
        raise InputError(f"year {t.min():g} is before the beginning, {begun:g}. Drop it, or begin earlier.")

    def curve(t: Array, ceiling: float, innovation: float, imitation: float) -> Array:
        decay = np.exp(-(innovation + imitation) * (t - begun))
        return np.asarray(ceiling * (1 - decay) / (1 + imitation / innovation * decay))

    return _nonlinear(
        "Bass curve", curve, t, y, {"ceiling": 1.5 * float(y.max()), "innovation": 0.02, "imitation": 0.4}
    )


def _checked(years: npt.ArrayLike, counts: npt.ArrayLike, *, least: int) -> tuple[Array, Array]:
    """Years and counts in the order of the years."""
    t, y = numbers(years, "years", finite=True), numbers(counts, "counts", finite=True)
    if t.ndim != 1 or t.shape != y.shape or len(t) < least:
        raise InputError(f"years of shape {t.shape} and counts of shape {y.shape}: give at least {least} of each.")
    if not (y > 0).all():
        k = int(np.argmin(y > 0))
        raise InputError(f"counts[{k}] = {y[k]:g}, in year {t[k]:g}: counts have to be above 0. Drop the year.")
    if (np.abs(t) > LATEST).any():
        k = int(np.argmax(np.abs(t)))
        raise InputError(
            f"years[{k}] = {t[k]:.6g} is no year; it may be a date written as a number. Of a date d give "
            "d.year + (d.month - 1) / 12."
        )
    if np.ptp(t) == 0:
        raise InputError("all counts are of one year: nothing can be said of growth.")
    order = np.argsort(t, kind="stable")
    t, y = t[order], y[order]
    if (same := np.flatnonzero(np.diff(t) == 0)).size:
        raise InputError(
            f"year {t[same[0]]:g} is given twice. Give one count for each year, or years with fractions (2020.25)."
        )
    return t, y


def _rising(name: str, t: Array, y: Array, *, most: float) -> None:
    """Refuse counts that do not rise: that fall by more than `most` of their range."""
    if np.ptp(y) == 0:
        raise InputError(f"{name}: all counts are {y[0]:g}. Counts that do not change tell nothing of its parameters.")
    falls = np.maximum.accumulate(y) - y
    if falls.max() > most * np.ptp(y):
        k = int(np.argmax(falls > most * np.ptp(y)))
        raise InputError(
            f"{name}: counts fall to {y[k]:g} in year {t[k]:g}, where the curve rises to a ceiling. If they are the "
            "new ones of each year, give the sums up to each year: np.cumsum(counts)."
        )


def _nonlinear(name: str, curve: Callable[..., Array], t: Array, y: Array, start: Mapping[str, float]) -> Fit:
    """Least squares over the logarithms of positive parameters; `midpoint` may have any sign."""
    import warnings

    from scipy import optimize, stats

    free = [p == "midpoint" for p in start]
    scale = float(y.max())

    def model(t: Array, *theta: float) -> Array:
        return curve(t, *(v if f else np.exp(v) for v, f in zip(theta, free, strict=True))) / scale

    first = [v if f else np.log(v) for v, f in zip(start.values(), free, strict=True)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with np.errstate(over="ignore"):
                theta, cov = optimize.curve_fit(model, t, y / scale, p0=first, maxfev=20_000)
        except (RuntimeError, RuntimeWarning, optimize.OptimizeWarning, ValueError) as error:
            raise InputError(f"{name}: no fit ({error}). The counts may not show the bend yet.") from None
    if _fits_higher(model, t, y / scale, theta):
        raise InputError(
            f"{name}: a ceiling {HIGHER} times as high fits no worse. The counts do not show the bend yet."
        )
    reach = float(stats.t.ppf(0.95, len(t) - len(start)))
    spread = np.sqrt(np.diag(cov))
    if np.any(~np.isfinite(spread)) or np.any(spread[[not f for f in free]] > np.log(WIDEST)):
        raise InputError(f"{name}: the counts do not tell its parameters. They may not show the bend yet.")
    values, errors, intervals = {}, {}, {}
    for p, v, s, f in zip(start, theta, spread, free, strict=True):
        values[p], errors[p] = (float(v), float(s)) if f else (float(np.exp(v)), float(np.exp(v) * s))
        ends = v - reach * s, v + reach * s
        intervals[p] = (float(ends[0]), float(ends[1])) if f else (float(np.exp(ends[0])), float(np.exp(ends[1])))
    left = y / scale - model(t, *theta)
    return Fit(
        name,
        values,
        errors,
        intervals,
        scale * float(np.sqrt(left @ left / (len(t) - len(start)))),
        len(t),
    )


def _fits_higher(model: Callable[..., Array], t: Array, y: Array, theta: Array) -> bool:
    """Whether a ceiling far above the one found leaves no more of the counts unexplained: then none was found."""
    from scipy import optimize

    def left(rest: Array, ceiling: float) -> Array:
        return model(t, ceiling, *rest) - y

    with np.errstate(all="ignore"):
        found = optimize.least_squares(left, theta[1:], args=(theta[0] + np.log(HIGHER),), xtol=1e-12, ftol=1e-12)
    return bool(found.cost <= 0.5 * np.sum(left(theta[1:], theta[0]) ** 2))
