"""Several cases run together: what cannot be is refused by name."""

import pytest

from mloss_econ.engine import together
from mloss_econ.errors import InputError, UnitError
from mloss_econ.regimes import world_under


def test_cases_in_two_price_bases_are_refused_by_name() -> None:
    cases = [world_under("licensing", prices="USD 2022"), world_under("permits", prices="EUR 2021")]
    with pytest.raises(UnitError, match=r"'licensing' is in USD 2022 but 'permits' is in EUR 2021"):
        together(cases, outputs=["net_world"], n=64, seed=1)
    with pytest.raises(InputError, match="has no output 'net_wrld'"):
        together([world_under("licensing"), world_under("permits")], outputs=["net_wrld"], n=64, seed=1)
