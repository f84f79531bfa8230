"""What is it worth to know one input, or a few, before deciding?

    EVPPI(X) = E[ max over options of E[worth | X] ] - max over options of E[worth]

The best option given X is found from 15 replicates of the run (for one input by bins of equal probability, values that
several rows share apart; for several by splines of their ranks) and its worth taken in the one left out, for each in
turn; so noise cannot make information look valuable. The result is the value of a decision rule that could be followed:
never above the EVPI of the same draws, and below the truth where the decision rule and noise are mixed up (by little:
only where options are nearly alike). Below zero it is set to zero, as nobody need use the information; and what cannot
be told from zero counts as changing no decision. An input that does not change the decision is worth nothing, however
much it moves the result.

References: Raiffa and Schlaifer (1961); Strong, Oakley and Brennan (2014) for estimates from one sample by regression.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.base.text import number, percent, wrap
from mloss_econ.engine import Comparison
from mloss_econ.errors import InputError
from mloss_econ.sensitivity.decision import Decision, decision
from mloss_econ.sensitivity.given import bins, varies
from mloss_econ.sensitivity.ranking import Index, Ranking, RankRow
from mloss_econ.sensitivity.resampling import STUDENT
from mloss_econ.sensitivity.splines import fitted
from mloss_econ.uncertainty import REPLICATES, replicate_error

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
By = Literal["bins", "splines"]

MOST_BINS = 128
LINE = 0.5  # of the value; if a straight line finds less, it is said
METHODS = ("bins", "splines")


@dataclass(frozen=True)
class Information(Ranking):
    """Value of knowing each input (or set) before deciding (EVPPI), in the decision's unit; see `sentence`.

    `best` is the option that is best on average, `adopted` its mean, `ceiling` the EVPI.
    """

    best: str = ""
    ceiling: float = 0.0

    def sentence(self, path: str) -> str:
        """The EVPPI of one input, in words."""
        row = self.row(path)
        if path in self.unseen:
            return f"The EVPPI of {path} is not known: it hardly varies in these draws."
        if row.whole.zero:
            most = f" (at most {number(row.whole.high, 1)} {self.unit}".rstrip() + ")" if row.whole.high else ""
            return f"The EVPPI of {path} is zero here{most}: it does not change the decision for '{self.best}'."
        return (
            f"The EVPPI of {path} is {row.whole} {self.unit}".rstrip()
            + f"; knowing it changes the decision in {percent(row.others['changes'].value)} of draws."
        )

    def __str__(self) -> str:
        first = self.rows[0].path
        lines = wrap(f"'{self.best}' is best on average. {self.sentence(first)}")
        return "\n".join([*lines, super().__str__()])


def evppi(
    options: Decision | Comparison, sets: Mapping[str, Sequence[str]] | None = None, *, by: By | None = None
) -> Information:
    """The EVPPI of each uncertain input, or of each set of inputs in `sets`, largest first.

    `by` is "bins" (the default for one input) or "splines" (for sets; any number of inputs). An input that is each
    option's own is one input for each, "elasticity of maintenance". A comparison is taken with `best="highest"`.
    Raises InputError for an unknown input or an empty set.
    """
    asked = options if isinstance(options, Decision) else decision(options)
    if by not in (None, *METHODS):
        raise InputError(f"by = {by!r} is not known. Write 'bins' or 'splines'.")
    wanted = {name: [name] for name in asked.inputs} if sets is None else sets
    if not wanted or any(isinstance(names, str) or not names for names in wanted.values()):
        raise InputError("sets maps names to lists of inputs, none of them empty, and there must be one.")
    n = asked.worth.shape[1]
    replicate = np.arange(n) % REPLICATES
    rows, bent, unseen = [], [], []
    for name, members in wanted.items():
        sources = [asked.source(member) for member in members]
        drawn = [column for source in sources for column in source.columns]
        if not any(varies(x, replicate) for x in drawn):
            unseen.append(name)
        how = by or ("bins" if len(drawn) == 1 else "splines")
        if how == "bins" and len(drawn) > 1:
            raise InputError(f"'{name}' is several inputs: bins are for one. Take by='splines'.")
        rule = _by_bins(asked, drawn[0], replicate) if how == "bins" else fitted(asked.gain, drawn, replicate)
        value, changes = worth_of(asked, rule, replicate)
        rows.append(
            RankRow(
                name, value.value, (value.low, value.high), any(s.is_judgement for s in sources), {"changes": changes}
            )
        )
        if how == "bins" and value.low > 0 and _by_line(asked, drawn[0]) < LINE * value.value:
            bent.append(name)
    ceiling = float(asked.gain.max(axis=0).mean())
    unit = asked.unit
    notes = [f"A straight line would miss most of: {', '.join(bent)}. Their relations bend."] if bent else []
    known = f"EVPI: {number(ceiling)} {unit}".rstrip() + "."
    return Information(
        "Value of information",
        "EVPPI, the value of knowing an input before deciding",
        asked.about,
        asked.judged_by,
        unit,
        asked.sign * float(asked.worth[asked.best].mean()),
        tuple(sorted(rows, key=lambda row: -row.index)),
        (known, "changes: share of draws in which it changes the decision.", *notes, asked.common),
        unseen=tuple(unseen),
        best=asked.options[asked.best],
        ceiling=ceiling,
    )


def worth_of(asked: Decision, rule: Whole, replicate: Whole) -> tuple[Index, Index]:
    """What a decision rule (the option chosen in each draw) is worth beyond the best single option, and how often it
    differs."""
    gain = asked.gain[rule, np.arange(len(rule))]
    size = np.bincount(replicate, minlength=REPLICATES)

    def index(values: Array) -> Index:
        parts = np.bincount(replicate, values, REPLICATES) / size
        return Index.of(float(values.mean()), float(replicate_error(parts)), STUDENT)

    value = index(gain)
    floored = Index(max(value.value, 0.0), max(value.low, 0.0), max(value.high, 0.0))
    return floored, Index(0.0, 0.0, 0.0) if floored.zero else index(1.0 * (rule != asked.best))


def _by_bins(asked: Decision, x: Array, replicate: Whole) -> Whole:
    """The option that is best in each bin, in the replicates that the draw is not of."""
    count = min(MOST_BINS, max(8, int(1.5 * len(x) ** (1 / 3))))
    place = bins(x, count)
    count = int(place.max()) + 1
    cell = replicate * count + place
    sums = np.array([np.bincount(cell, own, REPLICATES * count) for own in asked.gain])
    sums = sums.reshape(len(asked.options), REPLICATES, count)
    others = sums.sum(axis=1, keepdims=True) - sums
    chosen = np.argmax(others, axis=0)
    unchanged = others[asked.best] >= others.max(axis=0)  # a tie changes nothing
    return np.asarray(np.where(unchanged, asked.best, chosen).reshape(-1)[cell])


def _by_line(asked: Decision, x: Array) -> float:
    """The value a straight line in x would find, in the sample it is fitted to."""
    z = x - x.mean()
    variance = float(z @ z)
    if not variance:
        return 0.0
    slope = asked.gain @ z / variance
    fit = asked.gain.mean(axis=1)[:, None] + slope[:, None] * z
    return float(fit.max(axis=0).mean())
