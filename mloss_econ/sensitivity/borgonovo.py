"""How far does knowing one input move the whole distribution of an output? From a given run.

    delta_k = 1/2 E[ int |f_Y(y) - f_(Y | X_k)(y)| dy ]

the distance in total variation between (X_k, Y) and the two drawn apart; 0 for an input without influence, below 1;
unchanged by any rising map of either, because it is taken from ranks. (Packages give three numbers this name; this is
the one that the definition above defines.) A distance is the largest difference in probability over all sets of
pairs, so the set is found in 15 replicates of the run (64 x 64 cells, smoothed) and its difference in probability taken
in the one left out, for each in turn:

    delta_k = mean over r of  P_r(A) - P_r^X x P_r^Y (A),     A = cells where the others have more pairs than apart

Noise cannot inflate it: an input without influence scores zero on average, and any other a little too little (a set
found from data is not quite the best, and cells blur), by about 0.01 at 2^16 rows.

A value that several rows share (a flag, a count, a category's number, an input of few values) is a lump of probability
and has a cell of its own: a flag's delta is E|P(Y = 1 | X_k) - P(Y = 1)|. Cells of lumps are no neighbours that vary
smoothly, so there less smoothing is chosen, down to none, where it finds more beyond the error of the replicates.

References: Borgonovo (2007); Plischke, Borgonovo and Smith (2013).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine import Run
from mloss_econ.sensitivity.given import Region, bins, even_bins, given, lumps, over_factors
from mloss_econ.sensitivity.ranking import Index, Ranking
from mloss_econ.sensitivity.resampling import STUDENT
from mloss_econ.uncertainty import REPLICATES, replicate_error

Array = npt.NDArray[np.float64]

CELLS = 64  # a side
FINE = 256  # a side, where the other has so few values that there are rows enough
FEW = 16  # cells of that other side, at most
WIDTH = 0.145  # of the smoothing, in ranks, at one row; shrinks with the sixth root of their number
SHARP = ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.25, 0.25), (0.0, 0.0))  # of that width, by input and output
PAIRED = 2**0.5  # without influence the replicates' values come in pairs that are alike
CLEAR = 3  # standard errors by which a smoothing has to find more than the widest
ROUNDING = 1e-9  # of a row


def borgonovo(run: Run[Any, Any], output: str, *, where: Region | None = None) -> Ranking:
    """Borgonovo's delta of one output by input, largest first.

    Raises InputError for too few rows, RunError if a row is not finite or nothing varies.
    """
    sample = given(run, output, where)
    smooth_y = _continuous(sample.y)

    def index(x: Array) -> tuple[float, float, float]:
        smooth_x = _continuous(x)
        smooth = smooth_x and smooth_y
        cell_x, cell_y = ((even_bins if smooth else bins)(values, CELLS) for values in (x, sample.y))
        if not smooth and smooth_x and cell_y.max() < FEW:
            cell_x = bins(x, FINE)
        if not smooth and smooth_y and cell_x.max() < FEW:
            cell_y = bins(sample.y, FINE)
        across, along = (CELLS, CELLS) if smooth else (int(cell_x.max()) + 1, int(cell_y.max()) + 1)
        cell = (sample.replicate * across + cell_x) * along + cell_y
        counts = np.bincount(cell, minlength=REPLICATES * across * along).reshape(REPLICATES, across, along)
        value, parts = (held_out if smooth else held_out_sharp)(counts.astype(np.float64))
        error = PAIRED * float(replicate_error(parts))
        if smooth_x != smooth_y and cell_x.any():  # an edge of the set may lie anywhere in a cell
            error = float(np.hypot(error, 1 / (2 * STUDENT * (across if smooth_x else along))))
        found = Index.of(value, error, STUDENT)
        return found.value, found.low, found.high

    rows = over_factors(sample, index)
    measure = "distance between the output's distribution and that with the input known"
    return sample.ranking("Borgonovo's delta", measure, rows)


def _continuous(x: Array) -> bool:
    """Whether fewer rows than one cell's share a value with others."""
    return bool(np.isin(x, lumps(x)).sum() * CELLS < len(x))


def held_out(counts: Array) -> tuple[float, list[float]]:
    """The distance, and that in each replicate over the set found in the others; counts are (replicates, cells, cells).

    The product of the margins of n rows is short of their own pairs, hence n - 1.
    """
    from scipy.ndimage import gaussian_filter

    whole = counts.sum(axis=0)
    width = CELLS * WIDTH * float(whole.sum()) ** (-1 / 6)
    found = []
    for own in counts:
        others, n = whole - own, own.sum()
        more = gaussian_filter(others - _apart(others), width, mode="reflect") > 0
        found.append(float((own - _apart(own))[more].sum()) / max(n - 1, 1.0))
    return float(np.mean(found)), found


def held_out_sharp(counts: Array) -> tuple[float, list[float]]:
    """The same where cells are lumps of probability: of several widths of smoothing, in ranks from the middle of a cell
    to that of another, the widest, or that which finds clearly most.

    One width serves all replicates: chosen for each by what it finds in the others, it would tend to be the one that
    finds least in that replicate, and the distance would come out below zero.

    The distance takes the output's margin from the others: whether a design balances the input then does not matter.
    """
    others = counts.sum(axis=0) - counts
    more = others - _apart(others)
    size, margin = counts.sum(axis=(1, 2)), others.sum(axis=1, keepdims=True) / others.sum(axis=(1, 2))[:, None, None]
    crossed, own = counts - counts.sum(axis=2, keepdims=True) * margin, counts - _apart(counts)
    found = []
    for wide, high in SHARP:
        kernels = _kernel(counts.sum(axis=(0, 2)), wide), _kernel(counts.sum(axis=(0, 1)), high)
        chosen = kernels[0] @ more @ kernels[1] > ROUNDING
        found.append([(kind * chosen).sum(axis=(1, 2)) for kind in (crossed, own)])
    parts = np.array(found)  # (widths, 2, replicates)
    lead = parts[:, 0] - parts[0, 0]
    mean, error = lead.mean(axis=1), replicate_error(lead)
    value, spread = parts[np.argmax(np.where(mean > CLEAR * error, mean, 0.0))]
    return float(np.mean(value / np.maximum(size, 1))), [float(v) for v in spread / np.maximum(size - 1, 1)]


def _kernel(size: Array, share: float) -> Array:
    """What the cells of one side, with `size` rows each, lend to one another, (cells, cells)."""
    if not share:
        return np.eye(len(size))
    n = size.sum()
    middle = (np.cumsum(size) - size / 2) / n
    width = share * WIDTH * float(n) ** (-1 / 6)
    return np.asarray(np.exp(-0.5 * ((middle[:, None] - middle) / width) ** 2))


def _apart(counts: Array) -> Array:
    """The counts expected if the two had nothing to do with one another, (..., cells, cells)."""
    total = counts.sum(axis=(-2, -1), keepdims=True)
    return np.asarray(counts.sum(axis=-1, keepdims=True) * counts.sum(axis=-2, keepdims=True) / np.maximum(total, 1.0))
