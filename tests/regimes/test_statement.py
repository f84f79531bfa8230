"""The forms of agencies against the calculator's own nets, and what they have to hold."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from few import few

import mloss_econ as me
from mloss_econ.compliance import AccountingStatement, AppraisalSummary, CostGrid, Monetised, profile
from mloss_econ.engine import Run, estimate, finite
from mloss_econ.errors import InputError
from mloss_econ.kernel import GROUPS, contrast
from mloss_econ.regimes import annualised_amounts, form_of, world_under
from mloss_econ.regimes.lines import LINES, TRANSFERS

PROFILES = ("a4-2003", "a4-2023", "greenbook-2026", "eu-br")


@cache
def run_of(name: str) -> Run[Any, Any]:
    """Few draws of a proposal; more than a block, and not a multiple of it."""
    return me.simulate(world_under(name), n=2**12 + 16, seed=3)


@cache
def change_of(name: str) -> Run[Any, Any]:
    """What it changes, on the same draws."""
    case = contrast(world_under(name))
    return me.simulate(case, n=2**12 + 16, seed=3)


@pytest.mark.parametrize("name", few(["risk_tiers", "licensing", "deployment_liability", "outright_ban"], 1))
@pytest.mark.parametrize("chosen", few(PROFILES, 1))
def test_annualised_amounts_give_the_calculators_own_net_under_every_schedule(name: str, chosen: str) -> None:
    """Benefits less costs, and less stolen money (its receivers count for nothing), times the annuity."""
    run = run_of(name)
    for schedule, rows in annualised_amounts(run, chosen).items():
        net = sum((rows[line] if code == "B" else -rows[line] for line, (code, _, _) in LINES.items()), np.zeros(run.n))
        net = (net - rows["stolen"]) * rows["annuity"]
        key = f"by_profile.{chosen} {schedule}".replace(" %", "").replace(" ", "_")
        found, size = finite(change_of(name), key), np.abs(finite(run, key))
        assert np.abs(net - found) / size == pytest.approx(0, abs=1e-9)


def test_the_statement_adds_up_to_the_net() -> None:
    run = run_of("risk_tiers")
    form = form_of(run, "a4-2003")
    assert isinstance(form, AccountingStatement)
    stolen = next(e for e in form.entries if isinstance(e, Monetised) and e.what == "stolen money")
    for rate in form.profile.schedules:
        gain = form.total("benefit", rate).primary - form.total("cost", rate).primary - stolen.at[rate].primary
        key = f"by_profile.a4-2003 {rate}".replace(" %", "").replace(" ", "_")
        annuity = annualised_amounts(run, "a4-2003")[rate]["annuity"].mean()
        assert gain * annuity == pytest.approx(estimate(change_of("risk_tiers"), key).value, rel=1e-6)
    parties = {e.payer for e in form.entries if isinstance(e, Monetised) and e.kind == "transfer"}
    assert parties <= set(GROUPS)
    assert sum(form.balance["3 %"].values()) == pytest.approx(0, abs=1e-3)
    assert len(TRANSFERS) >= sum(isinstance(e, Monetised) and e.kind == "transfer" for e in form.entries)


@pytest.mark.slow
def test_the_summary_has_the_net_present_value() -> None:
    run = run_of("deployment_liability")
    form = form_of(run, "greenbook-2026")
    assert isinstance(form, AppraisalSummary)
    schedule = next(iter(profile("greenbook-2026").schedules))
    key = f"by_profile.greenbook-2026 {schedule}".replace(" %", "").replace(" ", "_")
    assert form.net.primary == pytest.approx(estimate(change_of("deployment_liability"), key).value, rel=1e-9)
    assert form.not_valued


def test_who_counts_the_gains_of_offenders_counts_less_of_less_theft() -> None:
    case = world_under("deployment_liability").but("half", offenders=0.5)
    run, changed = me.simulate(case, n=512, seed=3), contrast(case)
    form = form_of(run, "greenbook-2026")
    assert isinstance(form, AppraisalSummary)
    schedule = next(iter(profile("greenbook-2026").schedules))
    key = f"by_profile.greenbook-2026 {schedule}".replace(" %", "").replace(" ", "_")
    net = estimate(me.simulate(changed, n=512, seed=3), key).value
    assert form.net.primary == pytest.approx(net, rel=1e-9)
    assert set(form.switching) == {"the yearly harm of AI"}


def test_the_grid_has_every_cost_once() -> None:
    run = run_of("licensing")
    form = form_of(run, "eu-br")
    assert isinstance(form, CostGrid)
    rows = next(iter(annualised_amounts(run, "eu-br").values()))
    recurrent = sum(
        float(rows[line].mean()) * (-1 if line == "use" else 1)
        for line, (code, _, _) in LINES.items()
        if code != "H" and line not in ("freed", "familiarisation")
    )
    assert form.cell(None, "recurrent", None) == pytest.approx(recurrent, rel=1e-9)
    once = float((rows["familiarisation"] * rows["annuity"]).mean())
    assert form.cell(None, "one-off", None) == pytest.approx(once, rel=1e-9)


@pytest.mark.slow
def test_what_cannot_be_filled_is_said() -> None:
    with pytest.raises(InputError, match="benefit and a cost above 0"):
        form_of(run_of("status_quo"), "greenbook-2026")
    with pytest.raises(InputError, match="Did you mean 'a4-2003'"):
        form_of(run_of("status_quo"), "a4-2004")
    empty = form_of(run_of("status_quo"), "a4-2003")
    assert isinstance(empty, AccountingStatement)
    assert ("benefit", "monetised") in empty.blanks
