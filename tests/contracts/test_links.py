"""What a calculator takes from another is made by one, in the same unit and kind, within the bounds it is taken in."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import toys

from mloss_econ.kernel import Calculator, FieldSpec, field_specs, model
from mloss_econ.regimes import world
from mloss_econ.registry import CALCULATORS

Named = Calculator[Any, Any]


def taken(calculator: Named) -> list[FieldSpec]:
    return [spec for spec in field_specs(calculator.Inputs) if spec.linked]


def unmade(calculators: Iterable[Named]) -> Iterator[str]:
    """What is wrong with each linked input that no calculator makes, or makes as something else."""
    listed = list(calculators)
    made = {(c.name, s.name): s for c in listed for s in field_specs(c.Outputs)}
    for each in listed:
        for spec in taken(each):
            makers = [s for (maker, name), s in made.items() if name == spec.name and maker != each.name]
            if not makers:
                yield f"{each.name}: '{spec.name}' is linked, and no listed calculator makes it. Declare it given(...)."
            elif not any((s.unit, s.kind) == (spec.unit, spec.kind) for s in makers):
                units = ", ".join(str(s.unit) for s in makers)
                yield f"{each.name}: '{spec.name}' is in {spec.unit}, but what makes it gives {units}."


def test_every_linked_input_is_made_by_a_listed_calculator_in_its_unit() -> None:
    assert not (wrong := list(unmade(CALCULATORS))), "\n".join(wrong)
    assert sum(len(taken(c)) for c in CALCULATORS) > 40


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ((toys.downstream,), "'middle' is linked, and no listed calculator makes it"),
        ((toys.upstream, toys.other_unit), "'middle' is in share, but what makes it gives ratio"),
    ],
)
def test_one_that_is_not_is_caught(listed: tuple[Named, ...], words: str) -> None:
    (said,) = unmade(listed)
    assert words in said
    assert not list(unmade((toys.upstream, toys.downstream)))


def test_a_calculator_that_means_nothing_alone_is_a_part_of_the_world() -> None:
    """Else nobody could ask for a case of it."""
    for each in CALCULATORS:
        if any(spec.role == "linked" for spec in taken(each)):
            assert each in world.parts, f"{each.name} takes from others: add it to the model in regimes/world.py."


def test_what_is_made_fits_where_it_is_taken() -> None:
    """A maker that may give what a taker refuses would fail in some draws."""
    parts = {part.name: part for part in world.parts}
    for link in world.links:
        (made,) = (s for s in field_specs(parts[link.maker].Outputs) if s.name == link.name)
        (spec,) = (s for s in field_specs(parts[link.taker].Inputs) if s.name == link.name)
        assert spec.low <= made.low, f"{link}: made from {made.low:g}, taken from {spec.low:g}"
        assert made.high <= spec.high, f"{link}: made up to {made.high:g}, taken up to {spec.high:g}"


def test_no_belief_of_a_linked_input_is_left_in_the_world() -> None:
    """What a part makes has no entry, so that a belief about it can have no say."""
    made = {spec.name for part in world.parts for spec in field_specs(part.Outputs)}
    assert not made & {spec.name for spec in field_specs(world.Inputs)}
    for part in world.parts:
        for spec in taken(part):
            assert spec.name in made or spec.role != "linked"


def test_every_part_of_the_world_stands_in_it_by_a_link() -> None:
    joined = {name for link in world.links for name in (link.maker, link.taker)}
    assert joined == {part.name for part in world.parts}
    assert model(*world.parts, scenario=world.scenario, name=world.name) is world
