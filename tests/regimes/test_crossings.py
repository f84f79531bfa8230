"""Where a net benefit changes sign: known functions, and proposals themselves."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import brentq

from mloss_econ.kernel import contrast
from mloss_econ.regimes import world_under
from mloss_econ.regimes.crossings import Net, Question, crossings
from mloss_econ.regimes.harm_levels import GRID, LEAST, MOST

Function = Callable[[Any], Any]
GEOMETRIC = np.geomspace(LEAST, MOST, GRID)


class Known(Net):
    """A net that is a known function of one input."""

    def __init__(self, function: Function) -> None:
        super().__init__(world_under("risk_tiers"), "net_world")
        object.__setattr__(self, "function", function)

    def at(self, values: Any) -> Any:
        (value,) = values.values()
        return self.function(value) + 0.0 * value  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("net", "harms"),
    [
        (lambda h: np.log(h / 3.3e9) ** 2 - 1e-4, (3.3e9 * np.exp(-0.01), 3.3e9 * np.exp(0.01))),  # a dip in one cell
        (lambda h: 1e-4 - np.log(h / 3.3e9) ** 2, (3.3e9 * np.exp(-0.01), 3.3e9 * np.exp(0.01))),
        (lambda h: np.sign(np.round(np.log10(h) - 9, 9)), (1e9,)),  # nothing at a point of the grid
        (lambda h: h + 1.0, ()),
        (lambda h: 0 * h, ()),
    ],
)
def test_a_change_between_two_points_of_the_grid_is_found(net: Function, harms: tuple[float, ...]) -> None:
    asked = {"it": Question({"channels.fraud.level": 1.0}, GEOMETRIC, geometric=True)}
    assert crossings(Known(net), asked)["it"] == pytest.approx(harms, rel=1e-3)


@given(st.lists(st.floats(0.02, 0.98), min_size=1, max_size=5, unique=True), st.booleans())
def test_every_root_of_a_polynomial_is_found(roots: list[float], up: bool) -> None:
    roots = [r for k, r in enumerate(sorted(roots)) if k == 0 or r - sorted(roots)[k - 1] > 0.03]

    def polynomial(x: Any) -> Any:
        return (1 if up else -1) * np.prod([x - r for r in roots], axis=0)

    asked = {"it": Question({"share_rebuilt": 1.0}, np.linspace(0, 1, GRID))}
    assert_allclose(crossings(Known(polynomial), asked)["it"], roots, atol=2e-4)


def test_many_questions_at_once_are_each_alone() -> None:
    case = world_under("eo14110")
    net = Net.of(case)
    asked = {
        "harm": Question({"channels.catastrophe.level": 1.0}, GEOMETRIC, geometric=True),
        "moved": Question({f"channels.{c}.displaced_open": 1.0 for c in case.point.channels}, np.linspace(0, 1, GRID)),
        "time": Question({"rebuild_time": 1.0}, np.linspace(0.5, 5, GRID)),
    }
    whole = crossings(net, asked)
    assert list(whole) == list(asked)
    for name, question in asked.items():
        assert crossings(net, {name: question})[name] == whole[name]


def test_it_is_where_brent_finds_it() -> None:
    case = world_under("eu_prohibitions")
    asked = {"images": Question({"channels.intimate_images.level": 1.0}, GEOMETRIC, geometric=True)}
    (found,) = crossings(Net.of(case), asked)["images"]

    def net(level: float) -> float:
        return float(contrast(case.but("x", {"channels.intimate_images.level": level})).outputs().net_world)

    assert_allclose(found, brentq(net, found / 2, found * 2, rtol=1e-10), rtol=2e-3)


def test_nothing_asked_nothing_found() -> None:
    assert crossings(Net.of(world_under("licensing")), {}) == {}
