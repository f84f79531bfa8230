"""What cannot be joined is refused, saying why."""

import itertools
from typing import Any

import pytest
import toys
from joins import FinishInputs, end, joined, refused
from numpy.testing import assert_allclose

from mloss_econ.compliance import bill, pricing_out
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel import (
    Calculator,
    Inputs,
    Model,
    MoneyPerYear,
    Outputs,
    Ratio,
    Share,
    calculator,
    fixed,
    given as given_field,
    label,
    lever,
    linked,
    model,
    table,
)
from mloss_econ.regimes import world


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (toys.linear, ["nothing joins toys.upstream to the others", "takes nothing", "makes middle, aside"]),
        (toys.other_unit, ["'middle'", "ratio in toys.upstream", "share in toys.other_unit", "Convert it"]),
        (toys.other_belief, ["'shared'", "toys.upstream", "toys.other_belief", "belief", "Rename"]),
        (toys.same_output, ["toys.upstream and toys.same_output both make 'aside'", "Leave one of them out"]),
        (end, ["joins.end takes 'effect'", "none of these makes it: toys.upstream, joins.end", "Add"]),
        (toys.upstream, ["toys.upstream and toys.upstream both make 'middle'", "Leave one of them out"]),
    ],
    ids=lambda v: getattr(v, "name", ""),
)
def test_what_cannot_be_joined_is_refused_saying_why(second: Calculator[Any, Any], words: list[str]) -> None:
    said = refused(toys.upstream, second)
    assert all(word in said for word in words), said
    assert model(toys.upstream, toys.downstream) is joined  # what the messages advise: without it


def test_two_models_that_nothing_joins_are_no_model() -> None:
    said = refused(world, toys.upstream, toys.downstream)
    assert "nothing joins toys.upstream, toys.downstream to the others: toys.upstream takes nothing" in said
    assert model(*world.parts, scenario="ai_duties").parts == world.parts


def test_nothing_is_no_model() -> None:
    assert "model(bill, pricing_out)" in refused()
    assert model(bill, pricing_out).parts == (bill, pricing_out)


def test_adding_what_makes_it_is_a_remedy() -> None:
    assert "Add the one that does" in refused(toys.upstream, end)
    assert isinstance(model(toys.upstream, end, toys.downstream), Model)


def test_one_lever_with_two_status_quos_is_refused() -> None:
    said = refused(toys.lever_up, toys.lever_down)
    assert "'fee' is an input of both toys.lever_up and toys.lever_down" in said


class RoleInputs(Inputs):
    """What the first half calls given is a lever here."""

    middle: Ratio = linked()
    shared: Ratio = lever("toy.right")
    """Same name, unit and belief; another role."""


@calculator
def another_role(x: RoleInputs) -> toys.DownOutputs:
    """Takes a lever."""
    return toys.DownOutputs(effect=x.middle + x.shared)


class KindInputs(Inputs):
    """What the first half takes as a number is a label here."""

    middle: Ratio = linked()
    shared: str = label("text")
    """Same name, another kind."""


@calculator
def another_kind(x: KindInputs) -> toys.DownOutputs:
    """Takes a label."""
    return toys.DownOutputs(effect=x.middle * len(x.shared))


class UnitInputs(Inputs):
    """What the first half takes as a ratio is a share here."""

    middle: Ratio = linked()
    shared: Share = given_field("toy.right")
    """Same name and belief, another unit."""


@calculator
def another_unit(x: UnitInputs) -> toys.DownOutputs:
    """Takes a share."""
    return toys.DownOutputs(effect=x.middle * x.shared)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ((toys.upstream, another_role), "shared"),
        ((toys.upstream, another_kind), "shared"),
        ((toys.upstream, another_unit), "shared"),
    ],
    ids=lambda v: v if isinstance(v, str) else v[1].__name__,
)
def test_one_name_with_two_meanings_is_refused(parts: tuple[Calculator[Any, Any], ...], name: str) -> None:
    said = refused(*parts)
    assert f"'{name}' is an input of both {parts[0].name} and {parts[1].name}, with another meaning" in said
    assert "kind, role, unit or belief" in said
    assert "Rename one of them" in said


class TableUpInputs(Inputs):
    """Reads one table."""

    cause: Ratio = given_field("toy.left")
    """A number."""
    sample: Table = table("commits_per_contributor")
    """One table."""
    basis: str = label("first")
    """A label."""


class TableDownInputs(Inputs):
    """Reads another table under the same name."""

    middle: Ratio = linked()
    sample: Table = table("exchange_rate")
    """Another table."""


class LabelDownInputs(Inputs):
    """Has another default label under the same name."""

    middle: Ratio = linked()
    basis: str = label("second")
    """Another label."""


@calculator
def table_up(x: TableUpInputs) -> toys.LeverUpOutputs:
    """Counts rows."""
    return toys.LeverUpOutputs(middle=x.cause * len(x.sample["users"]))


@calculator
def table_down(x: TableDownInputs) -> toys.DownOutputs:
    """Reads a column the other table has not."""
    return toys.DownOutputs(effect=x.middle * len(x.sample["pair"]))


@calculator
def label_down(x: LabelDownInputs) -> toys.DownOutputs:
    """Depends on its label."""
    return toys.DownOutputs(effect=x.middle * len(x.basis))


@pytest.mark.parametrize(("second", "name"), [(table_down, "sample"), (label_down, "basis")])
def test_one_name_for_two_tables_or_two_labels_is_refused(second: Calculator[Any, Any], name: str) -> None:
    assert f"'{name}'" in refused(table_up, second)


def test_labels_and_tables_of_a_model() -> None:
    made = model(table_up, finish)
    case = toys.toy_case(made)
    assert_allclose(case.outputs().last, 2 * len(case.point.sample["users"]))
    again = case.restructured("another", labels={"basis": "new"})
    assert again.point.basis == "new"
    assert again.digest() != case.digest()
    with pytest.raises(InputError, match="sample is int, not a table"):
        made.Inputs(cause=1.0, sample=3, basis="x")


def test_one_name_for_two_kinds_of_record_is_refused() -> None:
    class OtherLeaf(Inputs):
        """Not the leaf of the tree."""

        height: Ratio = given_field()
        """A height."""

    class ForestInputs(Inputs):
        """Leaves of another kind."""

        total: MoneyPerYear = linked()
        leaves: dict[str, OtherLeaf] = given_field()
        """Same name, another record."""

    @calculator
    def forest(x: ForestInputs) -> toys.DownOutputs:
        """Adds heights."""
        return toys.DownOutputs(effect=sum(leaf.height for leaf in x.leaves.values()))

    assert "'leaves'" in refused(toys.tree, forest)


class GivenMiddleInputs(Inputs):
    """Has a belief about what another makes."""

    middle: Ratio = given_field("toy.left")
    """Not linked."""
    aside: Ratio = linked()


@calculator
def given_middle(x: GivenMiddleInputs) -> toys.DownOutputs:
    """The sum."""
    return toys.DownOutputs(effect=x.middle + x.aside)


def test_a_given_named_as_anothers_output_is_refused() -> None:
    """A joined input is declared so: a belief that is silently not used would be worse."""
    said = refused(toys.upstream, given_middle)
    assert "'middle' is an output of toys.upstream and an input of kernel.given_middle that is not linked" in said
    assert "Declare it linked() if it is the same quantity, or rename one of them" in said


class RoundInputs(Inputs):
    """Takes the end."""

    last: toys.Signed = linked()
    size: Ratio = fixed("toy.order")
    """A definition."""


class RoundOutputs(Outputs):
    """Makes the beginning."""

    cause_again: Ratio
    """Feeds the first."""


@calculator
def goes_round(x: RoundInputs) -> RoundOutputs:
    """Back to the start."""
    return RoundOutputs(cause_again=x.size + 0 * x.last)


class StartInputs(Inputs):
    """Takes what the end makes."""

    cause_again: Ratio = linked()


@calculator
def start(x: StartInputs) -> toys.LeverUpOutputs:
    """The beginning."""
    return toys.LeverUpOutputs(middle=x.cause_again)


class FinishOutputs(Outputs):
    """The end."""

    last: toys.Signed
    """Feeds the round."""


@calculator
def finish(x: FinishInputs) -> FinishOutputs:
    """The end."""
    return FinishOutputs(last=1.0 * x.middle)


class SelfInputs(Inputs):
    """Takes what it makes."""

    last: toys.Signed = linked()


@calculator
def own_tail(x: SelfInputs) -> FinishOutputs:
    """Itself."""
    return FinishOutputs(last=x.last)


@pytest.mark.parametrize("order", [*itertools.permutations((start, finish, goes_round))], ids=lambda o: o[0].__name__)
def test_a_circle_is_refused_and_drawn(order: tuple[Calculator[Any, Any], ...]) -> None:
    said = refused(*order)
    assert "in a circle: " in said
    names = said.split("circle: ")[1].split(". Leave")[0].split(", which feeds ")
    assert names[0] == names[-1]
    assert len(names) == 4
    feeds = {("start", "finish"), ("finish", "goes_round"), ("goes_round", "start")}
    short = [name.split(".")[-1] for name in names]
    assert set(itertools.pairwise(short)) == feeds  # in the direction in which numbers flow


def test_a_calculator_that_takes_its_own_output_is_refused() -> None:
    assert "'last'" in refused(own_tail)


def test_leaving_one_out_opens_a_circle() -> None:
    made = model(finish, start_given)
    assert made.parts == (start_given, finish)


class StartGivenInputs(Inputs):
    """Takes it from a belief."""

    cause_again: Ratio = linked(alone="toy.left")


@calculator
def start_given(x: StartGivenInputs) -> toys.LeverUpOutputs:
    """The beginning."""
    return toys.LeverUpOutputs(middle=x.cause_again)
