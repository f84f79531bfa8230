"""A disagreement of two sets of beliefs is taken apart without rest."""

import pytest
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import contrast
from mloss_econ.regimes import disagreement, world_under


@pytest.mark.slow
def test_a_disagreement_is_taken_apart_without_rest() -> None:
    sides = ("development_rules_critics", "development_rules_proponents")
    found = disagreement(*sides, ["licensing", "deployment_liability"])
    store = default_store()
    for name, made in found.bridges.items():
        ends = [float(contrast(world_under(name, store=store.under(side))).outputs().net_world) for side in sides]
        assert_allclose(made.values, ends, rtol=1e-9)
        assert_allclose(sum(row.part for row in made.rows), ends[1] - ends[0], rtol=1e-6)
    text = str(found)
    assert max(map(len, text.splitlines())) <= 80
    assert "displaced_open" in text or "level" in text
    with pytest.raises(InputError, match="does not disagree with itself"):
        disagreement("adopted", "adopted", ["licensing"])
    with pytest.raises(InputError, match="there is no belief set 'critics'"):
        disagreement("adopted", "critics", ["licensing"])
