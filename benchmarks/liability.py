"""The games of liability over a million draws: least-cost sets, equilibria of binary parties, care of two.

Each against NumPy written by hand for the one purpose, on the same inputs in the same run, two threads in each column
where ours uses two; the inputs are drawn beforehand.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from scipy.optimize import elementwise

from benchmarks.machine import machine
from benchmarks.readme import table
from mloss_econ.liability import Channel, Party, Precaution, Profiles
from mloss_econ.liability.bundles import Setting
from mloss_econ.liability.joint_care_quadratic import expected_harm
from mloss_econ.liability.parties import CheapestAvoiderInputs

N = 10**6
QUICK = 2**16
SEED = 7
PRECAUTIONS, PARTIES = 8, 5
ROWS = 1024
REPEATS = 3


def _pieces(work: Callable[[int, int], Any], n: int, rows: int, workers: int) -> float:
    """Best wall time of a few: `work(start, stop)` over all rows, a piece at a time."""
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        if workers == 1:
            for start in range(0, n, rows):
                work(start, min(start + rows, n))
        else:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(lambda start: work(start, min(start + rows, n)), range(0, n, rows)))
        times.append(time.perf_counter() - begun)
    return min(times)


def least_cost_sets(n: int, workers: int) -> tuple[float, float]:
    """Seconds: ours, and the sum of logarithms by matrix product; 256 bundles, two channels."""
    rng = np.random.default_rng(SEED)
    cost = rng.lognormal(0, 1, (PRECAUTIONS, n))
    effect = rng.uniform(0, 0.7, (2, PRECAUTIONS, n))
    harm = rng.lognormal(1.5, 0.7, (2, n))
    found = np.empty((2, n), dtype=np.int64)

    def ours(start: int, stop: int) -> None:
        cut = slice(start, stop)
        x = CheapestAvoiderInputs.model_construct(
            residual_bearer="nobody",
            parties={"all": Party(role="injurer", exposure=1.0, information=1.0, transaction_cost={})},
            precautions={
                f"p{k}": Precaution.model_construct(
                    owner="all",
                    cost=cost[k, cut],
                    deters=np.asarray(0.0),
                    effect={f"h{h}": effect[h, k, cut] for h in range(2)},
                )
                for k in range(PRECAUTIONS)
            },
            channels={f"h{h}": Channel.model_construct(harm=harm[h, cut], displaced_to={}) for h in range(2)},
        )
        found[0, cut] = Setting(x).least_cost()

    member = np.array([[s >> k & 1 for s in range(2**PRECAUTIONS)] for k in range(PRECAUTIONS)], dtype=float)

    def by_hand(start: int, stop: int) -> None:
        cut = slice(start, stop)
        total = cost[:, cut].T @ member
        for h in range(2):
            total += harm[h, cut, None] * np.exp(np.log1p(-effect[h, :, cut].T) @ member)
        found[1, cut] = np.argmin(total, axis=1)

    times = _pieces(ours, n, ROWS, workers), _pieces(by_hand, n, ROWS, workers)
    differ = np.flatnonzero(found[0] != found[1])
    assert len(differ) <= 1e-4 * n, f"{len(differ)} least-cost sets differ."
    return times


def equilibria(n: int, workers: int) -> tuple[float, float]:
    """Seconds: ours, and the mask test with one gather a party; all pure equilibria of five binary parties."""
    rng = np.random.default_rng(SEED)
    profiles = Profiles.grid({f"p{i}": 2 for i in range(PARTIES)})
    cost = rng.lognormal(0, 0.7, (n, PARTIES))
    loss = rng.uniform(0, 8, (n, len(profiles)))
    share = 1.0 / PARTIES
    counts = np.empty((2, n), dtype=np.int64)
    bits = [1 << (PARTIES - 1 - i) for i in range(PARTIES)]  # the last party runs fastest
    sets = np.arange(len(profiles))

    def ours(start: int, stop: int) -> None:
        cut = slice(start, stop)
        private = {
            party: cost[cut, i, None] * profiles.digits[i] + share * loss[cut]
            for i, party in enumerate(profiles.parties)
        }
        counts[0, cut] = np.add.reduce(profiles.equilibria(private), axis=-1)

    def by_hand(start: int, stop: int) -> None:
        cut = slice(start, stop)
        stable = np.ones((stop - start, len(profiles)), dtype=bool)
        for i, bit in enumerate(bits):
            saves = share * (loss[cut][:, sets & ~bit] - loss[cut][:, sets | bit])
            acts = (sets & bit) > 0
            stable &= np.where(acts, saves >= cost[cut, i, None], saves <= cost[cut, i, None])
        counts[1, cut] = stable.sum(axis=1)

    times = _pieces(ours, n, 2 * ROWS, workers), _pieces(by_hand, n, 2 * ROWS, workers)
    assert np.mean(counts[0] != counts[1]) <= 1e-6, "numbers of equilibria differ."
    return times


def care_of_two(n: int, workers: int) -> tuple[float, float, float]:
    """Seconds: ours (closed form), Newton by hand in pieces that fit the cache, and `find_root`."""
    rng = np.random.default_rng(SEED)
    a, b = rng.uniform(0.5, 2, n), rng.uniform(0.3, 1.5, n)
    p0 = 0.02 + 0.28 * rng.beta(1 + 4 * 0.08 / 0.28, 1 + 4 * 0.2 / 0.28, n)

    def log90(low: float, high: float) -> Any:
        spread = np.log(high / low) / (2 * 1.6448536269514722)
        return rng.lognormal(np.log(low * high) / 2, spread, n)

    harm, cx, cy = log90(100, 1e4), log90(0.5, 5), log90(0.5, 5)
    kx, ky, sigma = rng.uniform(0.5, 2, n), rng.uniform(0.5, 2, n), rng.beta(3, 1.5, n)
    out = np.empty((3, n))

    def ours(start: int, stop: int) -> None:
        i = slice(start, stop)
        gain = [a[i] * a[i] * sigma[i] / kx[i], b[i] * b[i] * (1 - sigma[i]) / ky[i]]
        out[0, i] = expected_harm(p0[i] * harm[i], gain, [a[i] * cx[i] / kx[i], b[i] * cy[i] / ky[i]])

    def newton(start: int, stop: int) -> None:
        i = slice(start, stop)
        x, y = a[i] * a[i] * sigma[i] * harm[i] / kx[i], b[i] * b[i] * (1 - sigma[i]) * harm[i] / ky[i]
        u, v = a[i] * cx[i] / kx[i], b[i] * cy[i] / ky[i]
        first = np.log(p0[i])
        level = first.copy()
        for _ in range(60):
            p = np.exp(level)
            one, two = x * p, y * p
            height = level - first + np.maximum(one - u, 0) + np.maximum(two - v, 0)
            step = height / (1 + one * (one > u) + two * (two > v))
            level -= step
            if np.abs(step).max() < 1e-12:
                break
        out[1, i] = np.exp(level) * harm[i]

    def find_root(start: int, stop: int) -> None:
        i = slice(start, stop)
        x, y = a[i] * a[i] * sigma[i] * harm[i] / kx[i], b[i] * b[i] * (1 - sigma[i]) * harm[i] / ky[i]
        u, v, first = a[i] * cx[i] / kx[i], b[i] * cy[i] / ky[i], np.log(p0[i])

        def height(level: Any, x: Any, y: Any, u: Any, v: Any, first: Any) -> Any:
            p = np.exp(level)
            return level - first + np.maximum(x * p - u, 0) + np.maximum(y * p - v, 0)

        found = elementwise.find_root(height, (first - 60, first), args=(x, y, u, v, first))
        out[2, i] = np.exp(found.x) * harm[i]

    rows = 8 * ROWS
    times = _pieces(ours, n, rows, workers), _pieces(newton, n, rows, 1), _pieces(find_root, n, n, 1)
    np.testing.assert_allclose(out[0], out[1], rtol=1e-9)
    np.testing.assert_allclose(out[0], out[2], rtol=1e-6)
    return times


def report(quick: bool = False) -> str:
    """The machine and the table."""
    n, cores = QUICK if quick else N, os.cpu_count() or 1
    sets, sets_hand = least_cost_sets(n, cores)
    games, games_hand = equilibria(n, cores)
    one, newton, root = care_of_two(n, 1)
    two = care_of_two(n, cores)[0]
    head = ("workload", "ours", "NumPy by hand", "ratio", "bound")
    scale = n / N
    lines = [
        (
            "least-cost set among 256 bundles, two channels",
            f"{sets:.2f} s",
            f"{sets_hand:.2f} s",
            f"{sets_hand / sets:.1f}×",
            f"7.5 s: {'met' if sets <= 7.5 * scale else 'missed'}",
        ),
        (
            "all pure equilibria of five binary parties",
            f"{games:.2f} s",
            f"{games_hand:.2f} s",
            f"{games_hand / games:.1f}×",
            f"5.8 s: {'met' if games <= 5.8 * scale else 'missed'}",
        ),
        (
            "care of two, equilibrium (W3), one thread",
            f"{one:.2f} s",
            f"{newton:.2f} s",
            f"{newton / one:.1f}×",
            f"1.3 times the time by hand: {'met' if one <= 1.3 * newton else 'missed'}",
        ),
        ("the same, two threads", f"{two:.2f} s", f"{newton:.2f} s (one)", f"{newton / two:.1f}×", ""),
        ("the same, against scipy's find_root", f"{one:.2f} s", f"{root:.2f} s", f"{root / one:.1f}×", ""),
    ]
    made = table(head, lines)
    return f"{machine('numpy', 'scipy')} n = {n:,}; best of {REPEATS}, inputs drawn beforehand.\n\n{made}"
