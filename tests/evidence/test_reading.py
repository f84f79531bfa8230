"""A fault in a set of beliefs is found when the set is read, and has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mloss_econ.errors import SeedError
from mloss_econ.evidence import Store


@pytest.mark.slow
def test_a_fault_of_a_belief_set_has_its_line(store: Store, tmp_path: Path) -> None:
    """A set is tried when it is read, not only when somebody asks for it."""
    (tmp_path / "belief_sets").mkdir()
    head = 'title = "Mine"\nauthor = "I"\ndate = "2026-11-30"\nabout = "A test."\n'
    for text, said in (
        (
            '[beliefs."projects.median_budgt"]\nvalue = 5\nwhy = "ours"',
            r":5: beliefs\.projects\.median_budgt: no calcul",
        ),
        ('[beliefs."projects.median_budget"]\nvalue = 5', r":5: beliefs\.projects\.median_budget: no reason"),
        ('[beliefs."harm.frontier_harm"]\nwhy = "ours"\nvalue = "many"', r":5: beliefs\.harm\.frontier_harm: 'many'"),
    ):
        (tmp_path / "belief_sets" / "mine.toml").write_text(head + text)
        with pytest.raises(SeedError, match=rf"mine\.toml{said}"):
            Store.load(store.root, tmp_path)
