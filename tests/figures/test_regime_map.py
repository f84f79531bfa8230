"""The map names every option that is best somewhere."""

from __future__ import annotations

import numpy as np
from drawings import material, texts

from mloss_econ import figures


def test_the_map_names_every_option_that_is_best_somewhere() -> None:
    found = material("map")
    ax = figures.regime_map(found)
    said = " ".join(texts(ax))
    for k in np.unique(found.best[~found.tied]):
        assert found.options[k].replace("_", " ") in said
