"""`python -m benchmarks` measures the first steps, `... speed` the speed of runs, `... rules` that of every rule,
`... regimes` that of the scorecard and the register of claims, `... liability` that of games, `... value` that of the
value calculators, `... sensitivity` that of its methods; `... published` compares published figures with ours.

Each prints what it found and writes it into its own section of benchmarks/README.md. `speed --quick` takes small sizes,
to try it out, and writes nothing.
"""

from __future__ import annotations

import argparse

from benchmarks import liability, readme, regimes, rules, start, value
from benchmarks.published import shelf
from benchmarks.sensitivity import suite as sensitivity
from benchmarks.speed import suite
from benchmarks.speed.sizes import FULL, QUICK
from mloss_econ.base.memory import keep_freed_memory

SUITES = ("start", "speed", "rules", "regimes", "liability", "value", "sensitivity", "published")


def main() -> None:
    """Measure, print and write one suite."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("suite", nargs="?", choices=SUITES, default="start")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes; prints, does not write (not for the first steps)"
    )
    asked = parser.parse_args()
    keep_freed_memory()  # as the command line does; both columns gain
    reports = {
        "start": start.report,
        "speed": lambda: suite.report(QUICK if asked.quick else FULL),
        "rules": lambda: rules.report(asked.quick),
        "regimes": lambda: regimes.report(asked.quick),
        "liability": lambda: liability.report(asked.quick),
        "value": lambda: value.report(asked.quick),
        "sensitivity": lambda: sensitivity.report(asked.quick),
        "published": shelf.report,
    }
    text = reports[asked.suite]()
    print(text)
    if not asked.quick:
        readme.write(asked.suite, text)


if __name__ == "__main__":
    main()
