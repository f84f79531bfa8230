"""Rates of growth and doubling times: published ones, and each from the other."""

from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.evidence import Store
from mloss_econ.value import doubling, doubling_from_growth, growth_from_doubling, growth_from_magnitudes


def test_published_rates(store: Store) -> None:
    months = store.fact("krenn_2023.doubling").value or 0.0
    assert_allclose(growth_from_doubling(months / 12), 0.4357, rtol=1e-3)
    fold = store.fact("cottier_2024.growth").value or 0.0
    assert_allclose(12 * doubling_from_growth(fold - 1), 9.50, rtol=1e-3)
    yearly = growth_from_magnitudes(store.fact("cottier_2024.progress").value or 0.0)
    assert_allclose((1 + yearly, doubling_from_growth(yearly)), (1.3804, 2.150), rtol=1e-3)


@given(st.floats(0.1, 50), st.floats(0.01, 100), st.floats(0, 30))
def test_doubling_doubles(time: float, start: float, years: float) -> None:
    out, later = (doubling.at(doubling_time=time, start=start, years_elapsed=t) for t in (years, years + time))
    assert_allclose(later.size, 2 * out.size, rtol=1e-9)
    assert_allclose(doubling_from_growth(out.growth), time, rtol=1e-9)
    assert_allclose(out.size, start * (1 + float(out.growth)) ** years, rtol=1e-9)
