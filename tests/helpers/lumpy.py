"""Distributions of which some values have a probability of their own."""

from mloss_econ.uncertainty import Distribution, discrete, lognormal, mixture, normal, point, uniform


def two(p: float) -> Distribution:
    return discrete(values=[3, 8], weights=[1 - p, p])


THREE = discrete(values=[0, 1, 9], weights=[0.2, 0.7, 0.1])
PART = mixture(of=[point(value=1 / 3), uniform(low=0, high=2)], weights=[0.4, 0.6])  # the point is in the middle
AT_ZERO = mixture(of=[point(value=0), lognormal(median=3, sigma=1)], weights=[0.3, 0.7])
WITHIN = mixture(of=[normal(mean=5, sd=2), point(value=5)], weights=[0.5, 0.5]).truncated(low=0)
MIXED = mixture(of=[two(0.3), WITHIN], weights=[0.5, 0.5])
WHOLE = uniform(low=0, high=1)
