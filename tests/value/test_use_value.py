"""The gross value of use is the gross side of the attributed value."""

from numpy.testing import assert_allclose

from mloss_econ.engine import simulate
from mloss_econ.kernel import baseline
from mloss_econ.value import attributed_value, use_value


def test_use_is_worth_what_is_attributed_gross() -> None:
    whole = simulate(baseline(attributed_value).but("gross", net_share=1.0), n=512, seed=1)
    use = simulate(baseline(use_value), n=512, seed=1, design="random")
    again = simulate(whole.case, n=512, seed=1, design="random")
    assert_allclose(
        use.output("use_value"), again.output("value"), rtol=1e-12
    )  # the same beliefs, common random numbers
    assert_allclose(use_value.at().use_value, attributed_value.at(net_share=1.0).value, rtol=1e-12)
