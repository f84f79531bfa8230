"""The grid of costs: it adds up, and refuses what it has no place for."""

from typing import Any

import pytest
from appraisals import EUR, USD

from mloss_econ.compliance import COST_KINDS, RECURRENCES, Benefit, Cost, Figure, cost_grid
from mloss_econ.errors import InputError, UnitError


def cost(group: str, recurrence: Any, kind: Any, amount: float) -> Cost:
    return Cost(group, recurrence, kind, Figure(amount, amount, amount, EUR))


GRID = (
    cost("businesses", "one-off", "adjustment", 2e6),
    cost("businesses", "recurrent", "administrative", 5e6),
    cost("citizens", "recurrent", "administrative", 1e6),
    cost("citizens", "recurrent", "indirect", 30e6),
    cost("administrations", "recurrent", "administrative", 1e6),
    cost("administrations", "recurrent", "enforcement", 4e6),
    cost("businesses", "recurrent", "fees", 3e6),
    cost("open projects", "recurrent", "adjustment", 7e6),
)
GAINS = (Benefit("direct", "harm avoided", Figure(1e6, 60e6, 90e6, EUR)),)


def test_a_cost_grid_adds_up() -> None:
    made = cost_grid(GRID, prices=EUR, groups=("open projects",), benefits=GAINS, net=Figure(-5e6, 8e6, 9e6, EUR))
    assert made.cell("businesses", "one-off", "adjustment") == 2e6
    assert made.cell(None, "recurrent", "administrative") == 7e6
    assert made.cell(None, None, None) == sum(c.figure.primary for c in GRID)
    whole = sum(made.cell(g, r, k) for g in made.groups for r in RECURRENCES for k in COST_KINDS)
    assert whole == made.cell(None, None, None)
    text = str(made)
    assert max(map(len, text.splitlines())) <= 80
    for words in ("open projects, a year", "One in, one out: 6 a year", "direct: harm avoided", "8 a year (−5 to 9)"):
        assert words in text
    by_name = {r[""]: r for r in made.frame().records()}
    assert by_name["cost: fees"]["businesses, recurrent"] == 3e6
    assert by_name["cost: indirect"]["all, recurrent"] == 30e6
    assert by_name["benefit, direct: harm avoided"]["all, recurrent"] == 60e6


def test_one_in_one_out_counts_what_businesses_and_citizens_report_each_year() -> None:
    """Neither what is spent once, nor what authorities spend, nor what changes a product."""
    made = cost_grid(GRID, prices=EUR, groups=("open projects",))
    assert made.one_in_one_out == 5e6 + 1e6
    once = cost_grid([cost("businesses", "one-off", "administrative", 9e6)], prices=EUR)
    assert once.one_in_one_out == 0


def test_what_is_saved_is_an_out() -> None:
    made = cost_grid(GRID, prices=EUR, groups=("open projects",), taken_out=1e6)
    assert made.one_in_one_out == 5e6 + 1e6 - 1e6
    cut = cost_grid(GRID, prices=EUR, groups=("open projects",), taken_out=9e6)
    assert cut.one_in_one_out == -3e6
    words = "One in, one out: an out of 3 a year, by which administrative costs of businesses and citizens fall."
    assert words in " ".join(str(cut).split())
    assert {r[""]: r for r in cut.frame().records()}["one in, one out"]["all, recurrent"] == -3e6
    assert cut.offset(1e3).startswith("One in, one out: an out of 3,000 a year")


@pytest.mark.parametrize(
    ("costs", "changes", "words"),
    [
        (GRID, {}, "'open projects' is not known"),
        ([cost("citizens", "now and then", "adjustment", 1)], {}, "not one of its cells"),
        ([cost("citizens", "recurrent", "legal", 1)], {}, "not one of its cells"),
        ([cost("citizens", "recurrent", "indirect", -1)], {}, "A saving is a benefit"),
        ([], {"benefits": [Benefit("direct", "x", Figure(-2, -1, 0, EUR))]}, "It is a cost"),
        ([], {"taken_out": -1.0}, "taken_out = -1 is below 0"),
        ([], {"benefits": [Benefit("odd", "x", Figure(0, 1, 2, EUR))]}, "direct or indirect"),
        ([], {"benefits": [Benefit("direct", " ", Figure(0, 1, 2, EUR))]}, "has a name"),
    ],
)
def test_a_cost_grid_refuses_what_it_has_no_place_for(costs: Any, changes: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        cost_grid(costs, prices=EUR, **changes)


@pytest.mark.parametrize("changes", [{}, {"net": Figure(0, 1, 2, EUR)}, {"benefits": GAINS}])
def test_another_price_base_is_refused(changes: Any) -> None:
    costs = GRID[:-1] if not changes else []
    with pytest.raises(UnitError, match="EUR 2021, the form in USD 2022"):
        cost_grid(costs, prices=USD, **changes)
