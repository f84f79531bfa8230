"""What the options of a decision are, and what makes none."""

import numpy as np
import pytest
import toys
from normals import N, two_normals
from numpy.testing import assert_allclose

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import compare, estimate, simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import decision, decision_from, evpi, evppi


def test_options_are_the_cases_of_a_comparison() -> None:
    today = baseline(pricing_out)
    cases = [today, today.but("half", fixed_cost=1e4), today.but("dear", fixed_cost=5e4)]
    options = compare(cases, judged_by="value_lost", n=2**11, seed=1)
    least = decision(options, best="lowest")
    found = evpi(least)
    assert found.best == "half"
    means = {row.option: row.mean.value for row in found.options}
    assert means == pytest.approx({run.case.label: estimate(run, "value_lost").value for run in options.runs})
    assert evppi(options).method == "Value of information"  # a comparison alone: the highest is best
    ranked = evppi(least)
    assert ranked.ceiling == pytest.approx(found.value.value, rel=1e-9)
    assert "fixed_cost" in ranked.paths  # uncertain in one of the cases
    assert all(row.is_judgement for row in ranked.rows)
    assert max(map(len, str(ranked).splitlines())) <= 80
    assert max(map(len, str(found).splitlines())) <= 80


def test_where_cases_differ_in_an_input_what_it_is_in_each_is_known() -> None:
    from mloss_econ.uncertainty import discrete, uniform

    wide = toys.toy_case(toys.linear)
    flat = wide.but("two points", a=discrete(values=[0.0, 0.1], weights=[0.5, 0.5]), b=0.0)
    cases = [flat, wide.but("wide", a=uniform(low=0, high=1), b=0.0), wide.but("sure", a=0.3, b=0.0)]
    options = compare(cases, judged_by="y", own=(), n=N, seed=1)
    found = evppi(decision(options))
    assert found.row("a").index == pytest.approx(evpi(decision(options)).value.value, rel=0.05)


def test_acting_or_not_and_outputs_as_options() -> None:
    run = simulate(toys.toy_case(toys.linear), n=N, seed=1)
    made = decision(run, "y", target=0.5)
    assert made.options == ("act", "do not act")
    assert "y above 0.5, baseline" in str(evpi(made))
    assert evpi(made).value.value > 0
    assert evppi(made).row("dummy").index == pytest.approx(0, abs=0.01)
    low = decision(run, "y", target=0.5, best="lowest")
    assert low.judged_by == "y below 0.5"
    assert_allclose(low.worth[0], -made.worth[0])
    assert evppi(made, {"a and b": ["a", "b"]}).row("a and b").index == pytest.approx(evpi(made).value.value, rel=0.05)


def test_what_makes_no_decision_is_refused() -> None:
    run = simulate(toys.toy_case(toys.linear), n=512, seed=1)
    with pytest.raises(InputError, match="which outputs of the run"):
        decision(run)
    with pytest.raises(InputError, match="best = 'most'"):
        decision(run, "y", best="most")  # type: ignore[arg-type]
    worth, inputs = two_normals(512)
    with pytest.raises(InputError, match=r"input 'p1' has shape \(511,\), the options have 512 draws"):
        decision_from(worth, inputs | {"p1": inputs["p1"][:-1]})
    with pytest.raises(InputError, match="one number a draw; the shapes are"):
        decision_from(worth | {"act": worth["act"][:-1]}, inputs)
    with pytest.raises(InputError, match="'act' is not finite in 1 of 512 draws, first in row 3"):
        decision_from(worth | {"act": np.where(np.arange(512) == 3, np.nan, worth["act"])}, inputs)
    with pytest.raises(InputError, match="input 'p1' is not finite"):
        decision_from(worth, inputs | {"p1": np.full(512, np.inf)})
    with pytest.raises(InputError, match="two options or more"):
        decision_from({"act": worth["act"]}, inputs)
    with pytest.raises(InputError, match="too few for an error bar"):
        decision_from({k: v[:100] for k, v in worth.items()}, {})
    made = decision_from(worth, inputs)
    with pytest.raises(InputError, match=r"'p3' is not an uncertain input of this decision\. Known: dummy, p1, p2"):
        evppi(made, {"x": ["p3"]})
    with pytest.raises(InputError, match="none of them empty"):
        evppi(made, {"x": []})
    with pytest.raises(InputError, match="bins are for one"):
        evppi(made, {"x": ["p1", "p2"]}, by="bins")
    with pytest.raises(InputError, match="by = 'line'"):
        evppi(made, by="line")  # type: ignore[arg-type]
    tied = toys.toy_case(toys.linear).correlated("tied", {("a", "b"): 0.5})
    loose = compare([toys.toy_case(toys.linear), tied], judged_by="y", n=512, seed=1)
    with pytest.raises(InputError, match="correlated differently"):
        decision(loose)
