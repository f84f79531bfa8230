"""Europe's ratio of impact to cost, and where its four may come from."""

from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.value import open_source_ratio


@given(st.floats(1e9, 1e12), st.floats(1e8, 1e10), st.floats(1e3, 1e6), st.floats(1e3, 1e6))
def test_the_ratio_is_impact_over_what_the_people_counted_cost(
    impact: float, pay: float, staff: float, people: float
) -> None:
    out = open_source_ratio.at(gdp_impact=impact, firms_investment=pay, firms_staff=staff, people_counted=people)
    assert_allclose(out.cost * staff, pay * people, rtol=1e-12)
    assert_allclose(out.ratio * out.cost, impact, rtol=1e-12)


def test_where_europes_four_may_come_from() -> None:
    case = {"gdp_impact": 65e9, "firms_investment": 1e9, "firms_staff": 16_000.0}
    everyone = open_source_ratio.at(people_counted=260_000.0, **case)
    assert (float(everyone.cost), float(everyone.ratio)) == (16.25e9, 4.0)
    alone = [float(open_source_ratio.at(case | {"gdp_impact": v}, people_counted=16_000.0).ratio) for v in (65e9, 95e9)]
    assert_allclose(alone, [65, 95], rtol=1e-12)
