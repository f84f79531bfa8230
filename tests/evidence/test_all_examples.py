"""The worked examples of seeds/README.md are valid seeds."""

import re
import tomllib
from pathlib import Path

import pytest
from places import ROOT

from mloss_econ.evidence import Store, default_store
from mloss_econ.evidence.tables import KEYS

README = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n# (\w+)/(\w+)\.toml\n(.*?)```", README, flags=re.DOTALL)


def test_there_is_one_of_each() -> None:
    assert [kind for kind, _, _ in EXAMPLES] == ["facts", "beliefs", "proposals", "scenarios", "belief_sets"]


@pytest.mark.parametrize(("kind", "name", "text"), EXAMPLES, ids=[kind for kind, _, _ in EXAMPLES])
def test_an_example_loads(kind: str, name: str, text: str, tmp_path: Path) -> None:
    """Together with the example fact, which the belief cites; a belief set on top of the library's beliefs."""
    under = [default_store().root] if kind == "belief_sets" else []
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


def test_the_keys_of_tables_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+) \|$", README, flags=re.MULTILINE)
    assert {name: tuple(re.findall(r"`(\w+)`", key)) for name, key in rows} == KEYS
