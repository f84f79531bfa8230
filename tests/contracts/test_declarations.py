"""Sensitivity methods, claims, proposals and distributions are each held to their own contract when listed.

Inputs are held to one vocabulary: a name has one meaning, and a belief that several calculators use is declared once.
"""

import dataclasses
import inspect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest

from mloss_econ import sensitivity
from mloss_econ.evidence import default_store
from mloss_econ.kernel import (
    Calculator,
    Claim,
    FieldSpec,
    Inputs,
    MoneyPerYear,
    Outputs,
    Ratio,
    Share,
    baseline,
    calculator,
    field_specs,
    given,
    proposal,
)
from mloss_econ.kernel.claims import KINDS
from mloss_econ.regimes import world
from mloss_econ.registry import CALCULATORS, CLAIMS
from mloss_econ.sensitivity import METHODS

NARROWER = {  # classes whose formula needs narrower bounds than the record that they inherit the input from
    "Discounting.discount_rate",
    "WaitingInputs.discount_rate",
    "PricingOutUncertainInputs.fixed_cost",
    "ConsequencesInputs.zero_share",
    "CustomerChecksInputs.payable_share",
    "HarmControlInputs.private_benefit",
}
HELD = CALCULATORS


class DummyInputs(Inputs):
    """One input that matters and one that does not."""

    wage: MoneyPerYear = given("value.wage")
    """Matters."""
    haircut: Share = given("value.haircut")
    """Does not."""


class DummyOutputs(Outputs):
    """One output."""

    twice: MoneyPerYear
    """Twice the pay."""
    one: Ratio
    """Always one."""


@calculator
def dummy(x: DummyInputs) -> DummyOutputs:
    """Twice the pay."""
    return DummyOutputs(twice=2 * x.wage, one=1 + 0 * x.haircut)


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.ranks])
def test_a_dummy_input_scores_zero(name: str) -> None:
    """Within its interval, or near it: one interval in ten misses by design."""
    ranking = METHODS[name].ask(baseline(dummy), "twice", n=2**10, seed=0, target=300_000)
    assert ranking.rows[0].path == "wage"
    assert ranking.row("wage").index > 0
    low, high = ranking.row("haircut").interval
    assert low - (high - low) / 2 <= 0 <= high + (high - low) / 2
    for row in ranking.rows:
        assert row.interval[0] <= row.index <= row.interval[1]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
def test_a_claim_has_a_source_a_kind_and_a_predicate_that_answers(claim: Claim) -> None:
    assert claim.sentence.endswith(".")
    assert claim.tested_as.endswith(".")
    assert claim.kind in KINDS
    case = claim.case()
    assert default_store().cite(claim.source)
    answer = claim.holds(case.point, case.outputs(), claim.stated(case))
    assert answer.shape == ()
    assert answer.dtype == np.bool_


def test_claims_have_names_of_their_own() -> None:
    assert len({c.name for c in CLAIMS}) == len(CLAIMS)


def test_a_claim_takes_no_side() -> None:
    """The register can show a claim wrong: a predicate that never holds is reported as never held."""
    opposite = dataclasses.replace(CLAIMS[0], predicate=lambda x, y, stated: y.value < 0)
    assert sensitivity.verdict(opposite, n=256).held.value == 0


@pytest.mark.parametrize("name", default_store().proposals)
def test_a_proposal_sets_levers_and_nothing_else(name: str) -> None:
    today = baseline(world)
    ruled = proposal(name).apply(today)
    for path, entry in ruled.entries.items():
        if entry != today.entries[path]:
            assert entry.spec.role == "lever"
            assert entry.origin, f"{name}: {path} has no clause."
    assert ruled.label == name


# ---------------------------------------------------------------- one vocabulary of inputs

Meaning = tuple[Any, ...]


def meaning(spec: FieldSpec) -> Meaning:
    """Belief (or value of the status quo), unit, kind and role of an input."""
    return spec.source, spec.unit, spec.kind, spec.role


def declared_in(inputs: type[Any], name: str) -> list[type[Any]]:
    """The classes that declare a field, from the last to the first."""
    return [kind for kind in inputs.__mro__ if name in inspect.get_annotations(kind)]


def names_of_several_meanings(calculators: Iterable[Calculator[Any, Any]]) -> Iterator[str]:
    """What is wrong with each name of an input that stands for two things."""
    found: dict[str, dict[Meaning, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in calculators:
        for spec in field_specs(each.Inputs):
            found[spec.name][meaning(spec)].append(each.name)
    for name, meanings in found.items():
        if len(meanings) > 1:
            said = "; ".join(f"{', '.join(map(str, m))} in {', '.join(where)}" for m, where in meanings.items())
            yield f"the input '{name}' has {len(meanings)} meanings ({said}). Rename the rarer one."


def beliefs_declared_apart(calculators: Iterable[Calculator[Any, Any]]) -> Iterator[str]:
    """What is wrong with each belief that several calculators declare in classes of their own."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in calculators:
        for spec in field_specs(each.Inputs):
            if spec.belief:
                first = declared_in(each.Inputs, spec.name)[-1]
                found[spec.belief][f"{first.__name__}.{spec.name}"].append(each.name)
    for belief, places in found.items():
        if len(places) > 1 and len({name for where in places.values() for name in where}) > 1:
            said = "; ".join(f"{place} of {', '.join(where)}" for place, where in places.items())
            yield (
                f"the belief '{belief}' is declared {len(places)} times ({said}). Declare it in one record, in "
                "mloss_econ/shared.py or in a module of the subject, and inherit it."
            )


def redeclared(calculators: Iterable[Calculator[Any, Any]]) -> Iterator[tuple[str, FieldSpec, FieldSpec]]:
    """Each input that a class declares again, as `class.field`, with the declaration and the one it inherits."""
    for each in calculators:
        for spec in field_specs(each.Inputs):
            kinds = declared_in(each.Inputs, spec.name)
            own = [next(s for s in field_specs(kind) if s.name == spec.name) for kind in kinds]
            for kind, mine, inherited in zip(kinds, own, own[1:], strict=False):
                yield f"{kind.__name__}.{spec.name}", mine, inherited


def namesakes_of_outputs(calculators: Iterable[Calculator[Any, Any]]) -> Iterator[str]:
    """What is wrong with each input that has the name, but not the unit and kind, of another calculator's output."""
    listed = list(calculators)
    for each in listed:
        for spec in field_specs(each.Inputs):
            for other in listed:
                for made in field_specs(other.Outputs):
                    if (
                        other is not each
                        and made.name == spec.name
                        and (made.unit, made.kind) != (spec.unit, spec.kind)
                    ):
                        yield (
                            f"'{spec.name}' is an input of {each.name} ({spec.kind}, {spec.unit}) and an output of "
                            f"{other.name} ({made.kind}, {made.unit}). Rename the rarer one."
                        )


def test_an_input_name_has_one_meaning() -> None:
    assert not (wrong := list(names_of_several_meanings(HELD))), "\n".join(wrong)


def test_a_shared_belief_is_declared_once() -> None:
    assert not (wrong := list(beliefs_declared_apart(HELD))), "\n".join(wrong)


def test_an_input_is_declared_again_for_narrower_bounds_only() -> None:
    found = {place: (mine, inherited) for place, mine, inherited in redeclared(HELD)}
    assert set(found) == NARROWER, "An input that is declared again stands in NARROWER; otherwise inherit it as it is."
    for place, (mine, inherited) in found.items():
        assert meaning(mine) == meaning(inherited), f"{place}: keep belief, unit, kind and role."
        assert mine.low >= inherited.low, f"{place}: widen the inherited bound instead."
        assert mine.high <= inherited.high, f"{place}: widen the inherited bound instead."
        assert mine.positive or not inherited.positive, f"{place}: widen the inherited bound instead."
        assert mine.doc == inherited.doc, f"{place}: use the inherited wording."


def test_an_input_that_is_called_like_an_output_is_in_its_unit() -> None:
    assert not (wrong := list(namesakes_of_outputs(HELD))), "\n".join(wrong)


class Pay(Inputs):
    """Declares the belief of `DummyInputs.wage` once more."""

    pay: MoneyPerYear = given("value.wage")
    """Yearly pay."""


class Kept(Inputs):
    """Gives the name `wage` to another belief, and an output of `dummy` another unit."""

    wage: Share = given("value.haircut")
    """Share."""
    twice: Ratio = given("value.overhead")
    """Times."""


@calculator
def paid(x: Pay) -> DummyOutputs:
    """Twice the pay."""
    return DummyOutputs(twice=2 * x.pay, one=1.0)


@calculator
def kept(x: Kept) -> DummyOutputs:
    """Twice the share."""
    return DummyOutputs(twice=2 * x.wage, one=x.twice)


def test_what_breaks_the_vocabulary_is_named_with_the_remedy() -> None:
    (twofold,) = names_of_several_meanings([dummy, paid, kept])
    assert twofold.startswith("the input 'wage' has 2 meanings (value.wage, money/year, quantity, given in ")
    assert dummy.name in twofold
    assert kept.name in twofold
    apart = {text.split("'")[1]: text for text in beliefs_declared_apart([dummy, paid, kept])}
    assert set(apart) == {"value.wage", "value.haircut"}
    assert f"DummyInputs.wage of {dummy.name}; Pay.pay of {paid.name}" in apart["value.wage"]
    assert "mloss_econ/shared.py" in apart["value.wage"]
    (namesake,) = namesakes_of_outputs([dummy, kept])
    assert namesake.startswith(f"'twice' is an input of {kept.name} (quantity, ratio) and an output of {dummy.name} ")
    assert not [*names_of_several_meanings([dummy, paid]), *namesakes_of_outputs([dummy, paid])]
