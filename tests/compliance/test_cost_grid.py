"""The grid of costs: it adds up, and refuses what it has no place for."""

import pytest
from appraisals import EUR, USD

from mloss_econ.compliance import Cost, Figure, cost_grid
from mloss_econ.errors import InputError, UnitError

GRID = (
    Cost("businesses", "one-off", "adjustment", Figure(1e3, 2e3, 3e3, EUR)),
    Cost("businesses", "recurrent", "administrative", Figure(4e3, 5e3, 6e3, EUR)),
    Cost("administrations", "recurrent", "administrative", Figure(1e3, 1e3, 1e3, EUR)),
    Cost("open projects", "recurrent", "adjustment", Figure(7e3, 7e3, 7e3, EUR)),
)


def test_a_cost_grid_adds_up() -> None:
    made = cost_grid(GRID, prices=EUR, groups=("open projects",))
    assert made.cell("businesses", "one-off", "adjustment") == 2e3
    assert made.cell(None, "recurrent", "administrative") == 6e3
    assert made.cell(None, "recurrent", None) == 13e3
    text = str(made)
    assert max(map(len, text.splitlines())) <= 80
    assert [line.split()[0] for line in text.splitlines()[3:]] == [
        "citizens",
        "businesses",
        "administrations",
        "open",
        "all",
    ]


def test_a_cost_grid_refuses_what_it_has_no_place_for() -> None:
    with pytest.raises(InputError, match="'open projects' is not known"):
        cost_grid(GRID, prices=EUR)
    with pytest.raises(UnitError, match="EUR 2021, the form in USD 2022"):
        cost_grid(GRID, prices=USD, groups=("open projects",))
    with pytest.raises(InputError, match="not one of its columns"):
        cost_grid([Cost("citizens", "now and then", "adjustment", Figure(1, 1, 1, EUR))], prices=EUR)  # type: ignore[arg-type]
