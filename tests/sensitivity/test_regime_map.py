"""Maps of the best option, cell by cell against a loop."""

import numpy as np
import pytest
import toys
from today import TODAY

from mloss_econ.kernel import baseline
from mloss_econ.liability import cheapest_avoider
from mloss_econ.sensitivity import regime_map


def test_a_map_of_cases_against_a_loop() -> None:
    cases = [TODAY.but("low", use_elasticity=0.5), TODAY.but("high", fixed_cost=1e5)]
    found = regime_map(cases, "exit_share", ("median_budget", "sigma"), best="lowest")
    assert found.best.shape == (11, 11)
    for i in (0, 5, 10):
        for j in (0, 5, 10):
            moved = {"median_budget": found.down[i], "sigma": found.across[j]}
            worth = [float(case.but("moved", moved).outputs().exit_share) for case in cases]
            assert found.best[i, j] == int(np.argmin(worth))
            assert found.margin[i, j] == pytest.approx(abs(worth[0] - worth[1]), rel=1e-9)
    assert found.shares == (1.0, 0.0)
    assert found.by_belief
    assert "A low: 100 % of the beliefs in these two" in str(found)
    assert "Shares are counted in 121 cells, equally likely by these beliefs." in str(found)


def test_a_map_of_outputs_with_ties() -> None:
    case = baseline(cheapest_avoider, scenario="deepfake_family_fraud")
    names = [f"social_cost.{party}" for party in case.point.parties]
    moved = [path for path, entry in case.entries.items() if entry.uncertain][:2]
    found = regime_map([case], names, (moved[0], moved[1]), best="lowest")
    assert sum(found.shares) == pytest.approx(1)
    assert found.options == tuple(names)
    twice = regime_map([toys.toy_case(toys.linear), _same()], "y", ("a", "b"))
    assert twice.tied.all()
    assert twice.shares == (0.5, 0.5)
    assert "= a tie" in str(twice)


def _same() -> object:
    return toys.toy_case(toys.linear).but("the same", dummy=0.25)
