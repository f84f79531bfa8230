"""Leakage: what moves and what older copies serve, by hand."""

from numpy.testing import assert_allclose

from mloss_econ.regimes import leakage


def test_leakage_by_hand() -> None:
    """Half of use moves on in a year; over two years older copies serve 1/2 and 1/4, on average 3/8."""
    y = leakage.at(turnover=0.5, years=2.0, leakage=0.4, home_cost=0.25, use_value=1000.0, share_replaced=0.2)
    assert_allclose(y.persists, 3 / 8, rtol=1e-12)
    assert_allclose(y.retained, 5 / 8 * 0.6, rtol=1e-12)
    assert_allclose(y.retained_together, 5 / 8, rtol=1e-12)
    assert_allclose(y.use_value_lost, 0.25 * 1000 * 5 / 8 * 0.8, rtol=1e-12)
    assert_allclose(y.value_moved, 0.4 * y.use_value_lost, rtol=1e-12)
    assert_allclose(y.harm_cut / y.harm_cut_together, 0.25 * 0.6, rtol=1e-12)


def test_of_a_last_year_that_is_not_whole_copies_persist_for_the_part_that_counts() -> None:
    y = leakage.at(turnover=0.3, years=2.5)
    assert_allclose(y.persists, (0.7 + 0.7**2 + 0.5 * 0.7**3) / 2.5, rtol=1e-12)
