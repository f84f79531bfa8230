"""One world, from the value of use to the ledger: value, compliance and liability joined into one model.

A belief that two of them use is one variable. A proposal goes into it as it is, as levers; its effect is this world
with its levers less this world without them (see `effects`).
"""

from __future__ import annotations

from typing import Any

from mloss_econ import compliance, liability, value
from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, UnitError, nearest
from mloss_econ.evidence import PriceBaseError, Store, default_store
from mloss_econ.kernel import DEFAULT_PRICES, Calculator, Case, baseline, field_specs, model, proposal
from mloss_econ.regimes.flows import flows

SCENARIO = "ai_duties"
STATUS_QUO = "status_quo"

world = model(
    value.use_value,
    compliance.coverage,
    compliance.bill,
    compliance.first_year,
    compliance.pricing_out,
    compliance.delay,
    compliance.consequences,
    liability.harm_control,
    flows,
    scenario=SCENARIO,
    name="regimes.world",
)
"""From the value of use, a proposal's triggers, duties and liability to what flows in its world."""


def world_under(name: str, *, prices: str | PriceBase = DEFAULT_PRICES, store: Store | None = None) -> Case[Any, Any]:
    """The world under a proposal. Raises InputError for an unknown name, or a proposal that does not fit the world."""
    store = store or default_store()
    return under(name, baseline(world, prices=prices, store=store))


def under(name: str, today: Case[Any, Any]) -> Case[Any, Any]:
    """A proposal of a case's store, applied to it: the whole world as it is today.

    Raises InputError, with the file, where it sets what the world does not have.
    """
    store, known = today.store, [part.name for part in today.calculator.parts]
    made = proposal(name, store=store)
    try:
        for calculator in made.seed.levers:
            if calculator not in known:
                unknown = InputError(
                    f'levers."{calculator}": no such calculator in the world. {nearest(calculator, known)}'
                )
                unknown.at = f"levers.{calculator}"
                raise unknown
        return made.apply(today)
    except PriceBaseError:
        raise
    except InputError as error:
        kind = UnitError if isinstance(error, UnitError) else InputError
        raise kind(f"{store.place_in(name, error.at)}: {error}") from None


def in_world(calculator: Calculator[Any, Any]) -> Calculator[Any, Any]:
    """The calculator with a baseline: itself, or, where others make some of its inputs, the world up to it."""
    linked = any(spec.role == "linked" for spec in field_specs(calculator.Inputs))
    return world.upto(calculator) if linked else calculator
