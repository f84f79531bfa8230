"""The value of packages one by one, and of the option to buy, firm by firm."""

import math
from typing import Any

import numpy as np
import pytest
from amounts import shares
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.value import Package, package_value
from mloss_econ.value.package_value import PackageValueInputs


def packages(*rows: tuple[float, float, float], **values: Any) -> Any:
    plain = {"month_wage": 2060.0, "rebuild_fraction": 1.0, "effort_error": 1.0}
    constants = {"effort_factor": 2.94, "effort_exponent": 1.0997}
    made = {f"p{i}": Package(lines=a, users=b, licence=c) for i, (a, b, c) in enumerate(rows)}
    return package_value(PackageValueInputs(packages=made, **{**plain, **constants, **values}))


row = st.tuples(st.floats(1, 1e7), st.floats(0, 1e5), st.floats(0, 1e5))


@given(st.lists(row, min_size=1, max_size=4), st.floats(1, 1e5), shares)
def test_packages_one_by_one(rows: Any, wage: float, rebuild: float) -> None:
    out = packages(*rows, month_wage=wage, rebuild_fraction=rebuild)
    supply = demand = cheaper = 0.0
    for lines, users, licence in rows:
        price = wage * 2.94 * math.exp(1.0997 * math.log(lines / 1000))
        supply, demand = supply + price, demand + rebuild * users * price
        for_all = sum(min(price, licence) for _ in range(int(min(users, 3))))  # firm by firm, for the first few
        if users >= 1:
            cheaper += for_all / int(min(users, 3)) * users
        else:
            cheaper += min(price, licence) * users
    assert_allclose(
        (out.supply_value, out.demand_value, out.buy_option_value), (supply, demand, cheaper), rtol=1e-10, atol=1e-200
    )
    assert_allclose(out.effort * wage, supply, rtol=1e-10)
    assert out.buy_option_value <= packages(*rows, month_wage=wage).demand_value * (1 + 1e-12)


def test_the_buy_option_firm_by_firm() -> None:
    # 1,000 lines cost 6,056 USD to write: ten firms buy at 5,000, twenty write rather than pay 9,000
    out = packages((1000.0, 10.0, 5000.0), (1000.0, 20.0, 9000.0))
    price = 2060 * 2.94
    assert_allclose(out.buy_option_value, 10 * 5000 + 20 * price, rtol=1e-14)
    assert_allclose(out.buying_users, 10 / 30, rtol=1e-14)
    assert packages((1000.0, 0.0, 1.0)).buying_users == 0
    for licence, bought in ((price, 0), (np.nextafter(price, 0), 0), (price * (1 - 1e-9), 1)):
        assert packages((1000.0, 10.0, float(licence))).buying_users == bought


def test_no_packages_and_no_wage_are_refused() -> None:
    with pytest.raises(InputError, match="packages: there is none"):
        packages()
    with pytest.raises(InputError, match="month_wage: has to be above 0"):
        packages((1.0, 1.0, 1.0), month_wage=0.0)
