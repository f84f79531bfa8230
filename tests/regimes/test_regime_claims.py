"""What the claims on regimes say exactly: where each holds and where it fails."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mloss_econ import regimes
from mloss_econ.claims import Claim
from mloss_econ.compliance import agency_spares_open_projects, cannot_know_their_customers

LOW, SAME, HIGH = np.array(1.0), np.array(2.0), np.array(3.0)


@pytest.mark.parametrize(
    ("made", "y", "holds"),
    [
        (regimes.loses_30_billion, {"lines": {"use": -SAME}}, True),
        (regimes.loses_30_billion, {"lines": {"use": -LOW}}, False),
        (regimes.deployment_beats_development, {"advantage": LOW}, True),
        (regimes.deployment_beats_development, {"advantage": 0 * LOW}, False),
        (regimes.middle_way_beats_extremes, {"advantage": -LOW}, False),
        (regimes.restriction_gives_little, {"retained": np.array(0.49)}, True),
        (regimes.restriction_gives_little, {"retained": np.array(0.5)}, False),
        (regimes.moves_rather_than_stops, {"moved": np.array(0.51)}, True),
        (regimes.moves_rather_than_stops, {"moved": np.array(0.5)}, False),
        (regimes.waiting_beats_ruling_now, {"later": HIGH, "now": SAME}, True),
        (regimes.waiting_beats_ruling_now, {"later": SAME, "now": SAME}, False),
        (regimes.labels_pay, {"net_world": LOW}, True),
        (regimes.labels_pay, {"net_world": 0 * LOW}, False),
        (regimes.pause_costs_more, {"present_value_lost": HIGH, "harm_saved": SAME}, True),
        (regimes.pause_costs_more, {"present_value_lost": SAME, "harm_saved": SAME}, False),
        (cannot_know_their_customers, {"cannot": np.array(0.9)}, True),
        (cannot_know_their_customers, {"cannot": np.array(0.89)}, False),
        (agency_spares_open_projects, {"covered_later": np.array(0.009)}, True),
        (agency_spares_open_projects, {"covered_later": np.array(0.01)}, False),
    ],
    ids=lambda v: getattr(v, "name", ""),
)
def test_predicates(made: Claim, y: dict[str, Any], holds: bool) -> None:
    assert bool(made.holds(SimpleNamespace(), SimpleNamespace(**y), 2.0)) is holds


def test_cases_are_those_the_sentences_name() -> None:
    assert regimes.loses_30_billion.case().label == "licensing"
    assert regimes.labels_pay.case().label == "transparency_labels"
    assert regimes.deployment_beats_development.calculator.name.endswith("deployment_liability, development_liability")
    assert agency_spares_open_projects.case().label == "altman_agency"
    case = regimes.middle_way_beats_extremes.case()
    assert set(case.outputs().net) == {"risk_tiers", "licensing", "status_quo"}
    assert float(case.outputs().net["status_quo"]) == 0


def test_a_contest_without_its_case_is_refused() -> None:
    from mloss_econ.errors import InputError

    made = regimes.Contest(("licensing", "permits"))
    with pytest.raises(InputError, match="needs its case"):
        made(regimes.regime_case("licensing").point)
    with pytest.raises(InputError, match="two different proposals"):
        regimes.Contest(("licensing", "licensing"))
