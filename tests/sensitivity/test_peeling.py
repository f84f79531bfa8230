"""Boxes peeled and pasted, on plain arrays."""

import numpy as np
import pytest

from mloss_econ.sensitivity.peeling import _paste, inside, trajectory


def test_a_rising_map_of_the_inputs_changes_no_draw() -> None:
    rng = np.random.default_rng(0)
    x = [rng.random(3000), rng.random(3000)]
    hits = (x[0] > 0.7) & (x[1] < 0.5)
    one = trajectory(x, hits)
    other = trajectory([np.exp(5 * x[0]), x[1] ** 3], hits)
    assert len(one) == len(other)
    for a, b in zip(one, other, strict=True):
        assert (inside(a, x) == inside(b, [np.exp(5 * x[0]), x[1] ** 3])).all()


def test_pasting_takes_back_what_was_peeled_too_far() -> None:
    """A box that is too narrow, with four hits in five inside and nothing but hits on both sides of it."""
    x = np.linspace(0, 1, 10_001)
    hits = (x > 0.3) & (x < 0.8) & ~((x > 0.4) & (x < 0.6) & (np.arange(10_001) % 5 == 0))
    ((low, high),) = _paste([(0.4, 0.6)], [x], hits)
    assert (low, high) == (pytest.approx(0.3, abs=0.01), pytest.approx(0.8, abs=0.01))


def test_the_last_box_is_the_pasted_one() -> None:
    rng = np.random.default_rng(0)
    x = [rng.random(2000), rng.random(2000)]
    hits = (x[0] > 0.5) & (rng.random(2000) < 0.3)
    boxes = trajectory(x, hits)
    share = [float(hits[inside(box, x)].mean()) for box in boxes[-2:]]
    size = [int(inside(box, x).sum()) for box in boxes[-2:]]
    assert size[1] > size[0]
    assert share[1] > share[0]


def test_equal_values_go_together() -> None:
    rng = np.random.default_rng(0)
    x = [rng.integers(0, 3, 3000).astype(float), rng.random(3000)]
    hits = x[0] == 1
    last = trajectory(x, hits)[-1]
    assert last[0] == (1.0, 1.0)
    assert hits[inside(last, x)].all()
