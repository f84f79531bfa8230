"""Every method that ranks inputs answers every calculator of the library, at a few hundred rows."""

from typing import Any

import numpy as np
import pytest
from alone import whole

from mloss_econ.compliance import consequences
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, RunError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import baseline
from mloss_econ.regimes import world
from mloss_econ.registry import CALCULATORS
from mloss_econ.sensitivity import METHODS
from mloss_econ.sensitivity.factors import beliefs

pytestmark = pytest.mark.slow
FEW = 256
RANKING = [name for name, method in METHODS.items() if method.ranks]


def case_of(calculator: Any) -> Any:
    """Its baseline, in the first scenario that is for it, or in none."""
    fitting = [name for name, seed in default_store().scenarios.items() if calculator.name in seed.calculators]
    return baseline(whole(calculator), scenario=fitting[0] if fitting else None)


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda c: c.name)
def test_all_methods(calculator: Any) -> None:
    case = case_of(calculator)
    calculator = case.calculator
    if not any(entry.uncertain for entry in case.entries.values()):
        with pytest.raises(InputError, match="nothing is uncertain"):
            METHODS["sobol"].ask(case, "any", n=256)
        return
    run = simulate(case, n=FEW, seed=0)
    moving = [path for path, values in run.draws.outputs.items() if np.ptp(values) > 0]
    if not moving:  # a bill without a rule
        with pytest.raises(RunError, match="does not vary"):
            METHODS["sobol"].ask(case, next(iter(run.draws.outputs)), n=256, seed=0)
        return
    for output in moving[-1:]:
        for name in RANKING:
            if "regression" in name and 2 * 16 * (len(beliefs(case)) + 1) > FEW:
                with pytest.raises(InputError, match="too few for"):
                    METHODS[name].ask(case, output, n=FEW, seed=0)
                continue
            ranking = METHODS[name].ask(case, output, n=FEW, seed=0, target=0.0)
            assert max(map(len, str(ranking).splitlines())) <= 80
            for row in ranking.rows:
                assert np.isfinite([row.index, *row.interval]).all()


def test_all_methods_of_all_that_a_rule_does() -> None:
    from mloss_econ.kernel import proposal

    part = world.upto(consequences)
    ruled = proposal("sb1047").apply(baseline(part))
    for name in ("sobol", "morris", "shapley", "borgonovo", "chatterjee", "correlation_ratio"):
        ranking = METHODS[name].ask(ruled, "fixed_cost", n=256, seed=0, target=1e5)
        assert ranking.rows[0].index > 0
