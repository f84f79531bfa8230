"""The same numbers by everyone, what is known of them, and cases that go wrong elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.sensitivity.problems import NAMES, evaluate, from_unit

N = 2**14
Line = tuple[str, str, str, str]


def _shown(values: Any) -> str:
    return ", ".join(f"{float(v):.3f}".replace("-", "−") for v in values)


def _tried(work: Callable[[], str]) -> str:
    try:
        return work()
    except ImportError as error:
        return f"{error.name} is not installed"


def _spec(problem: str) -> dict[str, Any]:
    names = list(NAMES[problem])
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def lines() -> list[Line]:
    """What, the truth, ours, theirs."""
    return [first_and_total(), *normals(), bends(), one_hole(), hypercube()]


def first_and_total() -> Line:
    """Ishigami: first and total indices."""
    from benchmarks.sensitivity import ours

    def of(found: dict[str, Any]) -> str:
        return f"{_shown(found['y']['first'])}; {_shown(found['y']['total'])}"

    def salib() -> str:
        from benchmarks.sensitivity.peers import salib

        return f"SALib {of(salib.run('ishigami', N))}"

    def openturns() -> str:
        from benchmarks.sensitivity.peers import openturns

        return f"OpenTURNS {of(openturns.run('ishigami', N))}"

    truth = "0.314, 0.442, 0.000; 0.558, 0.442, 0.244"
    return "Ishigami, first; total", truth, of(ours.run("ishigami", N)), f"{_tried(salib)}. {_tried(openturns)}"


def normals() -> list[Line]:
    """x1 + 2 x2 of standard normals, from one sample: Borgonovo's delta and Chatterjee's coefficient."""
    from scipy.special import ndtri

    from benchmarks.sensitivity.sums import normals_of, weighted
    from mloss_econ.engine import simulate
    from mloss_econ.sensitivity import borgonovo, chatterjee

    run = simulate(normals_of(weighted), n=2**16, seed=1)

    def salib() -> str:
        from SALib.analyze import delta

        x = ndtri(np.random.default_rng(1).random((N, 3)))
        spec = {**_spec("ishigami"), "bounds": [[-5.0, 5.0]] * 3}
        found = delta.analyze(spec, x, x[:, 0] + 2 * x[:, 1], num_resamples=10, seed=1)
        parts = [f"{key} {_shown(found[key])}" for key in found if key.startswith("delta") and not key.endswith("conf")]
        return "SALib " + "; ".join(parts)

    names = ("x1", "x2", "x3")
    return [
        (
            "x1 + 2 x2, normals: Borgonovo's delta",
            "0.160, 0.505, 0.000",
            _shown(borgonovo(run, "y").row(x).index for x in names),
            _tried(salib),
        ),
        (
            "the same: Cramer-von Mises index",
            "0.114, 0.569, 0.000",
            _shown(chatterjee(run, "y").row(x).index for x in names),
            "",
        ),
    ]


def bends() -> Line:
    """Worth p^2 - 1 against nothing."""
    from mloss_econ.sensitivity import decision_from, evppi

    p = np.random.default_rng(1).standard_normal(N)
    found = evppi(decision_from({"no": 0 * p, "yes": p**2 - 1}, {"p": p})).row("p")
    slope = np.polyfit(p, p**2 - 1, 1)
    line = max(float(np.maximum(np.polyval(slope, p), 0).mean() - max((p**2 - 1).mean(), 0)), 0.0)
    return "EVPPI of p, worth p² − 1", "0.484", _shown([found.index]), f"linear regression {line:.4f}"


def one_hole() -> Line:
    """One output that is not a number among thousands."""
    from benchmarks.sensitivity.sums import holed, uniforms
    from mloss_econ.errors import RunError
    from mloss_econ.sensitivity import sobol

    def salib() -> str:
        from SALib.analyze import sobol as analysis
        from SALib.sample import sobol as sampler

        u = sampler.sample(_spec("ishigami"), 2**10, calc_second_order=False, seed=1)
        y = evaluate("ishigami", from_unit("ishigami", u))[:, 0]
        y[7] = np.nan
        found = analysis.analyze(_spec("ishigami"), y, calc_second_order=False, seed=1)
        return f"SALib first {_shown(found['S1'])}"

    def scipy() -> str:
        from scipy.stats import sobol_indices

        rows = [np.random.default_rng(k).random((1, 2**10)) for k in (1, 2)]
        rows[0][0, 7] = np.nan
        given = {"f_A": rows[0], "f_B": rows[1], "f_AB": np.stack([rows[0]] * 3)}
        return f"SciPy first {_shown(sobol_indices(func=given, n=2**10).first_order.ravel())}"

    try:
        ours = str(sobol(uniforms(holed, -np.pi, np.pi), "y"))
    except RunError as error:
        ours = f"refused: {str(error).split(' of ')[0]} …"
    return "Ishigami, one output not a number", "an error", ours, f"{_tried(salib)}. {_tried(scipy)}"


def hypercube() -> Line:
    """A Latin hypercube where pairs of rows were expected."""
    from benchmarks.sensitivity.ours import case
    from mloss_econ.engine import simulate
    from mloss_econ.sensitivity import correlation_ratio

    def salib() -> str:
        from SALib.analyze import sobol as analysis
        from SALib.sample import latin

        u = latin.sample(_spec("ishigami"), N * 5, seed=1)
        y = evaluate("ishigami", from_unit("ishigami", u))[:, 0]
        found = analysis.analyze(_spec("ishigami"), y, calc_second_order=False, seed=1)
        return f"SALib's sobol.analyze of it: first {_shown(found['S1'])}, total {_shown(found['ST'])}"

    today = case("ishigami")
    run = simulate(today, n=N, seed=1, design="latin_hypercube")
    found = correlation_ratio(run, "y")
    ours = _shown(found.row(x).index for x in NAMES["ishigami"])
    return "Ishigami, first, from a Latin hypercube", "0.314, 0.442, 0.000", ours, _tried(salib)
