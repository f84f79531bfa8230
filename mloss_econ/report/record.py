"""The record of a run (run.json): what it was made from and what came out, enough to make it again and compare.

inputs     a hash of every case: calculator, price base, structure, values, distributions
results    a hash of all numbers, and the first figures themselves
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.files import plain, to_json
from mloss_econ.report.assumptions import from_content
from mloss_econ.report.findings import Findings, compute
from mloss_econ.report.findings.common import Progress
from mloss_econ.report.provenance import Provenance
from mloss_econ.report.tables import tidy

FORMAT = "mloss_econ run, 1"
CLOSE, TINY = 1e-9, 1e-300
SHOWN = 8


def record_of(f: Findings, content: Mapping[str, Any], made_with: Provenance) -> dict[str, Any]:
    """The record."""
    results = to_json(plain(f))
    return {
        "format": FORMAT,
        "stamp": plain(f.stamp),
        **plain(made_with),
        "assumptions": plain(content),
        "cases": {case.name: case.digest for case in f.cases},
        "results": hashlib.sha256(results.encode()).hexdigest()[:16],
        "figures": figures_of(f),
    }


def figures_of(f: Findings) -> dict[str, float]:
    """Every figure by name, whole."""
    return {f"{part}: {name}: {statistic}": value for part, name, statistic, value, _, _ in tidy(f).rows}


def reproduce(path: Path, store: Store, progress: Progress) -> tuple[bool, str]:
    """Compute a recorded run again: whether it gives the same numbers, and what differs if not.

    Raises InputError for a file that is no record of a run.
    """
    kept = _read(path)
    made = compute(from_content(kept["assumptions"], store=store, file=""), progress)
    lines = []
    cases = {case.name: case.digest for case in made.cases}
    other = [name for name in {**kept["cases"], **cases} if kept["cases"].get(name) != cases.get(name)]
    if other:
        lines.append(f"The inputs differ in {len(other)} of {len(cases)} cases: {', '.join(other[:SHOWN])}.")
    lines += _compared(kept["figures"], figures_of(made))
    version = kept["stamp"]["version"]
    if version != made.stamp.version:
        lines.append(f"It was made with mloss_econ {version}; this is {made.stamp.version}.")
    if not lines:
        return True, f"The same: {len(kept['figures']):,} figures agree to {CLOSE:g}, and so do all inputs."
    return False, "\n".join(lines)


def _compared(kept: Mapping[str, float], made: Mapping[str, float]) -> list[str]:
    gone = [name for name in kept if name not in made]
    new = [name for name in made if name not in kept]
    both = [name for name in kept if name in made]
    moved = [name for name in both if abs(kept[name] - made[name]) > CLOSE * max(abs(kept[name]), TINY)]
    lines = []
    if moved:
        lines.append(f"{len(moved)} of {len(kept):,} figures differ:")
        lines += [f"  {name}: {kept[name]:.12g} then, {made[name]:.12g} now" for name in moved[:SHOWN]]
        lines += [f"  and {len(moved) - SHOWN} more."] if len(moved) > SHOWN else []
    for what, names in (("no longer there", gone), ("new", new)):
        if names:
            lines.append(f"{len(names)} figures are {what}: {'; '.join(names[:3])}{' …' if len(names) > 3 else ''}.")
    return lines


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise InputError(f"{path} is not JSON: {error}. Give the run.json that a report wrote.") from None
    needed = ("assumptions", "cases", "figures", "stamp")
    if (
        not isinstance(data, dict)
        or data.get("format") != FORMAT
        or not all(isinstance(data.get(k), dict) for k in needed)
    ):
        raise InputError(f"{path} is no record of a run ({FORMAT}). Give the run.json that a report wrote.")
    return data
