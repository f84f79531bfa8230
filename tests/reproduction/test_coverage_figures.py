"""Training runs whose size is known, and the triggers of laws and bills."""

import numpy as np
from numpy.testing import assert_allclose

from mloss_econ.compliance import (
    capability_trigger_covers_the_small,
    capability_trigger_covers_the_small_at_once,
    coverage,
    training_run,
)
from mloss_econ.evidence import Store

RUN = {"peak": 989e12, "utilisation": 0.4, "gpu_hour": 2.0}


def test_operations_of_known_models(store: Store) -> None:
    known = {(405e9, 15.6e12): 3.791e25, (175e9, 300e9): 3.150e23, (12e9, 300e9): 2.160e22}
    for (parameters, tokens), compute in known.items():
        out = training_run.at(parameters=parameters, tokens=tokens)
        assert_allclose(out.compute, compute, rtol=2e-4)
    largest = training_run.at(parameters=405e9, tokens=15.6e12).compute
    assert store.fact("ai_act_2024.systemic_compute").value < largest < store.fact("eo_14110.compute").value


def test_hours_and_rent_of_a_run_of_1e26_operations() -> None:
    out = training_run.at(parameters=1e26 / 6e12, tokens=1e12, **RUN)
    assert_allclose(out.compute, 1e26, rtol=1e-12)
    assert_allclose(out.gpu_hours, 70.217e6, rtol=1e-5)
    assert_allclose(out.cost, 140.43e6, rtol=5e-5)
    assert_allclose(coverage.at(compute_trigger=1e26, **RUN).run_cost, out.cost, rtol=1e-12)


def test_the_published_cost_of_such_a_run_takes_about_a_dollar_an_hour(store: Store) -> None:
    published = store.fact("heim_koessler.run_cost").value
    cheap = coverage.at(compute_trigger=1e26, **(RUN | {"gpu_hour": 1.0})).run_cost
    assert_allclose(cheap, published, rtol=0.01)


def test_a_test_of_both_computing_and_cost_ends_as_one_of_cost() -> None:
    """More than 1e26 operations and 100 million dollars: as computing gets cheaper only the second binds."""
    year = np.array([0.0, 1.0, 1.2, 5.0])
    both = {"compute_trigger": 1e26, "cost_trigger": 100e6, "run_share": 0.5, "cost_halving": 2.3}
    out = coverage.at({**both, **RUN, "years_ahead": year})
    assert_allclose(out.exempt_below_later[0], 2 * 140.43e6, rtol=5e-5)
    assert_allclose(out.exempt_below_later[1], 2 * 140.43e6 * 2 ** (-1 / 2.3), rtol=5e-5)
    assert_allclose(out.exempt_below_later[2:], 200e6, rtol=1e-12)


def test_the_claim_holds_in_time_and_not_always_at_once() -> None:
    for claim, at_once in (
        (capability_trigger_covers_the_small, False),
        (capability_trigger_covers_the_small_at_once, True),
    ):
        case = claim.case()
        assert claim.holds(case.point, case.outputs(), claim.stated(case))
        if at_once:
            dearer = case.but("less in a run", run_share=0.2)
        else:
            dearer = case.but("slow progress", cost_halving=50.0, capability_halving=50.0)
        assert not claim.holds(dearer.point, dearer.outputs(), claim.stated(dearer))
