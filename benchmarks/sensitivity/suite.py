"""`python -m benchmarks sensitivity`: the times and what everyone finds."""

from __future__ import annotations

from benchmarks.machine import machine
from benchmarks.readme import table
from benchmarks.sensitivity.agreement import lines
from benchmarks.speed.measure import Job, Measured, Outcome, in_turn, say
from benchmarks.speed.table import HEAD, Row, seconds, times

HERE = "benchmarks.sensitivity"
PACKAGES = ("numpy", "scipy", "SALib", "openturns")
N, QUICK = 2**14, 2**10
REPEATS = 3
LABELS = {"w1": "W1 (24 inputs, 4 outputs)", "ishigami": "Ishigami", "g": "Sobol's G (8 inputs)"}
PEERS = (
    ("SALib", "SALib", "salib", ("w1", "ishigami", "g")),
    ("OpenTURNS", "openturns", "openturns", ("w1", "ishigami", "g")),
)
BOUNDS = {
    ("w1", "SALib"): ("≥ 40×", "80×"),
    ("w1", "OpenTURNS"): ("≥ 10×", "19×"),
    ("ishigami", "SciPy"): ("≥ 300×", "750×"),
}
ALONE = (
    ("evppi known", 10**6, "EVPPI of one input from 10⁶ draws, two options", 1.0),
    ("evppi", 10**6, "the same of W1, inputs drawn again", 1.0),
    ("break_even", 10**5, "break-even in each of 10⁵ draws of `pricing_out`", 1.0),
    ("prim", 10**5, "PRIM, 10⁵ rows of W1's 24 inputs", 5.0),
)


def report(quick: bool = False) -> str:
    """The machine and the tables; measures everything."""
    n, repeats = (QUICK, 1) if quick else (N, REPEATS)
    jobs = {}
    for problem in LABELS:
        jobs[f"ours {problem}"] = Job(f"{HERE}.ours", {"problem": problem, "n": n}, warm=1, checked=False)
        for name, package, module, problems in PEERS:
            if problem in problems:
                arguments = {"problem": problem, "n": n}
                jobs[f"{name} {problem}"] = Job(f"{HERE}.peers.{module}", arguments, needs=package, checked=False)
    say("Sobol' indices with bootstrap")
    taken = in_turn(jobs, repeats)
    slow = {"SciPy ishigami": Job(f"{HERE}.peers.scipy", {"problem": "ishigami", "n": n}, checked=False)}
    taken |= in_turn(slow, 1)
    rows = [_row(problem, name, taken) for problem in LABELS for name in ("SALib", "OpenTURNS", "SciPy")]
    found = [row for row in rows if row is not None]
    found.append(_memory(taken))
    say("methods of our own")
    alone = {
        what: Job(f"{HERE}.given", {"what": what, "n": size // 100 if quick else size}, checked=False)
        for what, size, _, _ in ALONE
    }
    own = in_turn(alone, repeats)
    for what, _, label, bound in ALONE:
        outcome = own[what]
        time = outcome if isinstance(outcome, str) else seconds(_median(outcome))
        found.append(Row(label, "", time, "", f"< {bound:g} s", ""))
    say("who finds what")
    head = ("case", "truth", "ours", "others")
    text = f"{machine(*PACKAGES)} n = {n:,}, 100 resamples; first call in a fresh process.\n\n"
    return text + table(HEAD, [row.cells() for row in found]) + "\n\n" + table(head, lines())


def _row(problem: str, name: str, taken: dict[str, Outcome]) -> Row | None:
    theirs, ours = taken.get(f"{name} {problem}"), taken[f"ours {problem}"]
    if theirs is None or isinstance(ours, str):
        return None
    label = f"Sobol' indices of {LABELS[problem]}, {name}"
    mine = f"{seconds(ours.seconds)} (again: {seconds(ours.warm)})"
    if isinstance(theirs, str):
        return Row(label, theirs, mine)
    bound, aim = BOUNDS.get((problem, name), ("", ""))
    return Row(label, seconds(theirs.seconds), mine, times(theirs.seconds / ours.seconds), bound, aim)


def _memory(taken: dict[str, Outcome]) -> Row:
    ours, theirs = taken["ours w1"], taken["SALib w1"]
    if isinstance(ours, str):
        return Row("peak memory, W1", ours=ours)
    other = theirs if isinstance(theirs, str) else f"{theirs.peak:.0f} MB"
    return Row("peak memory, W1, SALib", other, f"{ours.peak:.0f} MB", "", "< 250 MB", "")


def _median(outcome: Measured) -> float:
    return float(sorted(result["seconds"] for result in outcome.results)[len(outcome.results) // 2])
