"""How large must the harm be: break-even levels, and the levels of the three worlds."""

import pytest
from few import few
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import contrast
from mloss_econ.regimes import HARMS, break_even_by_channel, break_even_harm, harm_levels, world_under
from mloss_econ.regimes.harm_levels import channels_of, reached, uncounted

USD = PriceBase.parse("USD 2022")


@pytest.mark.parametrize("name", few(["risk_tiers", "sb1047", "eu_prohibitions", "eo14110"], 2))
def test_break_even_is_where_the_net_is_zero(name: str) -> None:
    case = world_under(name)
    for channel, found in break_even_by_channel(case).items():
        for harm in found:
            path = f"channels.{channel}.level"
            near = [contrast(case.but("near", {path: harm * f})).outputs().net_world for f in (0.97, 1.03)]
            assert float(near[0]) * float(near[1]) < 0
    for harm in break_even_harm(case):
        levels = {f"channels.{c}.level": float(case.entry(f"channels.{c}.level").value) for c in reached(case)}
        whole = sum(levels.values())
        near = [
            contrast(case.but("near", {p: v / whole * harm * f for p, v in levels.items()})).outputs().net_world
            for f in (0.97, 1.03)
        ]
        assert float(near[0]) * float(near[1]) < 0


def test_a_proposal_about_harm_that_nobody_has_counted_has_a_break_even_alone() -> None:
    case = world_under("colorado_sb205")
    assert reached(case) == uncounted(case, reached(case)) == ("decisions",)
    assert break_even_harm(case) == ()
    (level,) = break_even_by_channel(case)["decisions"]
    assert level > 1e6
    assert reached(world_under("status_quo")) == channels_of(world_under("status_quo"))  # by default, with no duties


def test_levels_in_money_of_the_case() -> None:
    store = default_store()
    names = channels_of(world_under("licensing"))
    for kind in HARMS:
        found = harm_levels(store, names, kind, USD)
        belief = store.belief(f"harm_levels.fraud_{kind}")
        assert belief.prices is not None
        factor = store.prices.convert(belief.prices, USD).factor
        assert_allclose(found["channels.fraud.level"], belief.value * factor, rtol=1e-12)
    measured, feared = (harm_levels(store, names, kind, USD) for kind in ("measured", "feared"))
    assert all(measured[path] <= feared[path] for path in measured)


def test_a_channel_without_a_level_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"channel 'gossip' has no level that is feared. Add the belief harm_levels"):
        harm_levels(default_store(), ["gossip"], "feared", USD)
    low = default_store().changed({"harm_levels.fraud_feared": {"value": -1.0}})
    with pytest.raises(SeedError, match="-1 is below 0"):
        harm_levels(low, ["fraud"], "feared", USD)
