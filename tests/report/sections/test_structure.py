"""The table of structural beliefs: what is tried, what is adopted, where the sign of the net benefit changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from apart import Apart
from finished import Finished
from printed import blocks
from reading import Size, figures, says

from mloss_econ.kernel import contrast
from mloss_econ.regimes import STRUCTURE, structure_of, world_under
from mloss_econ.report.document import Document
from mloss_econ.report.sections import structure
from mloss_econ.wording import is_percent


def test_table(report: Document, apart: Apart) -> None:
    case = apart.proposal.case
    found = structure_of(case)
    (table,) = blocks(report, "turning", "table")
    asked = {name: choice for name, choice in STRUCTURE.items() if name != "liability"}  # its text leaves that as it is
    for line, (name, choice) in zip(table.lines, asked.items(), strict=True):
        entries = [case.entry(path) for path in choice.paths(case)]
        assert choice.says.removeprefix("the ").lower() in line[0].lower()
        says(line[1], *(Size(v, 0, 3) for v in choice.ends(case)))
        says(line[2], *(Size(v, 0, 3) for v in sorted({e.value for e in entries})))
        says(line[3], *found.switching[name][:2])
        assert ("%" in line[1]) == is_percent(str(entries[0].spec.unit))
    text = next(t.text for t in blocks(report, "turning", "text") if t.text.startswith("Across all"))
    says(text, Size(len(asked), 0, 9), found.lowest, found.highest)


def test_switching_values_are_where_the_sign_changes() -> None:
    case = contrast(world_under("immunity"))
    for name, at in structure_of(world_under("immunity")).switching.items():
        for value in at:
            paths = STRUCTURE[name].paths(world_under("immunity"))
            sides = [
                float(case.but("there", dict.fromkeys(paths, value * by)).outputs().net_world) for by in (0.999, 1.001)
            ]
            assert np.sign(sides[0]) == -np.sign(sides[1]), (name, value)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((1.0, 2.0), "it is above zero under every combination"),
        ((-2.0, -1.0), "it is below zero under every combination"),
        ((-1.0, 1.0), "depends on the structure of the model"),
        ((0.0, 0.0), "it is zero throughout"),
    ],
)
def test_sign(finished: Finished, ends: tuple[float, float], said: str) -> None:
    p = finished.findings.proposal
    assert p.structure is not None
    made = replace(p, structure=replace(p.structure, lowest=ends[0], highest=ends[1]))
    assert said in structure.sign(made)
    assert structure.blocks(replace(p, structure=None)) == ()
    text = structure.blocks(made)[0]
    assert len(list(figures(getattr(text, "text", "")))) == 3
