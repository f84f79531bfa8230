"""Compute a recorded run again and compare all of it: the stamp item by item, every case, every figure, all results.

the same to the bit   the hash of all results in full is the same
the same to 1e-9      every figure agrees to 1e-9 of its size: another kind of processor may differ in the last bits
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mloss_econ.base.files import plain
from mloss_econ.errors import InputError, MlossEconError
from mloss_econ.evidence import Store
from mloss_econ.report.assumptions import Assumptions, from_content
from mloss_econ.report.findings import DESIGN, Findings, compute, inputs_of
from mloss_econ.report.findings.common import Progress
from mloss_econ.report.folder import unlike
from mloss_econ.report.provenance import Provenance, provenance
from mloss_econ.report.record import checksum, figures_of, read_record, results_of, rounded

CLOSE = 1e-9  # of a figure
NOTHING = 1e-14  # of the largest statistic of the same quantity: less than that is rounding
SHOWN = 8
TWICE = {"version": "package", "seed": "seed", "design": "design", "n": "n", "prices": "prices"}  # stamp, provenance


def reproduce(path: Path, store: Store, progress: Progress) -> tuple[bool, str]:
    """Compute a recorded run again: whether it gives the same numbers, and in which sense, or what differs.

    Raises InputError for a file that is no record of a run, or is damaged.
    """
    kept = read_record(path)
    assumptions = _assumptions(path, kept, store)
    at_odds = _at_odds(kept, assumptions)
    if at_odds:
        return False, "\n".join([*at_odds, "Nothing was computed: it is not the record that was written."])
    made = compute(assumptions, progress)
    here = provenance(assumptions, DESIGN, ())
    lines = [*_altered(kept), *_stamp(kept, made), *_cases(kept, made), *_figures(kept["figures"], figures_of(made))]
    remarks = [_machine(kept, here), *_files(path, kept)]
    if lines:
        return False, "\n".join([*lines, *remarks])
    count = f"{len(kept['figures']):,} figures"
    if kept["results"] == results_of(made) and kept["figures"] == figures_of(made):
        said = f"The same to the bit: all results in full, {count} among them, and all inputs."
    else:
        said = (
            f"The same to {CLOSE:g}: {count} and all inputs agree within that share of their size; all results in full "
            "are not the same to the bit."
        )
    return True, "\n".join([said, *remarks])


def _assumptions(path: Path, kept: Mapping[str, Any], store: Store) -> Assumptions:
    """The assumptions of the record, whole: what is left out must not be filled in by a default."""
    try:
        made = from_content(kept["assumptions"], store=store, file="")
    except MlossEconError as error:
        lines = str(error).splitlines()
        said = " ".join(lines[:-1] or lines)  # the last says only how many there are
        raise InputError(f"{path}: its assumptions cannot be used: {said}") from None
    again: dict[str, Any] = plain(made.content)
    wrong = [key for key in {**again, **kept["assumptions"]} if again.get(key) != kept["assumptions"].get(key)]
    if wrong:
        raise InputError(f"{path} is a damaged record: 'assumptions' has no whole {', '.join(wrong)}.")
    return made


def _at_odds(kept: Mapping[str, Any], a: Assumptions) -> list[str]:
    """Where parts of the record that say the same thing do not agree."""
    stamp, lines = kept["stamp"], []
    for name, other in TWICE.items():
        if stamp[name] != kept[other]:
            lines.append(
                f"The record is at odds with itself: its stamp says {name} {stamp[name]}, its run {kept[other]}."
            )
    for name, value in (("seed", a.seed), ("n", a.n), ("prices", str(a.prices)), ("design", DESIGN)):
        if stamp[name] != value:
            lines.append(
                f"The record is at odds with itself: its stamp says {name} {stamp[name]}, its run has {value}."
            )
    return lines


def _altered(kept: Mapping[str, Any]) -> list[str]:
    """What was changed in the record since it was written, as far as its hashes tell."""
    if kept["rounded"]["figures"] != rounded(kept["figures"]):
        return ["The record was altered: its figures are not those it was written with."]
    if kept["checksum"] != checksum(kept):
        return ["The record was altered: its figures are those it was written with, and something else is not."]
    return []


def _stamp(kept: Mapping[str, Any], made: Findings) -> list[str]:
    """The stamp, item by item. Its hash of the inputs is compared with the cases, which are compared on their own."""
    stamp = kept["stamp"]
    lines = [
        f"The stamp differs in {name}: {stamp[name]} then, {value} now."
        for name, value in asdict(made.stamp).items()
        if name != "inputs" and stamp[name] != value
    ]
    if stamp["inputs"] != inputs_of(kept["cases"].values(), made.profile):
        lines.append(f"The stamp's hash of the inputs, {stamp['inputs']}, is not that of the cases.")
    return lines


def _cases(kept: Mapping[str, Any], made: Findings) -> list[str]:
    """The cases whose inputs differ by more than the last bits."""
    before, close = kept["cases"], kept["rounded"]["cases"]
    now = {case.name: case for case in made.cases}
    other = [
        name
        for name in {**before, **close, **now}
        if name not in before
        or name not in now
        or (before[name] != now[name].digest and close.get(name) != now[name].rounded)
    ]
    if not other:
        return []
    return [f"The inputs differ in {len(other)} of {len(now)} cases: {', '.join(other[:SHOWN])}."]


def _figures(kept: Mapping[str, float], made: Mapping[str, float]) -> list[str]:
    """The figures that are not within 1e-9, that are gone, and that are new."""
    gone = [name for name in kept if name not in made]
    new = [name for name in made if name not in kept]
    size: dict[str, float] = {}
    for name, value in made.items():
        size[_quantity(name)] = max(abs(value), size.get(_quantity(name), 0.0))
    moved = [
        name
        for name in made
        if name in kept and abs(kept[name] - made[name]) > CLOSE * abs(made[name]) + NOTHING * size[_quantity(name)]
    ]
    lines = []
    if moved:
        lines.append(f"{len(moved)} of {len(kept):,} figures differ:")
        lines += [f"  {name}: {kept[name]:.12g} then, {made[name]:.12g} now" for name in moved[:SHOWN]]
        lines += [f"  and {len(moved) - SHOWN} more."] if len(moved) > SHOWN else []
    for what, names in (("no longer there", gone), ("new", new)):
        if names:
            lines.append(f"{len(names)} figures are {what}: {'; '.join(names[:3])}{' …' if len(names) > 3 else ''}.")
    return lines


def _quantity(name: str) -> str:
    return name.rpartition(": ")[0]


def _machine(kept: Mapping[str, Any], here: Provenance) -> str:
    """On what the record was made, and whether this is the same."""
    now = plain(here)
    there, this = (
        f"{p['processor']}, {p['platform']}, Python {p['python']}, "
        + ", ".join(f"{name} {version}" for name, version in p["packages"].items())
        for p in (kept, now)
    )
    return f"Made on {there}; " + ("the same here." if there == this else f"here it is {this}.")


def _files(path: Path, kept: Mapping[str, Any]) -> list[str]:
    """What next to the record is not of its run."""
    found = unlike(path.parent, kept["files"])
    return [f"Next to the record, {'; '.join(found)}."] if kept["files"] and found else []
