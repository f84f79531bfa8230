"""Effects of one proposal: what is found, against the run behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from agreement import check_row, same
from apart import Apart
from assumed import FEW
from few import few

from mloss_econ.engine import row_of, simulate
from mloss_econ.evidence import PAYERS, default_store, own_duty
from mloss_econ.regimes import effects, flows_ledger, world_under
from mloss_econ.report.findings.proposal import ProposalFindings, judgement_costs, proposal_findings
from mloss_econ.report.proposals import one_proposal
from mloss_econ.wording import stated


@pytest.mark.slow
@pytest.mark.parametrize("which", few(["proposal", "comparator"], 1))
def test_outputs_of_both_proposals(apart: Apart, results: Any, which: str) -> None:
    found, run = results[which], getattr(apart, which)
    assert found["name"] == getattr(apart.assumptions, which)
    assert len(found["outputs"]) > 30
    for output, row in found["outputs"].items():
        check_row(
            row, apart.printed(which, output), output, whole=output in ("fixed_cost", "exit_share_funded", "net_world")
        )
    seed = apart.assumptions.store.proposal(found["name"])
    assert [d["name"] for d in found["duties"]] == list(seed.duties)
    paths: list[str] = []
    entries = run.case.entries
    for duty in found["duties"]:
        at = own_duty(found["name"], duty["name"]) if duty["name"] in seed.own else duty["name"]
        check_row(duty["cost"], run, f"by_duty.{at}", whole=False)
        priced = [f"duties.{at}.{k}" for k in ("one_off", "yearly", "repeated")]
        judged = [p for p in priced if entries[p].is_judgement and entries[p].value]
        tariff = entries[f"duties.{at}.tariff"].is_judgement  # hours are judgement where their price is
        for p in (f"duties.{at}.hours", f"duties.{at}.hours_yearly"):
            judged += [p] if entries[p].value and (tariff or entries[p].is_judgement) else []
        borne = any(entries[f"duties.{at}.{p}"].value for p in PAYERS)
        assert duty["is_judgement"] == (borne and bool(judged))
        paths += judged if borne else []
    assert found["target_survival"] == run.case.point.target_survival == 0.9
    judgement = dict.fromkeys(paths, 0.0)
    left = run.case.but("without", judgement).outputs().fixed_cost / run.case.outputs().fixed_cost
    assert same(found["judgement_share_of_cost"], 1 - float(left))
    for name in ("title", "status", "reference", "open_source"):
        assert found[name] == getattr(seed, name)


@pytest.fixture(scope="module")
def highrisk() -> tuple[ProposalFindings, str]:
    assumptions = replace(FEW, n=4096)
    return proposal_findings("eu_ai_act_highrisk", assumptions), one_proposal("eu_ai_act_highrisk", assumptions)


@pytest.mark.slow
def test_its_figures_are_those_of_the_run(highrisk: tuple[ProposalFindings, str]) -> None:
    found, text = highrisk
    assumptions = replace(FEW, n=4096)
    case = world_under("eu_ai_act_highrisk", store=assumptions.store, prices=assumptions.prices)
    run = simulate(case, n=4096, seed=assumptions.seed)
    flat = " ".join(text.split())
    for output in ("fixed_cost", "exit_share_funded", "value_lost"):
        row = row_of(run, output)
        assert row == found.outputs[output]
        said = stated(row.median, row.unit)
        assert (said.removesuffix(" %") if output == "value_lost" else said) in flat, output  # in a table of per cent
    own = default_store().proposal(found.name).own
    for duty in found.duties:
        at = own_duty(found.name, duty.name) if duty.name in own else duty.name
        assert duty.cost == row_of(run, f"by_duty.{at}")
    assert sum(d.cost.value for d in found.duties) + found.outputs["passed_back"].value == pytest.approx(
        found.outputs["fixed_cost"].value, rel=1e-12
    )


@pytest.mark.slow
def test_judged_costs_are_marked_and_counted(highrisk: tuple[ProposalFindings, str]) -> None:
    found, text = highrisk
    judgement = judgement_costs(found.case)
    assert judgement
    by_hand, own = 0.0, default_store().proposal(found.name).own
    for duty in found.duties:
        at = own_duty(found.name, duty.name) if duty.name in own else duty.name
        kinds = ("one_off", "yearly", "repeated", "hours", "hours_yearly")
        entries = {k: found.case.entries[f"duties.{at}.{k}"] for k in kinds}
        if any(e.is_judgement and e.value for e in entries.values()):
            assert duty.is_judgement
            assert f"○ {text_name(duty.name)}" in " ".join(text.split())
        if all(e.is_judgement or not e.value for e in entries.values()):
            by_hand += duty.cost.value
    assert by_hand / found.outputs["fixed_cost"].value <= found.judgement_share_of_cost + 1e-12 <= 1


def text_name(duty: str) -> str:
    from mloss_econ.wording import words

    return words(duty).split()[0]


@pytest.mark.slow
def test_the_shares_of_the_table_are_ordered(highrisk: tuple[ProposalFindings, str]) -> None:
    o = highrisk[0].outputs
    assert o["value_lost"].median.value <= o["exit_share_funded"].median.value
    assert o["use_lost_net"].median.value <= o["use_lost"].median.value
    assert o["sunk_cost"].value <= o["first_cost"].value


@pytest.mark.slow
def test_another_price_base_changes_the_money(highrisk: tuple[ProposalFindings, str]) -> None:
    from mloss_econ.base.units import PriceBase

    euro = proposal_findings("eu_ai_act_highrisk", replace(FEW, n=4096, prices=PriceBase("EUR", 2021)))
    factor = FEW.store.prices.convert(PriceBase("EUR", 2021), FEW.prices).factor
    found = highrisk[0].outputs["fixed_cost"].value / euro.outputs["fixed_cost"].value
    assert found == pytest.approx(factor, rel=0.15)  # duties in dollars convert at another rate


@pytest.mark.parametrize("name", few(["pause_6m", "eu_ai_act_gpai_open", "nyc_ll144"], 0))
def test_its_ledger_is_its_world_less_the_status_quo(name: str) -> None:
    """Also where small changes are differences of large levels."""
    found = proposal_findings(name, FEW, drivers=False)
    again = effects(found.case, n=FEW.n, seed=FEW.seed)
    largest = max(float(np.max(np.abs(line.amount))) for line in flows_ledger(found.run).lines)
    for mine, theirs in ((found.ledger.by_line(), again.by_line()), (found.ledger.by_group(), again.by_group())):
        assert list(mine) == list(theirs)
        for key, amounts in mine.items():
            np.testing.assert_allclose(amounts, theirs[key], rtol=1e-9, atol=1e-13 * largest)
    for one, other in zip(found.ledger.memos, again.memos, strict=True):
        assert one.name == other.name
        np.testing.assert_array_equal(one.amount, other.amount)
