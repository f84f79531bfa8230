"""Budgets of the leading projects on Open Collective, 2019."""

from benchmarks.published.row import Row, fact
from mloss_econ.compliance import lognormal_sigma, pareto_alpha_from_mean


def tail_exponent() -> float:
    """From mean and smallest of the list of leading projects."""
    return float(pareto_alpha_from_mean(fact("open_collective_2019.mean"), fact("open_collective_2019.minimum")))


def log_spread() -> float:
    """From mean and median of the same list."""
    return float(lognormal_sigma(fact("open_collective_2019.mean"), fact("open_collective_2019.median")))


ROWS = (
    Row("Open Collective: tail exponent", "open_collective_2019.pareto_exponent", 0.0005, tail_exponent),
    Row("Open Collective: spread of the logarithm", "open_collective_2019.lognormal_sigma", 0.005, log_spread),
)
