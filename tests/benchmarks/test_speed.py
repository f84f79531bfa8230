"""W1 is what it is said to be, and a suite writes its own section of the README only. No time is asserted."""

import numpy as np
import pytest

from benchmarks import readme
from benchmarks.speed.figures import KNOWN, check, of_arrays
from benchmarks.speed.problem import INPUTS, OUTPUTS
from benchmarks.speed.scalar import model_of_one
from benchmarks.speed.table import count
from benchmarks.speed.w1 import case, run
from mloss_econ.engine import simulate
from mloss_econ.kernel import leaves


def test_w1_agrees_with_the_same_formulae_row_by_row():
    draws = simulate(case(), n=64, seed=3).draws
    for i in range(64):
        row = {name: float(draws.inputs[name][i]) for name in INPUTS}
        expected = model_of_one(row)
        for path in OUTPUTS:
            assert draws.outputs[path][i] == pytest.approx(expected[path], rel=1e-9, abs=1e-12)


def test_w1_at_a_point():
    point = dict(leaves(case().point))
    expected = model_of_one({name: float(value) for name, value in point.items()})
    outputs = case().outputs()
    assert {path: float(getattr(outputs, path)) for path in OUTPUTS} == pytest.approx(expected, rel=1e-12)


def test_w1_has_the_known_means_and_medians():
    n = 2**14
    figures = run(n)
    check("mloss_econ", n, figures)
    with pytest.raises(ValueError, match="mean of y3"):
        check("wrong", n, figures | {"y3": [2 * x for x in figures["y3"]]})


def test_every_tool_gives_the_same_statistics_in_the_same_places():
    y = np.arange(1001.0)
    mean, sd, *quantiles = of_arrays({"y": y})["y"]
    assert (mean, sd) == (500, pytest.approx(np.std(y, ddof=1)))
    assert quantiles[6] == 500
    assert set(KNOWN) == set(OUTPUTS)


def test_a_suite_writes_its_own_part_only():
    parts = [
        "# Title",
        "<!-- a: begin -->",
        "old",
        "<!-- a: end -->",
        "between",
        "<!-- b: begin -->",
        "<!-- b: end -->",
    ]
    text = "\n\n".join(parts)
    new = readme.replaced(text, "a", r"new \1")
    assert new == text.replace("old", r"new \1")
    assert readme.replaced(new, "c", "more").startswith(new.rstrip())
    assert readme.replaced(text, "a", "old") == text


def test_the_readme_has_a_part_for_every_suite():
    text = readme.README.read_text()
    for part in ("start", "speed", "sensitivity"):
        assert text.count(f"<!-- {part}: begin -->") == text.count(f"<!-- {part}: end -->") == 1


@pytest.mark.parametrize(
    ("n", "text"), [(10**6, "10⁶"), (2**16, "2¹⁶"), (200_000, "2·10⁵"), (31_623, "31,623"), (1, "1")]
)
def test_counts_are_short(n, text):
    assert count(n) == text
