"""Two-way tables, cell by cell against a loop."""

import pytest
from today import TODAY, at

from mloss_econ.sensitivity import two_way


def test_two_way_against_a_loop() -> None:
    found = two_way(TODAY, "value_lost", ("fixed_cost", "sigma"), at=([1e4, 1e5], [1.0, 2.0]))
    for i, cost in enumerate(found.down):
        for j, sigma in enumerate(found.across):
            assert found.values[i, j] == pytest.approx(at(fixed_cost=cost, sigma=sigma), rel=1e-12)
    lines = str(found).splitlines()
    assert max(map(len, lines)) <= 80
    assert str(found).count("*") == 3  # a column, a row, the note
