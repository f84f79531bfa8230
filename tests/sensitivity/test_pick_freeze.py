"""The design of two samples: its first rows are those of a run, and blocks change nothing."""

import numpy as np
import pytest
from functions import ISHIGAMI
from numpy.testing import assert_allclose

from mloss_econ.engine import simulate
from mloss_econ.sensitivity import sobol


def test_a_longer_design_begins_with_the_rows_of_a_run() -> None:
    from mloss_econ.sensitivity.factors import factors
    from mloss_econ.sensitivity.pick_freeze import design_of

    design = design_of(ISHIGAMI, ["y"], factors(ISHIGAMI), n=2**8, seed=5, design="sobol")
    a, b = design.samples(0, 2**8)
    run = simulate(ISHIGAMI, n=2**8, seed=5)
    for path, values in run.draws.inputs.items():
        assert_allclose(a[path], values, rtol=0)
        assert abs(np.corrcoef(a[path], b[path])[0, 1]) < 0.1
        assert abs(np.corrcoef(b[path], b["x1"])[0, 1]) < 0.1 or path == "x1"


def test_memory_and_blocks_do_not_change_the_indices(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    whole = sobol(ISHIGAMI, "y", n=3000, seed=5, second=True)
    home = sys.modules["mloss_econ.sensitivity.pick_freeze"]
    monkeypatch.setattr(home, "ROWS", 100)
    pieces = sobol(ISHIGAMI, "y", n=3000, seed=5, second=True)
    for row in whole.rows:
        assert pieces.row(row.path).index == pytest.approx(row.index, rel=1e-12)
        assert pieces.row(row.path).interval == pytest.approx(row.interval, rel=1e-9)
    monkeypatch.setattr(home, "BLOCKS", 64)
    fewer = sobol(ISHIGAMI, "y", n=3000, seed=5, second=True)
    for row in whole.rows:
        assert fewer.row(row.path).index == pytest.approx(row.index, rel=1e-12)
