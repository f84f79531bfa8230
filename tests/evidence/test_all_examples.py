"""The worked examples of seeds/README.md are valid seeds."""

import re
import tomllib
from pathlib import Path

import pytest
from places import ROOT

from mloss_econ.evidence import Store, default_store
from mloss_econ.evidence.tables import KEYS
from mloss_econ.kernel import baseline, proposal
from mloss_econ.regimes import world

README = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n# (\w+)/(\w+)\.toml\n(.*?)```", README, flags=re.DOTALL)


def test_there_is_one_of_each() -> None:
    assert [kind for kind, _, _ in EXAMPLES] == ["facts", "beliefs", "proposals", "scenarios", "belief_sets"]


@pytest.mark.parametrize(("kind", "name", "text"), EXAMPLES, ids=[kind for kind, _, _ in EXAMPLES])
def test_an_example_loads(kind: str, name: str, text: str, tmp_path: Path) -> None:
    """Together with the example fact, which the belief cites; a belief set and a proposal on top of the library's."""
    under = [default_store().root] if kind in ("belief_sets", "proposals") else []
    name = f"{name}_again" if under else name
    for folder in ("facts", "beliefs", "tables", kind):
        (tmp_path / folder).mkdir(exist_ok=True)
    if not under:
        (tmp_path / "facts" / f"{EXAMPLES[0][1]}.toml").write_text(EXAMPLES[0][2])
    (tmp_path / kind / f"{name}.toml").write_text(text)
    assert tomllib.loads(text)
    store = Store.load(*under, tmp_path)
    assert name in {
        key.split(".")[0]
        for key in {
            **store.facts,
            **store.beliefs,
            **store.proposals,
            **store.scenarios,
            **store.belief_sets,
        }
    }


def test_the_example_of_a_proposal_does_what_its_comments_say(tmp_path: Path) -> None:
    ((_, name, text),) = (example for example in EXAMPLES if example[0] == "proposals")
    (tmp_path / "proposals").mkdir()
    (tmp_path / "proposals" / "example.toml").write_text(text)
    assert name in default_store().proposals
    store = Store.load(default_store().root, tmp_path)
    case = proposal("example", store=store).apply(baseline(world, store=store))
    for path, value in {
        "regions.eu.bound": 1.0,
        "regions.us.bound": 0.0,
        "rest_bound": 0.0,
        "closed_scope": 0.6,
        "intermediaries": 50.0,
        "staff": 125.0,
        "channels.catastrophe.reach": 0.4,
        "channels.fraud.reach": 0.0,
        "compute_trigger": 1e25,
        "revenue_trigger": 0.0,  # of a duty that falls on larger firms alone
        "duties.safety_framework.large": 1.0,
        "duties.weight_security.developer": 0.0,
        "duties.example_energy_report.developer": 1.0,
        "deployer_liable": 0.2,
    }.items():
        assert case.entry(path).value == value, path
    assert float(case.outputs().by_duty["example_energy_report"]) > 0


def test_the_keys_of_tables_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+) \|$", README, flags=re.MULTILINE)
    assert {name: tuple(re.findall(r"`(\w+)`", key)) for name, key in rows} == KEYS
