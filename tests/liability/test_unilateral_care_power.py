"""Care of one party under a power law: what a search finds."""

from __future__ import annotations

from care import exposures, harms, p0s, prices, search
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import unilateral_care_power


@given(p0s, st.floats(0.1, 4), st.floats(0.1, 10), prices, harms, exposures)
def test_power_law_care_is_what_a_search_finds(
    p0: float, alpha: float, q: float, w: float, harm: float, phi: float
) -> None:
    out = unilateral_care_power.at(
        base_probability=p0, alpha=alpha, scale=q, unit_cost=w, harm=harm, found=phi, assets=1e12
    )

    def left(v: float) -> float:
        return p0 * (1 + v / q) ** -alpha * harm

    top = p0 * harm / w + 1
    private = search(lambda v: w * v + phi * left(v), 0, top)
    best = search(lambda v: w * v + left(v), 0, top)
    assert_allclose(out.strict_cost, w * out.strict_care + left(float(out.strict_care)), rtol=1e-9)
    assert w * private + phi * left(private) >= w * out.strict_care + phi * left(float(out.strict_care)) - 1e-9 * harm
    assert w * best + left(best) >= float(out.first_best_cost) - 1e-9 * harm
    complies = w * float(out.first_best_care) <= w * float(out.strict_care) + phi * left(float(out.strict_care))
    near = abs(phi - float(out.exposure_for_negligence)) < 1e-6
    assert near or bool(out.complies) == complies
