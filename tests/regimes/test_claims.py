"""What the claims on regimes say exactly: where each holds and where it fails."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mloss_econ import regimes
from mloss_econ.base.ties import ahead_by
from mloss_econ.compliance import agency_spares_open_projects, cannot_know_their_customers
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import Claim, Worlds
from mloss_econ.sensitivity import reversing, verdict
from mloss_econ.sensitivity.verdict import held_in
from mloss_econ.testing import falsify

LOW, SAME, HIGH = np.array(1.0), np.array(2.0), np.array(3.0)


class Nets:
    """The nets of several worlds, read by name as those of a case side by side."""

    def __init__(self, nets: dict[str, Any]) -> None:
        self.nets = nets

    def __getitem__(self, name: str) -> Any:
        return SimpleNamespace(net_world=self.nets[name])


def nets(**values: Any) -> Nets:
    return Nets(values)


@pytest.mark.parametrize(
    ("made", "y", "holds"),
    [
        (regimes.loses_30_billion, {"lines": {"use": -SAME}}, True),
        (regimes.loses_30_billion, {"lines": {"use": -LOW}}, False),
        (regimes.deployment_beats_development, nets(deployment_liability=HIGH, development_liability=SAME), True),
        (regimes.deployment_beats_development, nets(deployment_liability=SAME, development_liability=SAME), False),
        (regimes.deployment_beats_development, nets(deployment_liability=LOW, development_liability=SAME), False),
        (regimes.middle_way_beats_extremes, nets(risk_tiers=HIGH, licensing=SAME, status_quo=LOW), True),
        (regimes.middle_way_beats_extremes, nets(risk_tiers=SAME, licensing=LOW, status_quo=HIGH), False),
        (regimes.middle_way_beats_extremes, nets(risk_tiers=SAME, licensing=HIGH, status_quo=LOW), False),
        (regimes.middle_way_beats_extremes, nets(risk_tiers=HIGH, licensing=LOW, status_quo=HIGH), False),
        (regimes.restriction_gives_little, {"retained": np.array(0.49)}, True),
        (regimes.restriction_gives_little, {"retained": np.array(0.5)}, False),
        (regimes.moves_rather_than_stops, {"moved": np.array(0.51)}, True),
        (regimes.moves_rather_than_stops, {"moved": np.array(0.5)}, False),
        (regimes.waiting_beats_acting_now, {"later": HIGH, "now": SAME}, True),
        (regimes.waiting_beats_acting_now, {"later": SAME, "now": SAME}, False),
        (regimes.labels_pay, nets(transparency_labels=HIGH, status_quo=SAME), True),
        (regimes.labels_pay, nets(transparency_labels=SAME, status_quo=SAME), False),
        (regimes.pause_costs_more, {"present_value_lost": HIGH, "harm_saved": SAME}, True),
        (regimes.pause_costs_more, {"present_value_lost": SAME, "harm_saved": SAME}, False),
        (cannot_know_their_customers, {"cannot": np.array(0.9)}, True),
        (cannot_know_their_customers, {"cannot": np.array(0.89)}, False),
        (agency_spares_open_projects, {"covered_later": np.array(0.009)}, True),
        (agency_spares_open_projects, {"covered_later": np.array(0.01)}, False),
    ],
    ids=lambda v: getattr(v, "name", ""),
)
def test_predicates(made: Claim, y: Any, holds: bool) -> None:
    outputs = SimpleNamespace(**y) if isinstance(y, dict) else y
    assert bool(made.holds(SimpleNamespace(), outputs, 2.0)) is holds


def test_cases_are_those_the_sentences_name() -> None:
    assert regimes.loses_30_billion.case().label == "licensing"
    assert agency_spares_open_projects.case().label == "altman_agency"
    for made, names in {
        regimes.labels_pay: ("transparency_labels", "status_quo"),
        regimes.deployment_beats_development: ("deployment_liability", "development_liability"),
        regimes.middle_way_beats_extremes: ("risk_tiers", "licensing", "status_quo"),
    }.items():
        case = made.case()
        assert isinstance(case.calculator, Worlds)
        assert case.calculator.names == names
        assert case.calculator.of is regimes.world is made.calculator
        y = case.outputs()
        for name in names:
            assert float(y[name].net_world) == float(regimes.world_under(name).outputs().net_world)


def test_use_lost_is_that_of_open_projects_that_exist() -> None:
    """What is never begun, and what users of closed models lose, are other lines."""
    case = regimes.loses_30_billion.case()
    lines = dict.fromkeys(case.outputs().lines, -HIGH) | {"use": -LOW}
    assert not bool(regimes.loses_30_billion.holds(case.point, SimpleNamespace(lines=lines), 2.0))


def test_what_a_licence_loses_is_capped_by_rebuilding_only_where_nobody_waits() -> None:
    """All of it rebuilt at once, and no wait: at most what rebuilding costs, and what those who rebuild pay to comply.
    With the wait for a licence most of the loss is left, and the claim can still hold: it is computed."""
    licensing = regimes.loses_30_billion.case()
    at_once = licensing.but("at once", share_rebuilt=1.0, rebuild_time=0.0)
    delays = [path for path in at_once.entries if path.startswith("duties.") and path.endswith(".delay")]
    no_wait = at_once.but("no wait", dict.fromkeys(delays, 0.0))
    run = simulate(no_wait, n=1024, seed=2)
    cap = run.draws.inputs["replacement_cost"] + run.output("exits") * run.output("fixed_cost")
    loss = -run.output("lines.use")
    assert (loss <= cap * (1 + 1e-12)).all()
    assert np.isclose(loss, cap, rtol=1e-12).any()
    waiting = -float(at_once.outputs().lines["use"])
    assert waiting > 10 * -float(no_wait.outputs().lines["use"])
    assert 0 < held_in(regimes.loses_30_billion, simulate(at_once, n=1024, seed=2)).mean() < 0.1
    assert (held_in(regimes.loses_30_billion, simulate(licensing, n=1024, seed=2)).mean()) > 0.02


@pytest.mark.slow
def test_what_reverses_the_claim_on_deployment_is_where_harm_goes_and_whose_care_is_cheap() -> None:
    claim = regimes.deployment_beats_development
    answer = verdict(claim, n=256, seed=1)
    turned = {
        (end.choice, end.value > 0.5) for one in reversing(answer.structure, answer.at_adopted) for end in one.ends
    }
    assert not answer.at_adopted
    assert turned == {("displacement", True), ("developers' care", True), ("downstream care", False)}
    assert claim.check(dict.fromkeys(claim.structure["displacement"].paths(claim.case()), 1.0))
    assert claim.check({"deployer_care": 0.02})
    assert not claim.check({"deployer_care": 0.2})


def test_a_claim_about_two_worlds_is_about_the_same_draws() -> None:
    """Answered of a run of both, it is what two runs of the same seed say, row by row."""
    claim = regimes.deployment_beats_development
    case = claim.case()
    run = simulate(case, n=256, seed=4)
    one, other = (
        simulate(regimes.world_under(name), n=256, seed=4).output("net_world")
        for name in ("deployment_liability", "development_liability")
    )
    assert_array_equal(held_in(claim, run), ahead_by(one, other) > 0)


def test_a_claim_about_several_worlds_is_not_about_one_of_them() -> None:
    one = regimes.world_under("deployment_liability")
    with pytest.raises(InputError, match="its predicate failed"):
        verdict(regimes.deployment_beats_development, n=64, case=one)


@pytest.mark.slow
def test_a_counterexample_of_a_claim_over_several_worlds_is_one_line_that_runs() -> None:
    found = falsify(regimes.deployment_beats_development, trials=5, n=64)
    assert found.counterexample is not None
    line = found.code().split("; ")
    assert line[0] == "from mloss_econ.regimes.claims import deployment_beats_development as claim"
    said: dict[str, Any] = {}
    exec(f"{line[0]}\nanswer = {line[1].removeprefix('print')}", said)
    assert said["answer"] is False
