"""The adopted beliefs, with few draws."""

from __future__ import annotations

from dataclasses import replace

from mloss_econ.report.assumptions import read_assumptions

FEW = replace(read_assumptions(), n=512)
