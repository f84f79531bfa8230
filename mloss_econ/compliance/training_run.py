"""What does it take to train a model: computing, time on the machines, money?

    compute   = 6 * parameters * tokens                    dense models; active parameters where there are experts
    GPU-hours = compute / (peak * utilisation * 3600)
    cost      = GPU-hours * price of an hour

It is the cost of the one run that ends in the model, at rental prices: no staff, no data, no failed or smaller runs.
"""

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.shared import RentedMachine
from mloss_econ.kernel import Compute, Count, Hours, Money, Outputs, Ratio, calculator, fixed, given

SECONDS_PER_HOUR = 3600.0


class TrainingRunInputs(RentedMachine):
    """A model, its training text, and the machines."""

    parameters: Count = given("coverage.parameters")
    """Weights of the model that are active in each step."""
    tokens: Count = given("coverage.tokens")
    """Length of the training text, in tokens, repeats counted."""
    flop_per_token: Ratio = fixed("coverage.flop_per_token")
    """Operations for one weight and one token, forward and backward."""


class TrainingRunOutputs(Outputs):
    """Computing, machine-hours and rent of the run."""

    compute: Compute
    """Operations of the run."""
    gpu_hours: Hours
    """Machine-hours of the run, all machines together."""
    cost: Money
    """Rent of the machines for the run."""


def gpu_hours(compute: Array | float, peak: Array | float, utilisation: Array | float) -> Array | float:
    """Machine-hours of a run of so many operations. Shapes broadcast; `peak` and `utilisation` above 0.

    >>> round(gpu_hours(1e26, 989e12, 0.4) / 1e6, 3)
    70.217
    """
    return compute / (peak * utilisation * SECONDS_PER_HOUR)


@calculator
def training_run(x: TrainingRunInputs) -> TrainingRunOutputs:
    """Computing, machine-hours and rent of one training run."""
    compute = x.flop_per_token * x.parameters * x.tokens
    hours = gpu_hours(compute, x.peak, x.utilisation)
    return TrainingRunOutputs(compute=compute, gpu_hours=hours, cost=hours * x.gpu_hour)
