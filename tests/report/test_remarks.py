"""What is no fault in a file of assumptions, and may still be a slip."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.remarks import remarks


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"projects.median_budget"]\nvalue = 20.000', ["2: projects.median_budget: 20.000 is the number 20."]),
        ('"projects.median_budget"]\nvalue = 20.000 # a\ndist = { kind = "between", low = 5.500, high = 80_000.0 }',
         ["2: projects.median_budget: 20.000 is the number 20.",
          "3: projects.median_budget: 5.500 is the number 5.5."]),
        ('"projects.median_budget"]\nvalue = 20.00', []),
        ('"projects.median_budget"]\nvalue = 20_000.000', []),
        ('"projects.median_budget"]\nvalue = 20000\nwhy = "20.000 it is"', []),
        ('"projects.payable_share"]\nvalue = 0.125', []),
        ('"projects.sigma"]\nvalue = 1.500', []),
    ],
)  # fmt: skip
def test_three_digits_after_the_point_of_an_amount_are_remarked(tmp_path: Path, text: str, said: list[str]) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"[beliefs.{text}\n")
    patch = tomllib.loads(file.read_text())["beliefs"]
    made = replace(read_assumptions(), file=str(file), patch=patch)
    found = remarks(made)
    assert [remark.removeprefix(f"{file}:").split(" If thousands")[0] for remark in found] == said
    assert all(remark.endswith(("write 20_000.", "write 5_500.")) for remark in found)
