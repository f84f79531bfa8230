"""The register of claims, and what is wrong with seeds that a reader adds."""

from pathlib import Path

import pytest

import mloss_econ as me
from mloss_econ.errors import SeedError
from mloss_econ.evidence import Store
from mloss_econ.registry import faults_in

PROPOSAL = """title = "Mine"
date = 2026-11-30
jurisdiction = "world"
status = "an idea"
reference = "none"
open_source = "No exception."
"""


def test_the_register_holds_every_claim_by_name() -> None:
    assert me.claims()["C02"].name == "C02"


def test_the_seeds_of_the_library_have_no_fault(store: Store) -> None:
    assert faults_in(store) == ()


def test_every_fault_of_a_proposal_and_a_scenario_of_ones_own_is_listed(store: Store, tmp_path: Path) -> None:
    (tmp_path / "proposals").mkdir()
    lever = '{ value = 0.5, clause = "one" }'
    text = f'[levers."compliance.pricing_out"]\nkeep = {lever}\ntarget_survival = {lever}\n'
    text += f'[levers."regimes.flowz"]\nx = {lever}\n'
    (tmp_path / "proposals/mine.toml").write_text(PROPOSAL + text)
    (tmp_path / "scenarios").mkdir()
    scenario = (store.root / "scenarios/deepfake_bank_fraud.toml").read_text()
    (tmp_path / "scenarios/mine_fraud.toml").write_text(scenario.replace("transaction_cost", "arranging"))
    first, second, *rest = faults_in(Store.load(store.root, tmp_path))
    assert 'mine.toml: levers."compliance.pricing_out".keep: there is no such lever.' in first
    assert first.endswith("It is now called 'target_survival'.")
    assert second.endswith("""levers."regimes.flowz": there is no such calculator. Did you mean 'regimes.flows'?""")
    assert rest
    assert all("mine_fraud" in fault and "It is now called 'transaction_cost'" in fault for fault in rest), rest


def test_an_old_name_of_a_belief_or_a_calculator_in_a_folder_of_seeds_is_refused(store: Store, tmp_path: Path) -> None:
    for folder, text, said in (
        (
            "beliefs/projects.toml",
            '[recovered]\nvalue = 0.3\nunit = "share"\ngrade = "judgement"\nwhy = "ours"\n',
            "projects.share_replaced",
        ),
        (
            "proposals/mine.toml",
            PROPOSAL + '[levers."regimes.effects"]\nenforcement = { value = 1, clause = "one" }\n',
            "regimes.flows",
        ),
    ):
        file = tmp_path / folder.split("/")[0] / folder
        file.parent.mkdir(parents=True)
        file.write_text(text)
        with pytest.raises(SeedError, match=f"now called '{said}'"):
            Store.load(store.root, tmp_path / folder.split("/")[0])
