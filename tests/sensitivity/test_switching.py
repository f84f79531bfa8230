"""Switching values: of a line, inside a dip, and of inputs that never leave the target."""

import numpy as np
import pytest
import toys
from two_inputs import of_a_and_b

from mloss_econ.errors import InputError
from mloss_econ.sensitivity import switching
from mloss_econ.uncertainty import lognormal


def test_switching_values_of_a_line() -> None:
    """3 a - 2 b is 0.5 as adopted: 0 at a = 1/3 or b = 3/4; the dummy never."""
    found = switching(toys.toy_case(toys.linear), "y", target=0)
    assert {row.path: pytest.approx(row.value, abs=1e-6) for row in found.rows} == {"a": 1 / 3, "b": 0.75}
    assert [row.path for row in found.rows] == ["a", "b"]
    assert found.rows[0].distance == pytest.approx(1 / 6, abs=1e-6)
    assert found.rows[0].change == pytest.approx(-1 / 3, abs=1e-6)
    assert found.never == ("dummy",)
    assert all(row.plausible for row in found.rows)
    far = switching(toys.toy_case(toys.linear), "y", target=1.98)
    assert [(row.path, row.plausible) for row in far.rows] == [("a", False)]
    assert "(!) outside the 90 % interval of the input's belief." in str(far)
    assert f"No switching value among {found.tried:,} values or more over their whole range: dummy." in str(found)
    assert found.tried >= 2_000
    assert "No input has a switching value among those tried." in str(
        switching(toys.toy_case(toys.flat), "y", target=0)
    )


def test_a_switching_value_inside_a_dip_is_found_and_one_that_is_only_met_says_so() -> None:
    made = toys.of_x(lambda x: 1e6 * np.log(x / 30_000) ** 2)
    case = toys.toy_case(made, x=toys.belief(22_400.0, lognormal(median=22_400, sigma=0.9)))
    (row,) = switching(case, "y", target=1.0).rows
    assert (row.value, row.others, row.touches) == (pytest.approx(30_000 * np.exp(-0.001)), 1, False)
    met = switching(case, "y", target=0.0)
    assert (met.rows[0].value, met.rows[0].touches) == (pytest.approx(30_000), True)
    assert "(=) the target is met there, not crossed." in str(met)


def test_switching_needs_something_uncertain() -> None:
    case = toys.toy_case(toys.flat).but("certain", x=1.0, other=0.5)
    with pytest.raises(InputError, match="no input has a switching value"):
        switching(case, "y", target=0)


def test_an_input_that_never_leaves_the_target_is_not_ranked() -> None:
    made = of_a_and_b(lambda a, b: 1.0 * (a > 0.3) + 0 * b)
    found = switching(toys.toy_case(made), "y", target=1.0)
    (row,) = found.rows
    assert (row.path, row.value) == ("a", pytest.approx(0.3))
    assert (found.never, found.always) == ((), ("b", "dummy"))
    assert "Target met at every value tried, and so never crossed: b, dummy." in str(found)
    assert found.frame().notes == ("Target met at every value tried, and so never crossed: b, dummy.",)
