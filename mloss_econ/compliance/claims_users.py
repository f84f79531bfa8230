"""Claims about duties that ask a project to know its users, and about rules for the most powerful systems."""

from typing import Any

import numpy as np

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.claims_coverage import METHODS
from mloss_econ.compliance.coverage import coverage
from mloss_econ.compliance.customer_checks import CustomerChecksInputs, CustomerChecksOutputs, customer_checks
from mloss_econ.evidence import Store
from mloss_econ.kernel import Bools, Case, Choice, baseline, claim, proposal

NEARLY_ALL, UNTOUCHED = 0.9, 0.01
USERS_BY_BUDGET = Choice("users_with_budget", "the correlation of users with budget")


def agency(store: Store, prices: PriceBase) -> Case[Any, Any]:
    """A licensing agency for the most capable models, and whom its trigger covers."""
    return proposal("altman_agency", store=store).apply(baseline(coverage, prices=prices, store=store))


@claim(
    "C06",
    source="mloss_policy_paper.customer_checks",
    of=customer_checks,
    structure={"users by budget": USERS_BY_BUDGET},
)
def cannot_know_their_customers(x: CustomerChecksInputs, y: CustomerChecksOutputs, stated: float) -> Bools:
    """Open-source developers cannot meet know-your-customer duties; only well-funded projects could.

    At least nine in ten funded projects cannot pay for checking all their users, set-up left out.
    """
    return np.asarray(y.cannot >= NEARLY_ALL)


@claim(
    "C30",
    source="shared_model_summit.agency_spares_open",
    of=coverage,
    case=agency,
    structure={"methods": METHODS},
)
def agency_spares_open_projects(x: Any, y: Any, stated: float) -> Bools:
    """An international agency for only the most powerful systems leaves open projects untouched.

    Five years on, computing and methods being cheaper, its trigger covers fewer than one in a hundred funded projects.
    It says nothing of projects that build on a model which is covered.
    """
    return np.asarray(y.covered_later < UNTOUCHED)
