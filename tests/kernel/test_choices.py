"""A structural choice: the inputs that it sets, and its ends."""

import pytest
import toys
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.kernel import Choice, baseline
from mloss_econ.liability import cheapest_avoider

FRAUD = baseline(cheapest_avoider, scenario="deepfake_family_fraud")


def test_a_star_stands_for_every_name_at_its_place() -> None:
    assert Choice("precautions.*.deters", "").paths(FRAUD) == tuple(
        f"precautions.{name}.deters" for name in FRAUD.point.precautions
    )
    assert Choice("channels.*.displaced_to.*", "").paths(FRAUD) == (
        "channels.platform_made.displaced_to.open_source_made",
    )
    with pytest.raises(InputError, match=r"has no input 'chanels\.\*\.harm'. Did you mean 'channels\."):
        Choice("chanels.*.harm", "").paths(FRAUD)


def test_the_ends_are_those_of_the_belief_or_its_5th_and_95th_percentile_where_it_has_none() -> None:
    case = toys.toy_case(toys.linear)
    assert Choice("a", "").ends(case) == (0, 1)
    assert Choice("a", "", low=0.25).ends(case) == (0.25, 1)
    assert Choice("a", "", high=7).ends(case) == (0, 7)
    lognormal = toys.toy_case(toys.product)
    factor = 2.718281828459045 ** (1.6448536269514722 * 0.5)
    assert_allclose(Choice("left", "").ends(lognormal), (2 / factor, 2 * factor), rtol=1e-12)
    assert Choice("left", "", low=0).ends(lognormal)[0] == 0


def test_several_inputs_have_the_lowest_and_the_highest_end_of_all() -> None:
    effects = Choice("precautions.*.effect.platform_made", "")
    beliefs = [FRAUD.entry(path).dist.support for path in effects.paths(FRAUD)]
    assert effects.ends(FRAUD) == (min(low for low, _ in beliefs), max(high for _, high in beliefs))
