"""What is it worth to resolve all uncertainty before deciding, and what does each option lose without it?

    EVPI          = E[max over options] - max over options of E[.]      value of perfect information
    probability   = share of draws in which an option is the best (ties shared equally)
    expected opportunity loss = E[max over options - this option]; that of the best option is the EVPI

Reference: Raiffa and Schlaifer (1961), "Applied Statistical Decision Theory".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, number, percent, wrap
from mloss_econ.base.ties import best_shares
from mloss_econ.engine import Comparison
from mloss_econ.sensitivity.decision import Decision, decision
from mloss_econ.sensitivity.ranking import Index
from mloss_econ.sensitivity.resampling import STUDENT, leave_out
from mloss_econ.uncertainty import REPLICATES


@dataclass(frozen=True)
class OptionRow:
    """One option: its mean, its probability of being best, and its expected opportunity loss."""

    option: str
    mean: Index
    probability: Index
    loss: Index


@dataclass(frozen=True)
class PerfectInformation(Tabular):
    """The value of perfect information about a decision, and its options; the best on average is `best`. `common` says
    which inputs the options have in common."""

    about: str
    unit: str
    value: Index
    best: str
    changes: float
    options: tuple[OptionRow, ...]
    common: str = ""

    def frame(self) -> Frame:
        """One row an option: mean, probability of being best, expected opportunity loss."""
        columns = (text("option"), Column("mean", self.unit), Column("probability of being best", kind="share"))
        rows = tuple((o.option, o.mean.value, o.probability.value, o.loss.value) for o in self.options)
        title = f"{self.about}: choose {self.best}; EVPI {number(self.value.value)}"
        heads = (*columns, Column("expected opportunity loss", self.unit))
        return Frame(f"{title} {self.unit}".rstrip(), heads, rows, (self.common,) if self.common else ())

    def __str__(self) -> str:
        lines = wrap(
            f"{self.about}: '{self.best}' is best on average. Resolving all uncertainty first would be worth "
            f"{self.value} "
            f"{self.unit}".rstrip()
            + f" (EVPI); it would change the decision in {percent(self.changes)} of draws."
        )
        table = [["", "mean", "probability of being best", "opportunity loss"]]
        for row in self.options:
            table.append([row.option, number(row.mean.value), percent(row.probability.value), number(row.loss.value)])
        notes = "Opportunity loss: expected, against the best option of each draw. Ties are shared equally."
        return "\n".join([*lines, *columns(table), *wrap(f"{notes} {self.common}".rstrip())])


def evpi(options: Decision | Comparison) -> PerfectInformation:
    """The value of perfect information; a comparison is taken with `best="highest"`."""
    asked = options if isinstance(options, Decision) else decision(options)
    gain, n = asked.gain, asked.worth.shape[1]
    most = gain.max(axis=0)
    shares = best_shares(asked.worth)
    replicate = np.arange(n) % REPLICATES

    def estimates(rows: np.ndarray) -> np.ndarray:
        loss = most[rows].mean() - gain[:, rows].mean(axis=1)
        return np.concatenate(
            [[loss.min()], asked.sign * asked.worth[:, rows].mean(axis=1), shares[:, rows].mean(axis=1), loss]
        )

    whole = estimates(np.arange(n))
    errors = leave_out([estimates(np.flatnonzero(replicate != r)) for r in range(REPLICATES)])
    value, *rest = (Index.of(v, e, STUDENT) for v, e in zip(whole, errors, strict=True))
    count = len(asked.options)
    rows = [OptionRow(name, rest[k], rest[count + k], rest[2 * count + k]) for k, name in enumerate(asked.options)]
    about = f"{asked.judged_by}, {asked.about}"
    changes = float(np.mean(gain[asked.best] < most))
    return PerfectInformation(about, asked.unit, value, asked.options[asked.best], changes, tuple(rows), asked.common)
