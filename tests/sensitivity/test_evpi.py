"""Value of perfect information: the price of an option, and ties."""

import numpy as np
import pytest
from normals import normals

from mloss_econ.sensitivity import decision_from, evpi, evppi


def test_a_lognormal_benefit_against_a_cost() -> None:
    """E[max(e^Z - 2, 0)] - max(E - 2, 0) = 0.5349, as an option is priced; positive in 24.4 % of draws."""
    z = normals("z", n=2**16)
    made = decision_from({"keep": 0 * z["z"], "buy": np.exp(z["z"]) - 2}, z)
    found = evpi(made)
    assert found.value.value == pytest.approx(0.5348511215358929, abs=0.005)
    assert found.best == "keep"
    assert found.changes == pytest.approx(0.24410859578558275, abs=0.001)
    options = {row.option: row for row in found.options}
    assert options["buy"].probability.value == pytest.approx(0.24410859578558275, abs=0.001)
    assert options["keep"].loss.value == pytest.approx(found.value.value, rel=1e-12)
    assert evppi(made).row("z").index == pytest.approx(0.5348511215358929, abs=0.006)


def test_ties_are_shared_out_and_change_nothing() -> None:
    """Two options alike share the draws; one that equals the best where x < 0 does not change the decision there."""
    x = normals("x", n=2**11)["x"]
    alike = evpi(decision_from({"one": x, "other": x + 0.0, "worse": x - 1}, {"x": x}))
    assert [row.probability.value for row in alike.options] == [0.5, 0.5, 0.0]
    assert alike.value.value == 0
    risky = np.where(x < 0, 1.0, np.where(x > 1, 2.0, 0.0))
    found = evppi(decision_from({"risky": risky, "best": np.ones_like(x)}, {"x": x}))
    assert found.best == "best"
    assert found.row("x").others["changes"].value == pytest.approx(0.1587, abs=0.03)
    assert found.row("x").index == pytest.approx(0.1587, abs=0.01)
