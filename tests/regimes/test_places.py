"""Weights of places: parts of the world add up to it, whatever is bound."""

from typing import Any

from alone import inputs_alone
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.kernel.trees import with_leaves
from mloss_econ.regimes import flows
from mloss_econ.regimes.places import WORLD, places_of

shares = st.floats(0, 0.33)
KINDS = ("activity", "users", "victims")


@given(st.data(), st.floats(0, 1))
def test_what_is_left_of_the_world_is_bound_as_the_rest(data: Any, leakage: float) -> None:
    """By hand: every region and the rest is a part, bound in its share; the world's weights are their sums."""
    x = inputs_alone(flows)
    values = {f"regions.{r}.{k}": data.draw(shares) for r in x.regions for k in KINDS}
    values |= {f"regions.{r}.bound": data.draw(st.floats(0, 1)) for r in x.regions}
    values |= {"rest_bound": data.draw(st.floats(0, 1)), "leakage": leakage}
    places = places_of(with_leaves(x, values))
    bound = victims = 0.0
    for kind in ("activity", "victims"):
        parts = {r: values[f"regions.{r}.{kind}"] for r in x.regions}
        whole = sum(parts[r] * values[f"regions.{r}.bound"] for r in parts)
        whole += (1 - sum(parts.values())) * values["rest_bound"]
        bound, victims = (whole, victims) if kind == "activity" else (bound, whole)
    assert_allclose(places.bound, bound, rtol=1e-9, atol=1e-12)
    kept = 1 - leakage * (1 - bound)
    assert_allclose(places.kept, kept, rtol=1e-9)
    world = places.of[WORLD]
    assert_allclose([world.guarded, world.victims], [victims * kept, 1.0], rtol=1e-9, atol=1e-12)
    for name in x.regions:
        one = places.of[name]
        assert one.guarded <= one.victims * (1 + 1e-12)
        assert_allclose(one.bound + one.free, values[f"regions.{name}.activity"], rtol=1e-9, atol=1e-15)
        assert_allclose(one.own * bound, one.bound, rtol=1e-9, atol=1e-12)
