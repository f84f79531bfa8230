"""A name that is not known: what it is instead and which command takes it, or the nearest of those that are."""

from __future__ import annotations

from collections.abc import Iterable

from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Store, default_store
from mloss_econ.registry import CALCULATORS, MODELS, PENDING, claims
from mloss_econ.report.findings.who_bears import liability_scenarios
from mloss_econ.sensitivity import METHODS

WAS = ("rule_effects", "billed_pricing_out", "regime", "regimes.effects")  # calculators that are the world now


def not_known(name: str, wanted: str, known: Iterable[str], store: Store | None = None) -> InputError:
    """The error for a name that is none of what was `wanted`."""
    if name in WAS:
        return InputError(
            f"'{name}' is now 'world', one world under a proposal, and 'effects', a proposal less the status quo: "
            "mloss-econ show world, or mloss-econ sensitivity effects net_world --proposal licensing."
        )
    other = _other(name, store or default_store())
    if other:
        return InputError(f"'{name}' is {other}. Here a {wanted} is needed.")
    return InputError(f"there is no {wanted} '{name}'. {nearest(name, known)}")


def _other(name: str, store: Store) -> str:
    """What else has this name, with the commands for it; "" for nothing."""
    if name == "effects":
        return (
            "what a proposal changes: mloss-econ sensitivity effects net_world --proposal licensing, or mloss-econ "
            "show flows"
        )
    if name in METHODS:
        return f"a method: mloss-econ show {name}, or mloss-econ sensitivity CALCULATOR OUTPUT --method {name}"
    if name in store.proposals:
        return f"a proposal: mloss-econ report {name}, or mloss-econ trace {name}"
    if name in liability_scenarios(store):
        return f"a scenario: mloss-econ report {name}, or mloss-econ trace cheapest_avoider --scenario {name}"
    if name in store.scenarios:
        calculator = store.scenarios[name].calculators[0]
        return f"a scenario: mloss-econ show {calculator} --scenario {name}"
    if name in claims():
        quoted = f"'{name}'" if " " in name else name
        return f"a claim: mloss-econ claims {quoted}, or mloss-econ trace {quoted}"
    pending = {claim.name: claim for claim in PENDING}
    if name in pending:
        return f"a claim that is not yet computed (it needs {pending[name].needs})"
    if name in [part for c in (*CALCULATORS, *MODELS) for part in (c.name, c.name.split(".")[-1])]:
        return f"a calculator: mloss-econ show {name}, or mloss-econ sensitivity {name}"
    if name in store.belief_sets:
        return f"a belief set: mloss-econ scorecard --beliefs {name}"
    if name in store.beliefs:
        return f"a belief: it is changed with --set {name}=NUMBER"
    return ""
