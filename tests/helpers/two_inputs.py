"""A function of two inputs as a calculator."""

from typing import Any

import toys

from mloss_econ.kernel import calculator


def of_a_and_b(function: Any) -> Any:
    def made(x: toys.LinearInputs) -> toys.YOutputs:
        """A function of a and b."""
        return toys.YOutputs(y=function(x.a, x.b) + 0 * x.dummy)

    return calculator(made)
