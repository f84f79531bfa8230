"""The sums over a pick-and-freeze design from which Sobol' indices are computed, and the indices from them.

Of each view of an output (itself, its logarithm, or whether it lies in a range), over blocks of rows: count, a, b, aa,
bb, ab; for each factor d, bd, ad, dd with d = c - a; with second-order indices the same of e with a and b changed over,
and every d_k e_l. All estimators are ratios of such sums, so a bootstrap is a matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.sensitivity.pick_freeze import ROWS, Design, mixed
from mloss_econ.sensitivity.scale import logarithm, wants_log

Array = npt.NDArray[np.float64]
First = Literal["saltelli", "jansen"]

BASE = 6  # columns of sums before those of the factors
RARE = 1e-9  # of the variance; a resample with less holds no row that differs
CONSTANT = 1e-12  # standard deviation, over the size of the output, that is rounding


@dataclass(frozen=True)
class View:
    """An output as it is taken apart: itself, its logarithm, or whether it lies in a range; less `shift`."""

    output: int
    log: bool
    within: tuple[float, float] | None
    shift: float

    def __call__(self, y: Array) -> Array:
        """The values, (outputs, rows) -> (rows,)."""
        values = y[self.output]
        if self.within is not None:
            values = 1.0 * ((values >= self.within[0]) & (values <= self.within[1]))
        elif self.log:
            values = logarithm(values)
        return np.asarray(values - self.shift)


def views_of(design: Design, scale: str, within: tuple[float, float] | None) -> list[View]:
    """The views of each output: itself, and its logarithm if that is what may be wanted (then the second one)."""
    rows = min(design.n, ROWS)
    y = design.evaluate(design.samples(0, rows)[0], 0, rows)
    views = []
    for k, values in enumerate(y):
        log = within is None and wants_log(values, scale)
        if within is not None or scale != "log":
            shift = 0.0 if within is not None else float(values.mean())
            views.append(View(k, False, within, shift))
        if log:
            views.append(View(k, True, None, float(np.log(values).mean())))
    return views


def sums_of(design: Design, start: int, stop: int, views: list[View], second: bool) -> Array:
    """Sums over blocks, (views, blocks, columns): count, a, b, aa, bb, ab; d, bd, ad, dd of each factor; with `second`
    the same of e, with a and b changed over, and then d_k e_l."""
    xa, xb = design.samples(start, stop)
    rows, block = stop - start, design.block

    def viewed(inputs: Any) -> Array:
        y = design.evaluate(inputs, start, stop)
        return in_blocks(np.array([view(y) for view in views]), block)

    a, b = viewed(xa), viewed(xb)
    steps = []
    for own, other, y in ((xa, xb, a), (xb, xa, b))[: 1 + second]:
        d = np.empty((len(design.factors), *a.shape))
        for k, factor in enumerate(design.factors):
            np.subtract(viewed(mixed(own, other, factor)), y, out=d[k])
        steps.append(d)
    return sums_over(a, b, steps, rows)


def in_blocks(values: Array, block: int) -> Array:
    """(..., rows) -> (..., blocks, block), with zeros after the last row."""
    rows = values.shape[-1]
    padded = np.zeros((*values.shape[:-1], -(-rows // block) * block))
    padded[..., :rows] = values
    return padded.reshape(*values.shape[:-1], -1, block)


def sums_over(a: Array, b: Array, steps: list[Array], rows: int) -> Array:
    """The sums of outputs a, b (views, blocks, block) and of one or two sets of steps (factors, views, blocks, block);
    `rows` of them are there, the rest is padding."""
    count = np.broadcast_to(in_blocks(np.ones(rows), a.shape[-1]).sum(axis=-1), a.shape[:2])
    base = [count, a.sum(-1), b.sum(-1), *(np.einsum("vbr,vbr->vb", p, q) for p, q in ((a, a), (b, b), (a, b)))]
    columns = [np.stack(base, axis=-1)]
    for d, (near, far) in zip(steps, ((a, b), (b, a)), strict=False):
        moments = [d.sum(-1), *(np.einsum("kvbr,vbr->kvb", d, z) for z in (far, near))]
        moments.append(np.einsum("kvbr,kvbr->kvb", d, d))
        columns.append(np.stack(moments, axis=-1).transpose(1, 2, 0, 3).reshape(*a.shape[:2], -1))
    if len(steps) > 1:
        d, e = (s.transpose(1, 2, 0, 3) for s in steps)
        columns.append((d @ e.swapaxes(-1, -2)).reshape(*a.shape[:2], -1))
    return np.concatenate(columns, axis=-1)


def is_constant(sums: Array, shift: float) -> bool:
    """Whether a view does not vary, but for rounding."""
    count, a, b, aa, bb, _ = sums.sum(axis=0)[:BASE]
    variance = (aa + bb) / (2 * count) - ((a + b) / (2 * count)) ** 2
    return bool(variance <= (CONSTANT * abs(shift)) ** 2)


def is_rare(resampled: Array) -> bool:
    """Whether a view varies in so few blocks that some resample, (1 + resamples, columns), has none of them."""
    count, a, b, aa, bb, _ = np.moveaxis(resampled[..., :BASE], -1, 0)
    variance = (aa + bb) / (2 * count) - ((a + b) / (2 * count)) ** 2
    return bool((variance < RARE * variance[0]).any())


def indices(sums: Array, parts: int, first: First, second: bool) -> tuple[Array, Array, Array]:
    """First-order and total indices, (..., factors), and second-order ones, (..., factors, factors), from sums of all
    rows, (..., columns)."""
    n, a, b, aa, bb, ab = np.moveaxis(sums[..., :BASE, None], -2, 0)
    mean = (a + b) / (2 * n)
    variance = (aa + bb) / (2 * n) - mean**2
    ones, totals = [], []
    for side in range(1 + second):
        moments = sums[..., BASE + 4 * parts * side :][..., : 4 * parts].reshape(*sums.shape[:-1], parts, 4)
        d, far, near, dd = np.moveaxis(moments, -1, 0)
        totals.append(dd / (2 * n * variance))
        if first == "saltelli":
            ones.append((far - mean * d) / (n * variance))
        else:
            apart = (aa + bb - 2 * ab) - 2 * (far - near) + dd
            ones.append(1 - apart / (2 * n * variance))
    together = np.zeros((*sums.shape[:-1], parts, parts))
    if second:
        crossed = sums[..., BASE + 8 * parts :].reshape(*sums.shape[:-1], parts, parts)
        together = (crossed + crossed.swapaxes(-1, -2)) / (2 * n * variance)[..., None]
    return np.mean(ones, axis=0), np.mean(totals, axis=0), together
