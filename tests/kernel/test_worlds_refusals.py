"""What is not the same world is refused, and the remedies work."""

from typing import Any

import numpy as np
import pytest
import toys
from laws import earth, net, under
from numpy.testing import assert_allclose

from mloss_econ.engine import compare, simulate
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import Table
from mloss_econ.kernel import baseline, contrast, side_by_side
from mloss_econ.regimes import world
from mloss_econ.sensitivity import sobol
from mloss_econ.uncertainty import uniform
from mloss_econ.value import use_value


@pytest.mark.parametrize(
    ("other", "kind", "words"),
    [
        (lambda: under(0.5, x=1.0), InputError, r"'law 0\.75' and 'law 0\.5' differ in x, which is no lever"),
        (lambda: under(0.5, order=3.0), InputError, "differ in order, which is no lever"),
        (lambda: under(0.5, x=uniform(low=0, high=1)), InputError, "differ in x, which is no lever"),
        (lambda: toys.toy_case(toys.linear), InputError, r"a case of toys\.earth and 'baseline' of toys\.linear"),
        (
            lambda: toys.toy_case(earth, prices="EUR 2021"),
            UnitError,
            r"is in USD 2022 but 'baseline' is in",
        ),
        (
            lambda: under(0.5).restructured("relabelled", labels={"basis": "second"}),
            InputError,
            "differ in their correlations, labels or tables. Change these in both",
        ),
        (
            lambda: under(0.5).restructured("another table", tables={"sample": Table("mine", {"n": np.ones(2)})}),
            InputError,
            "differ in their correlations, labels or tables",
        ),
        (
            lambda: under(0.5).correlated("tied", {("x", "cost"): 0.5}),
            InputError,
            "differ in their correlations, labels or tables",
        ),
    ],
)
def test_what_is_not_the_same_world_is_refused(other: Any, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        contrast(under(0.75), other())
    with pytest.raises(kind):
        side_by_side({"a": under(0.75), "b": other()})


def test_the_remedies_of_these_refusals_work() -> None:
    both = [c.but(f"{c.label}, x", x=1.0) for c in (under(0.75), under(0.5))]
    assert_allclose(contrast(*both).outputs().net, net(0.75, 1, 2) - net(0.5, 1, 2))
    tied = [c.correlated(f"{c.label}, tied", {("x", "cost"): 0.5}) for c in (under(0.75), under(0.5))]
    case = contrast(*tied)
    run = simulate(case, n=2**12, seed=1)
    assert np.corrcoef(run.draws.inputs["x"], np.log(run.draws.inputs["cost"]))[0, 1] > 0.4
    euros = [toys.toy_case(earth, prices="EUR 2021").but(f"k {k}", knob=k) for k in (0.75, 0.5)]
    assert contrast(*euros).prices == euros[0].prices
    apart = compare([under(0.75), under(0.5, x=1.0)], judged_by="net", n=64, seed=1)
    assert len(apart.rows) == 2


def test_one_case_alone_is_refused() -> None:
    with pytest.raises(InputError, match="give two or more"):
        side_by_side({"a": under(0.5)})
    with pytest.raises(InputError, match="give two or more"):
        side_by_side({})


def test_the_name_of_a_proposal_is_no_case() -> None:
    name: Any = "licensing"
    for ask in (contrast, lambda n: contrast(under(0.5), n), lambda n: side_by_side({"a": n, "b": n})):
        with pytest.raises(InputError, match=r"'licensing' is no case. Give the world under a proposal"):
            ask(name)


def test_another_scenario_is_refused() -> None:
    with pytest.raises(InputError, match=r"of another scenario|another scenario"):
        contrast(baseline(world), baseline(use_value))


def test_an_unknown_output_is_refused() -> None:
    case = contrast(under(0.75))
    with pytest.raises(InputError, match=r"toys\.earth, contrast has no output 'nett'. Did you mean .net"):
        sobol(case, "nett", n=2**8)
