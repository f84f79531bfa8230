"""How fields are declared, and read back."""

from typing import Any

import pytest
import toys

from mloss_econ.compliance import CALCULATORS as COMPLIANCE
from mloss_econ.errors import InputError
from mloss_econ.kernel import Inputs, Share, field_specs, fixed, given as given_field, lever
from mloss_econ.liability import cheapest_avoider, harm_control
from mloss_econ.regimes import CALCULATORS as REGIMES
from mloss_econ.value import CALCULATORS as VALUE


def test_a_field_of_no_known_kind_is_refused_when_it_is_first_used() -> None:
    class BadInputs(Inputs):
        """Holds a set."""

        odd: set[float] = given_field()
        """Not a kind of field."""

    with pytest.raises(InputError, match="odd"):
        field_specs(BadInputs)


def test_a_declaration_is_read_back() -> None:
    specs = {spec.name: spec for spec in field_specs(toys.knobbed.Inputs)}
    assert (specs["x"].role, specs["x"].belief, specs["x"].unit) == ("given", "toy.x", "ratio")
    assert (specs["knob"].role, specs["knob"].belief, specs["knob"].source) == ("lever", None, 0.25)
    assert (specs["order"].role, specs["order"].belief) == ("fixed", "toy.order")
    assert (specs["knob"].low, specs["knob"].high) == (0.0, 1.0)
    assert specs["knob"].doc == "What a rule-maker sets."
    tree = {spec.name: spec for spec in field_specs(toys.tree.Inputs)}
    assert {name: spec.kind for name, spec in tree.items()} == {
        "title": "label",
        "rate": "quantity",
        "leaves": "records",
        "sample": "table",
    }
    assert tree["leaves"].record is toys.Leaf


def test_roles_take_bounds() -> None:
    class Roles(Inputs):
        """Each role, bounded."""

        a: Share = given_field("toy.a", low=0.1)
        """Given."""
        b: Share = lever("toy.b", high=0.9)
        """Lever."""
        c: Share = fixed("toy.c", low=0.3, high=0.4)
        """Fixed."""

    bounds = [(s.role, s.low, s.high) for s in field_specs(Roles)]
    assert bounds == [("given", 0.1, 1.0), ("lever", 0.0, 0.9), ("fixed", 0.3, 0.4)]


@pytest.mark.parametrize(
    "calculator", [*VALUE, *COMPLIANCE, *REGIMES, cheapest_avoider, harm_control], ids=lambda c: c.name
)
def test_every_field_of_the_library_says_what_it_is(calculator: Any) -> None:
    for record in (calculator.Inputs, calculator.Outputs):
        assert all(spec.doc or spec.linked for spec in field_specs(record))
    assert all(spec.role for spec in field_specs(calculator.Inputs))
    assert all(spec.role is None for spec in field_specs(calculator.Outputs))
