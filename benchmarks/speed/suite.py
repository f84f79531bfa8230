"""`python -m benchmarks speed`: all that is measured, one part after the other, and the table."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from benchmarks.machine import machine
from benchmarks.readme import table
from benchmarks.speed import plot
from benchmarks.speed.against import HERE, against_others, longest
from benchmarks.speed.measure import Job, in_turn, say
from benchmarks.speed.sizes import FULL, Sizes
from benchmarks.speed.table import HEAD, Row, count, seconds, times

PACKAGES = ("numpy", "scipy", "squigglepy", "openturns", "chaospy", "monaco", "dask")


def equal_accuracy(size: Sizes) -> list[Row]:
    """How many random draws one Sobol' point is worth."""
    say("error variances, random draws against Sobol' points")
    taken = in_turn({"accuracy": Job(f"{HERE}.accuracy", size.accuracy, checked=False)}, 1)["accuracy"]
    if isinstance(taken, str):
        return [Row("random draws that one Sobol' point is worth", ours=taken)]
    (factors,) = taken.results
    spread = factors["spread"]

    def row(statistic: str, paths: tuple[str, ...], least: str, aim: str) -> Row:
        found = {path: factors[statistic][path] for path in paths}
        each = ", ".join(f"{p} {times(f)} ({times(f / spread)} to {times(f * spread)})" for p, f in found.items())
        what = (
            f"random draws that one Sobol' point is worth (90 % interval), {statistic}, n = {count(size.accuracy['n'])}"
        )
        return Row(what, "", each, times(min(found.values())), least, aim)

    return [row("mean", ("y1", "y2", "y4"), "≥ 10×", "100×"), row("median", ("y1", "y2", "y3", "y4"), "≥ 3×", "8×")]


def small_call(size: Sizes) -> list[Row]:
    """What the library adds to a question that is over in a millisecond."""
    say("one small call")
    taken = in_turn({"small": Job(f"{HERE}.small", {"n": 10_000, "calls": size.calls}, checked=False)}, size.few)
    if isinstance(taken["small"], str):
        return [Row("one small call", ours=taken["small"])]
    results = taken["small"].results
    found = {key: median(result[key] for result in results) for key in results[0]}
    return [
        Row(
            "four inputs, 10⁴ draws, four statistics, NumPy by hand",
            f"{found['warm_by_hand']:.2f} ms (first: {found['cold_by_hand']:.1f} ms)",
            f"{found['warm']:.2f} ms (first: {found['cold']:.1f} ms)",
            f"{found['warm'] - found['warm_by_hand']:+.2f} ms",
            "≤ +3 ms",
            "+1 ms",
        )
    ]


def linear(size: Sizes) -> list[Row]:
    """Whether time follows rows and inputs in proportion; and the picture of it."""
    say("time against rows and inputs")
    taken = in_turn({"line": Job(f"{HERE}.linearity", size.line, checked=False)}, 1)["line"]
    if isinstance(taken, str):
        return [Row("time against rows and inputs", ours=taken)]
    (found,) = taken.results
    if size is FULL:
        plot.draw(found, size.line["n"])

    def row(what: str, which: str, name: Callable[[int], str]) -> Row:
        line = {int(k): v for k, v in found[which].items()}
        last = max(line)
        first = min(line, key=lambda k: abs(k - last / 10))
        grown = f"{seconds(line[first])} to {seconds(line[last])}"
        ratio = f"{times(line[last] / line[first])} for {times(last / first)}"
        return Row(f"{what}, {name(first)} to {name(last)}", "", grown, ratio)

    inputs = f"best warm time against inputs, a sum of {count(size.line['n'])} rows"
    return [row("best warm time against rows, W1", "rows", count), row(inputs, "inputs", str)]


def report(size: Sizes) -> str:
    """The machine and the table; measures everything."""
    parts = (against_others, longest, equal_accuracy, small_call, linear)
    rows = [row for part in parts for row in part(size)]
    text = f"{machine(*PACKAGES)}\n\n{table(HEAD, [row.cells() for row in rows])}"
    return f"{text}\n\n![{plot.ALT}](speed/{plot.PATH.name})" if size is FULL else text
