"""Results that a brief holds, against a run computed apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from apart import statistics

from mloss_econ.engine import Run, dependents, judgement_inputs, row_of
from mloss_econ.sensitivity import break_even

CLOSE = 1e-9


def same(value: float, other: float) -> bool:
    """To 1e-9."""
    return value == pytest.approx(other, rel=CLOSE, abs=1e-12)


def check_row(row: Any, run: Run[Any, Any], output: str, *, whole: bool = True) -> None:
    """Every statistic of a summary row and its unit; if `whole`, its standard errors, and how much is judgement."""
    found = {k: v["value"] if isinstance(v, dict) else v for k, v in row.items() if k in statistics(run, output)}
    assert found == pytest.approx(statistics(run, output), rel=CLOSE, abs=1e-12), output
    assert row["path"] == output
    if not whole:
        return
    again = row_of(run, output)
    assert row["unit"] == again.unit
    for name in ("mean", "median", "p5", "p95"):
        assert same(row[name]["error"], getattr(again, name).error), (output, name)
    share = again.judgement.share
    assert (row["judgement"]["share"] or {}).get("value") == (share and share.value)
    if share is not None:
        assert row["judgement"]["inputs"] == len(dependents(run)[output] & judgement_inputs(run))
        assert row["judgement"]["of"] == len(dependents(run)[output])


def check_share(e: Any, held: Any) -> None:
    """A share of draws, with an error above 0 where it is neither 0 nor 1."""
    assert same(e["value"], float(np.mean(held)))
    assert (e["error"] > 0) == (0 < np.mean(held) < 1) or e["error"] > 0


def check_break_even(found: Any, case: Any, calculator: Any, vary: str, output: str, target: float) -> None:
    """The crossings are where the output is the target, and it starts from the adopted point."""
    again = break_even(case, vary=vary, output=output, target=target)
    assert (found["vary"], found["output"], found["target"]) == (vary, output, target)
    assert same(found["adopted_input"], case.entry(vary).value)
    assert [c["value"] for c in found["crossings"]] == pytest.approx([c.value for c in again.crossings], rel=CLOSE)
    for c in found["crossings"]:
        at = case.but("there", {vary: c["value"]}).outputs()
        for step in output.split("."):
            at = at[step] if isinstance(at, dict) else getattr(at, step)
        assert c["jump"] or float(at) == pytest.approx(target, rel=1e-6, abs=1e-6 * abs(found["adopted_output"]) + 1e-9)


def check_tornado(found: Any, again: Any) -> None:
    """The same rows in the same order, the largest first."""
    assert [r["path"] for r in found["rows"]] == [r.path for r in again.rows]
    widths = [r["span"][1] - r["span"][0] for r in found["rows"]]
    assert widths == sorted(widths, reverse=True)
    assert same(found["adopted"], again.adopted)
    for row, other in zip(found["rows"], again.rows, strict=True):
        for name in ("input_low", "input_high", "output_low", "output_high"):
            assert same(row[name], getattr(other, name)), (row["path"], name)
