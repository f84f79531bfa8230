"""What the library offers for a reader's own work: strategies, `assert_claim`, the pytest plugin, and the example."""

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from places import ROOT
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.errors import InputError
from mloss_econ.evidence import Counterexample, Store, default_store
from mloss_econ.kernel import Case, baseline
from mloss_econ.liability import RULES, Accident, cheapest_avoider
from mloss_econ.testing import assert_claim, cases, check_calculator, falsify, games, scenarios
from mloss_econ.value import attributed_value, created_30_billion

EXAMPLE = ROOT / "examples" / "own_rule"


@given(cases(baseline(attributed_value)))
def test_a_moved_case_stays_within_its_beliefs(case: Case[Any, Any]) -> None:
    before = baseline(attributed_value)
    for path, entry in case.entries.items():
        low, high = before.entries[path].dist.support
        assert low <= entry.value <= high
    assert np.isfinite(float(case.outputs().value))


@given(scenarios(cheapest_avoider))
def test_scenarios_give_cases_that_compute(case: Case[Any, Any]) -> None:
    assert case.scenario is not None
    assert "liability.cheapest_avoider" in case.store.scenario(case.scenario).calculators
    y = case.outputs()
    assert min(float(v) for v in y.social_cost.values()) >= float(y.least_cost) * (1 - 1e-9)


@given(games(parties=2), games(parties=3))
def test_games_have_an_equilibrium_under_negligence(two: Accident, three: Accident) -> None:
    for game in (two, three):
        best = RULES["negligence"](game).settle().best
        assert game.social[best] <= game.social.min() * (1 + 1e-9)


def test_assert_claim_passes_what_survives_and_prints_what_breaks() -> None:
    sure = dataclasses.replace(created_30_billion, predicate=lambda x, y, stated: y.value >= 0)
    assert_claim(sure, trials=20)
    with pytest.raises(AssertionError, match=r"created_30_billion as claim;\s+print\(claim\.check\(\{"):
        assert_claim(created_30_billion, trials=20)


def test_a_kept_counterexample_is_tried_where_the_search_finds_none() -> None:
    """It takes five inputs at once, each in a narrow place: only what is kept with the claim knows."""
    changes = {"ai_value": 3.123456e12, "haircut": 0.1234567}

    def predicate(x: Any, y: Any, stated: float) -> Any:
        return ~((x.ai_value == changes["ai_value"]) & (x.haircut == changes["haircut"]))

    claim = dataclasses.replace(created_30_billion, predicate=predicate)
    store = default_store()
    assert not falsify(claim, trials=20, n=64).broken
    kept = Counterexample(claim=claim.name, prices="USD 2022", found="by hand", changes=changes)
    with_it = dataclasses.replace(store, counterexamples={"mine": kept})
    found = falsify(claim, trials=20, n=64, case=claim.case(store=with_it))
    assert found.counterexample == changes
    assert found.distance > 0


@pytest.mark.parametrize(
    ("predicate", "words"),
    [
        (lambda x, y, stated: y.value, "gives float64, not yes or no"),
        (lambda x, y, stated: y.valu > 0, "its predicate failed: AttributeError"),
    ],
)
def test_a_predicate_that_raises_or_gives_a_number_is_refused(predicate: Any, words: str) -> None:
    claim = dataclasses.replace(created_30_billion, predicate=predicate)
    with pytest.raises(InputError, match=words):
        falsify(claim, trials=5, n=64)
    with pytest.raises(InputError, match=words):
        claim.check()


@pytest.mark.slow
def test_the_example_goes_through_the_command_line() -> None:
    seeds = ["--seeds", str(EXAMPLE / "seeds")]
    compared = CliRunner().invoke(app, ["compare", "local_label", *seeds, "-n", "256"], catch_exceptions=False)
    assert compared.exit_code == 0
    assert "local_label" in compared.stdout
    traced = CliRunner().invoke(app, ["trace", "local_label", *seeds, "--only", "bound"], catch_exceptions=False)
    assert "one city, about a hundredth" in " ".join(traced.stdout.split())


@pytest.mark.slow
def test_the_examples_own_calculator_keeps_the_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(EXAMPLE)
    import claims  # type: ignore[import-not-found]

    store = Store.load(default_store().root, EXAMPLE / "seeds")
    check_calculator(claims.warned, store=store)
    assert claims.few_are_warned.check()
    assert not falsify(claims.few_are_warned, trials=50, n=256).broken
    assert not claims.the_label_pays.check()


@pytest.mark.slow
def test_the_plugin_reports_a_table_and_fails_what_is_broken(tmp_path: Path) -> None:
    plugin = [] if "mloss_econ.pytest_plugin" in _entry_points() else ["-p", "mloss_econ.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(tmp_path)]
    asked = [*command, *plugin, f"--mloss-claims={EXAMPLE / 'claims.py'}", "--mloss-trials=30"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "survived 30 trials" in done.stdout
    assert "broken at the adopted point" in done.stdout
    assert "from claims import the_label_pays as claim" in done.stdout
    missing = subprocess.run(
        [*command, *plugin, "--mloss-claims=none.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert missing.returncode == 4
    assert "--mloss-claims=none.py: there is no such file" in missing.stderr


def _entry_points() -> set[str]:
    from importlib.metadata import entry_points

    return {point.value for point in entry_points(group="pytest11")}
