"""Bundles of precautions: their labels, costs and harm, against plainly written sums."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from scenarios import Scenario, as_inputs, bundles_of, harm, label, price, scenarios

from mloss_econ.liability.bundles import Setting, labels_of


@given(scenarios())
def test_harm_and_cost_of_every_bundle_are_those_each_party_sees(s: Scenario) -> None:
    x = as_inputs(s)
    tables = Setting(x)
    bundles = bundles_of(s)
    assert labels_of(tuple(x.precautions)) == tuple(label(s, bundle) for bundle in bundles)
    assert tables.harm_table().tolist() == [float(harm(s, bundle)) for bundle in bundles]
    numbers = np.arange(len(bundles))
    each = np.broadcast_to(tables.harm(numbers), numbers.shape).tolist()
    assert each == [float(harm(s, bundle)) for bundle in bundles]
    for name, party in s["parties"].items():
        assert tables.harm_table(name).tolist() == [float(harm(s, b, party["information"])) for b in bundles]
        prices = [price(s, name, bundle) for bundle in bundles]
        reach = tables.costs(name)
        paid = [sum(float(reach.get(k, np.inf)) for k in range(len(x.precautions)) if n >> k & 1) for n in numbers]
        assert paid == [np.inf if p is None else float(p) for p in prices]


def test_bundles_are_numbered_by_their_members() -> None:
    assert labels_of(("a", "b", "c")) == ("none", "a", "b", "a + b", "c", "a + c", "b + c", "a + b + c")
    assert labels_of(()) == ("none",)
