"""W1 in plain NumPy, in other packages, on a cluster, and here: who is how many times faster, or leaner."""

from __future__ import annotations

from typing import Any

from benchmarks.speed.measure import Job, Outcome, in_turn, say
from benchmarks.speed.sizes import Sizes
from benchmarks.speed.table import Row, count, megabytes, seconds, times

HERE = "benchmarks.speed"


def ours(n: int, warm: int = 0, **arguments: Any) -> Job:
    """W1 in this library."""
    return Job(f"{HERE}.w1", {"n": n, **arguments}, warm)


def peer(name: str, n: int) -> Job:
    """W1 in another package."""
    return Job(f"{HERE}.peers.{name}", {"n": n}, needs=name)


def by_hand(n: int, warm: int = 0) -> Job:
    """W1 in plain NumPy."""
    return Job(f"{HERE}.by_hand", {"n": n}, warm)


def draws(n: int) -> Job:
    """The random numbers of W1 and nothing else."""
    return Job(f"{HERE}.peers.draws", {"n": n}, checked=False)


def faster(what: str, other: Outcome, here: Outcome, least: str, aim: str, scale: float = 1.0) -> Row:
    """A row that says how many times faster this library is; `scale` for a peer that ran fewer rows."""
    if isinstance(other, str) or isinstance(here, str):
        return _failed(what, other, here, least, aim)
    again = f" (again: {seconds(here.warm)})" if here.warm != here.seconds else ""
    ratio = times(scale * other.seconds / here.seconds)
    return Row(what, seconds(scale * other.seconds), seconds(here.seconds) + again, ratio, least, aim)


def leaner(what: str, other: Outcome, here: Outcome, least: str, aim: str) -> Row:
    """A row that says how many times less memory this library needs at its peak."""
    if isinstance(other, str) or isinstance(here, str):
        return _failed(what, other, here, least, aim)
    return Row(what, megabytes(other.peak), megabytes(here.peak), times(other.peak / here.peak), least, aim)


def longer(what: str, other: Outcome, here: Outcome, least: str, aim: str) -> Row:
    """A row that says how many times longer this library takes than less work does."""
    if isinstance(other, str) or isinstance(here, str):
        return _failed(what, other, here, least, aim)
    return Row(what, seconds(other.seconds), seconds(here.seconds), times(here.seconds / other.seconds), least, aim)


def _failed(what: str, other: Outcome, here: Outcome, least: str, aim: str) -> Row:
    there, ours = (o if isinstance(o, str) else seconds(o.seconds) for o in (other, here))
    return Row(what, there, ours, "", least, aim)


def against_others(size: Sizes) -> list[Row]:
    """W1 at two sizes in plain NumPy, in other packages, and here."""
    n, many = size.rows, size.more
    say(f"W1, {n:,} rows")
    some = in_turn(
        {
            "by hand": by_hand(n, warm=1),
            "sobol": ours(n, warm=1),
            "random": ours(n, warm=1, design="random"),
            "squigglepy": peer("squigglepy", n),
            "openturns": peer("openturns", n),
            "chaospy": peer("chaospy", size.chaospy),
            "monaco": peer("monaco", size.monaco),
            "draws": draws(n),
        },
        size.repeats,
    )
    say(f"W1, {many:,} rows")
    more = in_turn(
        {
            "by hand": by_hand(many),
            "sobol": ours(many),
            "random": ours(many, design="random"),
            "draws": draws(many),
        },
        size.few,
    )
    at_n, at_many = count(n), count(many)
    from_chaospy, from_monaco = (f"measured at {count(m)}, × {n / m:g}" for m in (size.chaospy, size.monaco))
    one, two = some["sobol"], more["sobol"]
    hand, hand_more = some["by hand"], more["by hand"]
    return [
        faster(f"W1, {at_n} draws, NumPy by hand", hand, one, "≥ 3×", "5×"),
        faster(f'the same, `design="random"` here, {at_n}', hand, some["random"], "", ""),
        faster(f"W1, {at_many} draws, NumPy by hand", hand_more, two, "≥ 3×", "5×"),
        faster(f'the same, `design="random"` here, {at_many}', hand_more, more["random"], "", ""),
        leaner(f"peak memory, {at_many} draws, NumPy by hand", hand_more, two, "≥ 7×", "9×"),
        leaner(f'the same, `design="random"` here, {at_many}', hand_more, more["random"], "", ""),
        faster(f"W1, {at_n} draws, squigglepy (`@ n`)", some["squigglepy"], one, "≥ 3.5×", "5×"),
        faster(f"W1, {at_n} draws, OpenTURNS (symbolic function)", some["openturns"], one, "≥ 5×", "8×"),
        faster(f"W1, {at_n} draws, chaospy ({from_chaospy})", some["chaospy"], one, "≥ 15×", "30×", n / size.chaospy),
        faster(f"W1, {at_n} draws, monaco ({from_monaco})", some["monaco"], one, "≥ 200×", "500×", n / size.monaco),
        longer(f"drawing the random numbers of {at_n} rows, nothing else", some["draws"], one, "≤ 6×", "3.5×"),
        longer(f"the same, {at_many} rows", more["draws"], two, "≤ 6×", "3.5×"),
    ]


def longest(size: Sizes) -> list[Row]:
    """The longest run, which keeps no draws: on threads, and on a cluster of two processes."""
    n = size.most
    say(f"W1, {n:,} rows, keeping no draws")
    jobs = {
        "threads": ours(n, keep="summary"),
        "cluster": Job(f"{HERE}.cluster", {"n": n}, needs="distributed"),
    }
    taken = in_turn(jobs, min(size.few, 2))
    threads, cluster = taken["threads"], taken["cluster"]
    memory = f'peak memory, {count(n)} draws, `keep="summary"`'
    alike = f"W1, {count(n)} draws, two worker processes against threads"
    if isinstance(threads, str):
        return [Row(memory, ours=threads), Row(alike, ours=threads)]
    rows = [Row(memory, "", megabytes(threads.peak), "", "≤ 300 MB", "150 MB")]
    if isinstance(cluster, str):
        return [*rows, Row(alike, seconds(threads.seconds), cluster, "", "≤ 1.3×", "1.0×")]
    here = f"{seconds(cluster.seconds)}, after {seconds(cluster.start)} to start"
    ratio = times(cluster.seconds / threads.seconds, digits=2)
    return [*rows, Row(alike, seconds(threads.seconds), here, ratio, "≤ 1.3×", "1.0×")]
