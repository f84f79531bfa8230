"""Both errors of release, and a release that is worth just what it costs."""

from __future__ import annotations

from care import THREE
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import release


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))
def test_both_errors_of_release(private: float, external: float, harm: float, phi: float) -> None:
    out = release.at(private_benefit=private, external_benefit=external, release_harm=harm, developer_exposure=phi)
    assert float(out.chilled) * float(out.let_through) == 0
    assert float(out.released) == (private >= phi * harm)
    net = private + external - harm
    reached = net if out.released else 0.0
    assert_allclose(max(net, 0) - reached, out.chilled_loss + out.let_through_loss, atol=1e-12)
    free = release.at(private_benefit=private, external_benefit=external, release_harm=harm, developer_exposure=0.0)
    assert float(free.chilled) == 0
    assert_allclose(free.let_through_loss, out.loss_without_liability)
    edge = float(out.largest_harmless_exposure)
    at_edge = release.at(
        private_benefit=private, external_benefit=external, release_harm=harm, developer_exposure=max(edge - 1e-12, 0)
    )
    assert float(at_edge.released) == 1


# ---------------------------------------------------------------- equal but for rounding


def test_a_release_that_is_worth_just_what_it_costs_is_made_and_worth_it() -> None:
    out = release.at(private_benefit=0.3, external_benefit=0.0, release_harm=3.0, developer_exposure=0.1)
    assert out.released == 1
    for private, external, harm in ((0.1, 0.2, 0.3), (0.7, 0.1, 0.8), (0.3, 0.0, THREE)):
        out = release.at(private_benefit=private, external_benefit=external, release_harm=harm, developer_exposure=1.0)
        assert out.worth_it == 1
        assert out.chilled_loss >= 0
        assert out.let_through == 0
