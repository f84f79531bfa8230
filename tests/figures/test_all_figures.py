"""Every figure: nothing is cut, nothing lies on another, and it is drawn on the axes it is given."""

from __future__ import annotations

import inspect

import pytest
from drawings import DRAW, check_labels
from few import few
from matplotlib.figure import Figure

from mloss_econ import figures


def test_every_figure_is_there() -> None:
    functions = {name: f for name, f in vars(figures).items() if inspect.isfunction(f)}
    assert set(DRAW) == {name for name, f in functions.items() if "ax" in inspect.signature(f).parameters}


@pytest.mark.slow
@pytest.mark.parametrize("name", few(DRAW, 1))
def test_every_label_is_inside_the_picture_and_none_is_on_another(name: str) -> None:
    check_labels(DRAW[name](None))


@pytest.mark.parametrize("name", few(DRAW, 1))
def test_a_figure_is_drawn_on_the_axes_it_is_given(name: str) -> None:
    mine = Figure(figsize=(6, 4)).add_subplot()
    assert DRAW[name](mine) is mine
    assert mine.has_data() or mine.collections
