"""What is the cost of the machines for a training run: rented, or owned?

    rented  = chip-hours * price of an hour
    chips   = chip-hours * price of a chip * (k ln 10) / 8766
    linking = chips * s / (1 - s)
    energy  = chip-hours * chip_power * server_power * power_use
              * facility_overhead * electricity
    owned   = chips + linking + energy

A chip loses worth as others get better: k is progress in price-performance, in orders of magnitude a year. Chip-hours
come from a record, or from computing: operations / (peak * utilisation * 3600). Rented and owned differ by a
factor of two or more, and buying the machines outright costs many times either: never compare one model's rent with
another's purchase. No staff, data, failed or smaller runs. Source: Cottier and others (2024).
"""

import numpy as np

from mloss_econ.base.arrays import Array, check_within, together
from mloss_econ.evidence import default_store
from mloss_econ.kernel import (
    CountPerYear,
    Hours,
    Inputs,
    Money,
    MoneyPerEnergy,
    MoneyPerHour,
    Numeric,
    Outputs,
    Power,
    Ratio,
    Share,
    calculator,
    given,
)

HOURS_PER_YEAR = 8766.0  # of 365.25 days
SECONDS_PER_HOUR = 3600.0


class TrainingCostInputs(Inputs):
    """A run, and the machines it ran on."""

    chip_hours: Hours = given("training.chip_hours")
    """Hours of all processors together."""
    chip_hour: MoneyPerHour = given("training.chip_hour")
    """Rent of one processor for an hour."""
    chip_price: Money = given("training.chip_price")
    """Price of one processor with its share of a server."""
    progress: CountPerYear = given("training.progress")
    """Orders of magnitude by which price-performance grows a year."""
    interconnect_share: Share = given("training.interconnect_share", high=0.99)
    """Share of a cluster's cost that is spent on linking its machines."""
    chip_power: Power = given("training.chip_power")
    """Rated power of one processor."""
    server_power: Ratio = given("training.server_power")
    """Power drawn by a server over the rating of its processors."""
    power_use: Share = given("training.power_use")
    """Average power drawn over the rating."""
    facility_overhead: Ratio = given("training.facility_overhead", low=1)
    """Power drawn by the data centre over that drawn by the machines."""
    electricity: MoneyPerEnergy = given("training.electricity")
    """Price of a kilowatt-hour."""


class TrainingCostOutputs(Outputs):
    """The run's cost, rented and owned."""

    rented: Money
    """Cost of renting the processors."""
    owned: Money
    """Depreciation of owned machines and their links, and their energy."""
    chips: Money
    """Depreciation of the processors."""
    linking: Money
    """Depreciation of the links between machines."""
    energy: Money
    """Cost of electricity."""


def training_compute(parameters: Numeric, tokens: Numeric, *, per_token: Numeric | None = None) -> Array:
    """Operations of a training run: 6 N D, so many weights on so many tokens. Shapes broadcast.

    `per_token` is the operations for one weight and token; without it, the adopted 6 of dense models.

    >>> f"{training_compute(405e9, 15.6e12):.3g}"
    '3.79e+25'
    """
    each = default_store().belief("coverage.flop_per_token").value if per_token is None else per_token
    parameters, tokens, each = together(parameters=parameters, tokens=tokens, per_token=each)
    for name, value in (("parameters", parameters), ("tokens", tokens), ("per_token", each)):
        check_within(value, name, above=0)
    return np.asarray(parameters * tokens * each)


def chip_hours(compute: Numeric, peak: Numeric, utilisation: Numeric) -> Array:
    """Processor-hours for so many operations at a share of the peak. All above 0; shapes broadcast.

    >>> round(float(chip_hours(6 * 405e9 * 15.6e12, 989e12, 0.4)) / 1e6, 1)
    26.6
    """
    compute, peak, utilisation = together(compute=compute, peak=peak, utilisation=utilisation)
    check_within(compute, "compute", above=0)
    check_within(peak, "peak", above=0)
    check_within(utilisation, "utilisation", above=0, most=1, advice="It is a share: write 0.4 for 40 %.")
    return compute / (peak * utilisation * SECONDS_PER_HOUR)


@calculator
def training_cost(x: TrainingCostInputs) -> TrainingCostOutputs:
    """Cost of a training run, rented and owned."""
    chips = x.chip_hours * x.chip_price * x.progress * np.log(10.0) / HOURS_PER_YEAR
    linking = chips * x.interconnect_share / (1 - x.interconnect_share)
    drawn = x.chip_hours * x.chip_power * x.server_power * x.power_use * x.facility_overhead
    energy = drawn * x.electricity
    return TrainingCostOutputs(
        rented=x.chip_hours * x.chip_hour, owned=chips + linking + energy, chips=chips, linking=linking, energy=energy
    )
