"""What options have in common, said of the draws themselves: an input is common if every option draws it alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.text import number
from mloss_econ.engine.judgement_shares import ranks
from mloss_econ.engine.plan import Array, Plan

ROWS = 2**14  # draws, at most, that a correlation is taken over


@dataclass(frozen=True)
class RandomNumbers:
    """The uncertain inputs of some options: `common` ones are drawn once for all of them, `own` ones are not,
    `single` ones are uncertain in one option only.

    `correlations`: of each own input, the rank correlation between the draws of two options that is largest in size
    (none where its draws do not vary).
    """

    common: tuple[str, ...]
    own: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    correlations: Mapping[str, float] | None = None

    @classmethod
    def of(cls, plans: Sequence[Plan]) -> RandomNumbers:
        """Those of some plans, by what each draws."""
        streams: dict[str, dict[int, Any]] = {}
        for k, plan in enumerate(plans):
            for path, stream in streams_of(plan).items():
                streams.setdefault(path, {})[k] = stream
        single = tuple(path for path, by in streams.items() if len(by) == 1 < len(plans))
        own = tuple(path for path, by in streams.items() if len(set(by.values())) > 1)
        common = tuple(path for path in streams if path not in (*single, *own))
        found = {}
        for path in own:
            first = {stream: k for k, stream in reversed(streams[path].items())}
            drawn = [plans[k].inputs(0, min(plans[k].n, ROWS), only=path)[path] for k in sorted(first.values())]
            value = largest_correlation(drawn)
            if value is not None:
                found[path] = value
        return cls(common, own, single, found)

    def __str__(self) -> str:
        count = len(self.common)
        one = "1 input is" if count == 1 else f"{count} inputs are"
        said = f"Common random numbers: {one} drawn once for all options." if count else ""
        if self.own:
            said = said or "No input is drawn once for all options."
            most = max((self.correlations or {}).values(), key=abs, default=None)
            size = "" if most is None else f" (largest rank correlation between options {number(most, 2)})"
            said += f" Each option's own: {', '.join(self.own)}{size}."
        if self.single:
            said += f" Uncertain in one option only: {', '.join(self.single)}."
        return said.strip() or "No input is uncertain."


def streams_of(plan: Plan) -> dict[str, Any]:
    """What decides the points that each uncertain input is drawn from: its key, or for one that is correlated the keys
    of the independent scores behind it, each with its factor."""
    tied = plan.dependence
    mixed = {} if tied is None else dict(zip(tied.names, tied.lower, strict=True))
    found: dict[str, Any] = {}
    for c in plan.columns:
        factors = zip(tied.names, mixed[c.key], strict=False) if tied and c.key in mixed else [(c.key, 1.0)]
        found[c.path] = frozenset((name, factor) for name, factor in factors if factor)
    return found


def largest_correlation(rows: Sequence[Array]) -> float | None:
    """The rank correlation of two of some rows that is largest in size; None if fewer than two of them vary."""
    moving = [ranks(row) for row in rows if np.ptp(row) > 0]
    if len(moving) < 2:
        return None
    between = np.asarray(np.corrcoef(np.array(moving)))[np.triu_indices(len(moving), 1)]
    return float(between[np.argmax(np.abs(between))])
