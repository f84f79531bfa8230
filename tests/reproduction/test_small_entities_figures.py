"""Revenues at the flags, and the size standards of software."""

from numpy.testing import assert_allclose

from mloss_econ.compliance import size_standard, small_entities


def test_revenue_at_the_flags() -> None:
    out = small_entities.at(fixed_cost=29_277.0, revenue=1e6)
    assert_allclose((out.revenue_at_lower, out.revenue_at_upper), (2_927_700, 975_900), rtol=1e-12)
    assert_allclose(out.ratio, 0.029277, rtol=1e-12)
    assert (out.flagged, out.flagged_heavy) == (1, 0)


def test_size_standards() -> None:
    limits = {"541511": 34e6, "541512": 34e6, "518210": 40e6, "513210": 47e6, "541715": 1_000.0}
    for code, limit in limits.items():
        found = size_standard(code)
        assert (found.naics, found.limit) == (code, limit)
        assert found.unit == ("person" if code == "541715" else "USD/year")
    assert (size_standard("541511").since, size_standard("513210").grade) == ("2023-03-17", "M")
