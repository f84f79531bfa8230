"""Economic calculators for the debate on open-source AI: value, compliance and liability, under uncertainty.

    import mloss_econ as me
    from mloss_econ.compliance import pricing_out

    run = me.simulate(pricing_out, me.baseline(pricing_out), n=2**14, seed=7)
    print(run.summary())

Names load on first use, so that importing the package costs little.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as checkers read it; with `python -m` typing itself would be looked for in the current folder

__version__ = "0.1.0"

if TYPE_CHECKING:
    from mloss_econ.engine import Comparison, Run, compare, simulate, until
    from mloss_econ.evidence import Belief, Store
    from mloss_econ.kernel import (
        Case,
        Claim,
        Inputs,
        Model,
        Outputs,
        Proposal,
        baseline,
        calculator,
        claim,
        contrast,
        fixed,
        given,
        label,
        lever,
        linked,
        model,
        proposal,
        table,
        trace,
    )
    from mloss_econ.registry import register

_HOME = {
    "Belief": "evidence",
    "Case": "kernel",
    "Claim": "kernel",
    "Comparison": "engine",
    "Inputs": "kernel",
    "Model": "kernel",
    "Outputs": "kernel",
    "Proposal": "kernel",
    "Run": "engine",
    "Store": "evidence",
    "baseline": "kernel",
    "calculator": "kernel",
    "claim": "kernel",
    "compare": "engine",
    "contrast": "kernel",
    "fixed": "kernel",
    "given": "kernel",
    "label": "kernel",
    "lever": "kernel",
    "linked": "kernel",
    "model": "kernel",
    "proposal": "kernel",
    "register": "registry",
    "simulate": "engine",
    "table": "kernel",
    "trace": "kernel",
    "until": "engine",
}

__all__ = [
    "Belief",
    "Case",
    "Claim",
    "Comparison",
    "Inputs",
    "Model",
    "Outputs",
    "Proposal",
    "Run",
    "Store",
    "__version__",
    "baseline",
    "calculator",
    "claim",
    "compare",
    "contrast",
    "fixed",
    "given",
    "label",
    "lever",
    "linked",
    "model",
    "proposal",
    "register",
    "simulate",
    "table",
    "trace",
    "until",
]


if not TYPE_CHECKING:  # so that checkers find a misspelt name

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'mloss_econ' has no attribute {name!r}")
        return getattr(import_module(f"mloss_econ.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
