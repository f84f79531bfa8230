"""Pricing-out as adopted, and its lost value with inputs moved."""

from mloss_econ.compliance import pricing_out
from mloss_econ.kernel import baseline

TODAY = baseline(pricing_out, prices="USD 2022")


def at(**values: float) -> float:
    return float(TODAY.but("moved", values).outputs().value_lost)
