"""Economic calculators for the debate on open-source AI: value, compliance and liability, under uncertainty.

    import mloss_econ as me
    from mloss_econ.compliance import pricing_out

    print(me.summary(me.simulate(me.baseline(pricing_out))))

Names load on first use, so that importing the package costs little.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as checkers read it; with `python -m` typing itself would be looked for in the current folder

__version__ = "0.1.0"

if TYPE_CHECKING:
    from mloss_econ.engine import (
        Comparison as Comparison,
        Run as Run,
        compare as compare,
        estimate as estimate,
        quantiles as quantiles,
        simulate as simulate,
        summary as summary,
        until as until,
    )
    from mloss_econ.errors import InputError as InputError
    from mloss_econ.evidence import Belief as Belief, Store as Store, default_store as default_store
    from mloss_econ.kernel import (
        Case as Case,
        Claim as Claim,
        Inputs as Inputs,
        Model as Model,
        Outputs as Outputs,
        Proposal as Proposal,
        baseline as baseline,
        calculator as calculator,
        claim as claim,
        contrast as contrast,
        fixed as fixed,
        given as given,
        label as label,
        lever as lever,
        linked as linked,
        model as model,
        proposal as proposal,
        table as table,
        trace as trace,
    )
    from mloss_econ.regimes import world_under as world_under
    from mloss_econ.registry import claims as claims
    from mloss_econ.uncertainty import between as between

_HOME = {
    "Belief": "evidence",
    "Case": "kernel",
    "Claim": "kernel",
    "Comparison": "engine",
    "InputError": "errors",
    "Inputs": "kernel",
    "Model": "kernel",
    "Outputs": "kernel",
    "Proposal": "kernel",
    "Run": "engine",
    "Store": "evidence",
    "baseline": "kernel",
    "between": "uncertainty",
    "calculator": "kernel",
    "claim": "kernel",
    "claims": "registry",
    "compare": "engine",
    "contrast": "kernel",
    "default_store": "evidence",
    "estimate": "engine",
    "fixed": "kernel",
    "given": "kernel",
    "label": "kernel",
    "lever": "kernel",
    "linked": "kernel",
    "model": "kernel",
    "proposal": "kernel",
    "quantiles": "engine",
    "simulate": "engine",
    "summary": "engine",
    "table": "kernel",
    "trace": "kernel",
    "until": "engine",
    "world_under": "regimes",
}


if not TYPE_CHECKING:  # so that checkers find a misspelt name

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'mloss_econ' has no attribute {name!r}")
        return getattr(import_module(f"mloss_econ.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(["__version__", *_HOME])
