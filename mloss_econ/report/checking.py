"""What a file of assumptions changes, belief by belief, and what of it the report does not depend on; what a folder of
seeds adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from mloss_econ.base.text import number, wrap
from mloss_econ.base.units import show_unit
from mloss_econ.errors import InputError
from mloss_econ.evidence import Belief, Store, own_duty
from mloss_econ.registry import faults_in
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.reach import harm_beliefs, of_brief, said, unmoved
from mloss_econ.wording import listing, plural

FAR = 0.01  # an adopted value beyond this quantile, or its mirror, is remarked on


def checked(a: Assumptions) -> str:
    """The answer to `check`, for a file without faults. Raises InputError with all that is wrong in further seeds."""
    if faults := faults_in(a.adopted):
        raise InputError("\n".join(faults))
    head = f"{a.file}: nothing wrong. {plural(len(a.changed), 'belief')} changed."
    lines = [head]
    for name in a.changed:
        before, now = a.adopted.belief(name), a.store.belief(name)
        lines += wrap(f"{name}: now {_figure(now)}; as adopted {_figure(before)}.{_remark(now)}", indent=2)
    same = [name for name in a.patch if name not in a.changed]
    if same:
        lines += wrap(f"As adopted: {', '.join(same)}.", indent=2)
    if remark := said(unmoved(a, of_brief, direct=harm_beliefs(a.store)), a.store, "in the report"):
        lines += wrap(remark)
    return "\n".join(lines)


def checked_seeds(folder: Path, before: Store) -> str:
    """The answer to `check` for a folder of seeds that is added to a store: what it adds, and what of that cannot be
    used yet. Raises SeedError for a seed or a row that is wrong, InputError with all that is wrong in proposals and
    scenarios."""
    store = before.and_folders(folder)
    if faults := faults_in(store):
        raise InputError("\n".join(faults))
    added = [*_added(store, before), *_records_added(store, before), *_rows_added(store, before)]
    head = f"{folder}: nothing wrong. It adds {listing(added) if added else 'nothing'}."
    remarks = [*store.prices.halves(), *_without_effect(store, before)]
    return "\n".join([*wrap(head), *(line for remark in remarks for line in wrap(remark))])


def _without_effect(store: Store, before: Store) -> Iterator[str]:
    """What the proposals that are added state and no result depends on, each with its line."""
    for name, seed in store.proposals.items() if store is not before else ():
        for path, why in seed.without_effect.items() if name not in before.proposals else ():
            yield f"{store.place_in(name, path)}: {path}: moves nothing: {why}."


def _added(store: Store, before: Store) -> Iterator[str]:
    """How many seeds of each kind a store has that another has not; a number of a scenario is of its scenario."""
    for kind in ("facts", "beliefs", "proposals", "scenarios", "belief_sets", "counterexamples"):
        new = [name for name in getattr(store, kind) if name not in getattr(before, kind)]
        own = [name for name in new if kind != "beliefs" or name.split(".")[0] not in store.scenarios]
        if own:
            yield plural(len(own), kind.removesuffix("s").replace("_", " "))


def _records_added(store: Store, before: Store) -> Iterator[str]:
    """How many records of each scenario a store has more than another; duties that a proposal prices are its own."""
    own = {own_duty(name, duty) for name, seed in store.proposals.items() for duty in seed.own}
    for name in before.scenarios:
        old, now = before.scenario(name).tree, store.scenario(name).tree
        kinds = [kind for kind, records in old.items() if isinstance(records, Mapping)]
        new = [record for kind in kinds for record in now[kind] if record not in old[kind] and record not in own]
        if new:
            yield f"{plural(len(new), 'record')} to {name}"


def _rows_added(store: Store, before: Store) -> Iterator[str]:
    """How many rows of each table a store has more than another, and its new tables."""
    for name, table in store.tables.items():
        known = before.tables.get(name)
        rows, less = (len(next(iter(t.columns.values()))) if t else 0 for t in (table, known))
        if rows > less:
            yield f"{plural(rows - less, 'row')} to {name}" if known else f"the table {name}"


def _figure(belief: Belief) -> str:
    """The adopted value and its range, with unit and price year."""
    low, high = (float(q) for q in belief.dist.quantile(np.array([0.05, 0.95])))
    span = f" (90 % interval: {number(low)} to {number(high)})" if low < high else ", without a range"
    unit = show_unit(belief.generic_unit, belief.prices) if belief.prices else belief.unit
    return f"{number(belief.value)} {unit}{span}"


def _remark(belief: Belief) -> str:
    """What is odd about a value: that it lies far out in its own distribution."""
    low, high = belief.dist.support
    if low == high:
        return ""
    below = float(belief.dist.cdf(belief.value))
    if FAR <= below <= 1 - FAR:
        return ""
    side, share = ("above", below) if below > 0.5 else ("below", 1 - below)
    return (
        f" Its value lies {side} {number(100 * share)} % of its own distribution: draws hardly ever come near it. "
        "Move dist as well, or leave value out."
    )
