"""All calculators, and the register of claims: every statement of the debate that is tested as a predicate, and those
that are not yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ import compliance, liability, regimes, value
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import PriceBaseError, Store, default_store
from mloss_econ.kernel import Calculator, Claim, Model, baseline, field_specs, leaf_specs, output_quantities
from mloss_econ.wording import listing

MOST = 3  # results that one message names


@dataclass(frozen=True)
class Pending:
    """A statement for which there is no calculator yet: its sentence, source fact, and what it would take."""

    name: str
    sentence: str
    source: str
    needs: str


CALCULATORS: tuple[Calculator[Any, Any], ...] = (
    *value.CALCULATORS,
    *compliance.CALCULATORS,
    *liability.CALCULATORS,
    *regimes.CALCULATORS,
)

MODELS: tuple[Model, ...] = (regimes.world,)

CLAIMS: tuple[Claim, ...] = tuple(
    sorted((*value.CLAIMS, *compliance.CLAIMS, *liability.CLAIMS, *regimes.CLAIMS), key=lambda claim: claim.name)
)

PENDING: tuple[Pending, ...] = (
    Pending(
        "C10",
        "Monoculture multiplies security risk: a flaw of one model hits all its users.",
        "mloss_policy_paper.monoculture_security",
        "losses with a common cause among users of one model",
    ),
    Pending(
        "C11",
        "Monoculture makes outcomes alike: one screen rejects a candidate everywhere.",
        "mloss_policy_paper.monoculture_outcomes",
        "decisions of several firms that share a model",
    ),
    Pending(
        "C18",
        "Large vendors can indemnify their customers; open-source projects cannot, for they do not know their users.",
        "mloss_policy_paper.indemnity",
        "the cost of an indemnity by number of known customers",
    ),
    Pending(
        "C19",
        "Vetting by a community, as with bug bounties, raises security.",
        "mloss_policy_paper.community_vetting",
        "flaws found and flaws exploited by number of people who look",
    ),
    Pending(
        "C21",
        "A dominant firm buries innovations that would take sales from its own products.",
        "mloss_policy_paper.buried_innovation",
        "what an incumbent and a newcomer gain by the same innovation",
    ),
    Pending(
        "C27",
        "A dominant closed supplier prices above a competitive one.",
        "pause_or_openness.dominant_price",
        "prices and surplus with one, few and many suppliers at stated elasticities",
    ),
    Pending(
        "C29",
        "A pooled common model costs each participant less than one of its own.",
        "shared_model_summit.summit_pooling",
        "shared fixed cost, cost of working together, and how far needs differ",
    ),
    Pending(
        "C32",
        "Keeping part of a system closed keeps security at a moderate loss of openness.",
        "balanced_approach.keep_parts_closed",
        "the frontier of harm and value over what is kept closed",
    ),
)


def faults_in(store: Store) -> tuple[str, ...]:
    """What is wrong with the proposals and scenarios that a store adds to the library's own, all of it: levers,
    calculators and duties that do not exist, and whatever keeps a scenario from being a case."""
    adopted, found = default_store(), []
    by_name = {calculator.name: calculator for calculator in CALCULATORS}
    for name, seed in store.proposals.items():
        where = f"{store.file_of.get(name, name)}: levers"
        for calculator, levers in seed.levers.items() if name not in adopted.proposals else ():
            if calculator not in by_name:
                found.append(f'{where}."{calculator}": there is no such calculator. {nearest(calculator, by_name)}')
                continue
            known = [spec.name for spec in field_specs(by_name[calculator].Inputs)]
            unknown = [lever for lever in levers if lever.split(".")[0] not in known]
            found += [f'{where}."{calculator}".{x}: there is no such lever. {nearest(x, known)}' for x in unknown]
    found += _unfit(store, adopted) if not found else []
    for name in store.scenarios.keys() - adopted.scenarios.keys():
        for calculator in store.scenarios[name].calculators:
            if calculator in by_name and any(s.role == "linked" for s in field_specs(by_name[calculator].Inputs)):
                continue  # it has no baseline alone
            try:
                baseline(by_name[calculator], scenario=name, store=store)
            except InputError as error:
                found.append(f"{store.file_of.get(name, name)}: {error}")
    return tuple(dict.fromkeys(found))


def _unfit(store: Store, adopted: Store) -> Iterator[str]:
    """What keeps the world from being computed with what a store adds, and its proposals from being applied to it."""
    new = [name for name in store.proposals if name not in adopted.proposals]
    if store is adopted or (not new and store.scenarios == adopted.scenarios):
        return
    try:
        today = baseline(regimes.world, store=store)
        try:
            today.outputs()
        except InputError as error:
            raise InputError(f"{store.record_in(str(today.scenario), str(error))}{error}") from None
    except InputError as error:
        yield str(error)
        return
    for name in new:
        try:
            y = regimes.under(name, today).outputs()
        except PriceBaseError as error:
            yield f"{store.place_in(name, error.at)}: {error}"
        except InputError as error:
            yield str(error)
        else:
            endless = {path for path, spec in leaf_specs(y) if spec.endless}
            found = output_quantities(y).items()
            if bad := [path for path, value in found if path not in endless and not np.isfinite(value).all()]:
                where = store.file_of.get(name, name)
                yield f"{where}: {listing(bad[:MOST])} would not be finite. Correct the largest of its numbers."


def claims() -> dict[str, Claim]:
    """Every claim by name."""
    return {claim.name: claim for claim in CLAIMS}


def claim_named(name: str) -> Claim:
    """One claim. Raises InputError that says what a pending one lacks, or names the nearest."""
    known = claims()
    if name in known:
        return known[name]
    for pending in PENDING:
        if pending.name == name:
            raise InputError(f"claim {name} is not yet computed: it needs {pending.needs}.")
    raise InputError(f"there is no claim '{name}'. {nearest(name, known)}")
