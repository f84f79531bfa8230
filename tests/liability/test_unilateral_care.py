"""Care of one party: what a search finds, and the exposures at which negligence still holds."""

from __future__ import annotations

from typing import Any

import numpy as np
from care import effects, exposures, harms, p0s, prices, search
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import unilateral_care


@given(p0s, effects, prices, harms, exposures)
def test_care_is_what_a_search_finds(p0: float, a: float, w: float, harm: float, phi: float) -> None:
    x: dict[str, Any] = {"base_probability": p0, "effectiveness": a, "unit_cost": w, "harm": harm, "assets": 1e12}
    out = unilateral_care.at(**x, found=phi)
    top = max(np.log(max(a * p0 * harm / w, 1)) / a, 1.0) * 1.5
    private = search(lambda v: w * v + phi * p0 * np.exp(-a * v) * harm, 0, top)
    social = search(lambda v: w * v + p0 * np.exp(-a * v) * harm, 0, top)
    assert_allclose(out.strict_care, private, atol=2e-4 * top)
    assert_allclose(out.first_best_cost, w * social + p0 * np.exp(-a * social) * harm, rtol=1e-9)
    due = float(out.first_best_care)
    complies = w * due <= min(w * v + phi * p0 * np.exp(-a * v) * harm for v in [private, 0.0]) * (1 + 1e-12)
    near = abs(phi - float(out.exposure_for_negligence)) < 1e-6
    assert near or bool(out.complies) == complies
    kappa = a * p0 * harm / w
    if kappa > 1 and kappa * phi > 1:
        assert_allclose(out.deterrence_loss, w / a * (1 / phi - 1 + np.log(phi)), atol=1e-9 * harm)  # P15
    if kappa * phi <= 1:
        assert float(out.strict_care) == 0  # P7: nothing below


@given(p0s, effects, prices, harms, st.lists(exposures, min_size=2, max_size=6))
def test_care_rises_with_exposure(p0: float, a: float, w: float, harm: float, phis: list[float]) -> None:
    """P7."""
    out = unilateral_care.at(
        base_probability=p0, effectiveness=a, unit_cost=w, harm=harm, assets=1e12, found=np.sort(phis)
    )
    assert (np.diff(np.broadcast_to(out.strict_care, (len(phis),))) >= 0).all()


@given(p0s, effects, prices, harms)
def test_negligence_holds_down_to_its_threshold_and_no_further(p0: float, a: float, w: float, harm: float) -> None:
    """P8, with assets."""
    x: dict[str, Any] = {"base_probability": p0, "effectiveness": a, "unit_cost": w, "harm": harm, "found": 1.0}
    needed = float(unilateral_care.at(**x, assets=harm).assets_for_negligence)
    assert float(unilateral_care.at(**x, assets=needed * (1 + 1e-9)).complies) == 1
    if needed > 0:
        assert float(unilateral_care.at(**x, assets=needed * (1 - 1e-6)).complies) == 0
        kappa = a * p0 * harm / w
        assert_allclose(needed / harm, 1 / np.e if kappa >= np.e else np.log(kappa) / kappa)


# ---------------------------------------------------------------- equal but for rounding


def test_exposure_just_large_enough_is_enough() -> None:
    needed = float(unilateral_care.at(found=0.9).exposure_for_negligence)
    for near in (np.nextafter(needed, 0), needed, np.nextafter(needed, 1)):
        assert unilateral_care.at(found=near, assets=1e15, share=1.0, multiplier=1.0).complies == 1
    assert unilateral_care.at(found=needed * (1 - 1e-9), assets=1e15, share=1.0, multiplier=1.0).complies == 0
