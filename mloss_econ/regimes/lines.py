"""Lines and transfers of a proposal's ledger: line, group or parties, and note of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mloss_econ.kernel import GROUPS

LINES: Mapping[str, tuple[str, str, str]] = {  # name: line, group, note
    "use": ("B", "users", "use of open projects that exit, come late or are held back"),
    "entry": ("B", "users", "use of open projects that are never begun"),
    "closed_use": ("B", "users", "use of closed models that come late, cost more or are gone"),
    "freed": ("K", "open projects", "resources of projects that exit"),
    "substitutes": ("K", "large developers", "making and running substitutes"),
    "familiarisation": ("C", "open projects", "familiarisation cost, in the first year"),
    "large_familiarisation": ("C", "large developers", "familiarisation cost of closed developers, in the first year"),
    "deployers_familiarisation": ("C", "deployers", "familiarisation cost, in the first year"),
    "clouds_familiarisation": (
        "C",
        "large developers",
        "familiarisation cost of clouds, hosts, platforms, in the first year",
    ),
    "projects_comply": ("C", "open projects", "recurring compliance cost of those that survive"),
    "large_comply": ("C", "large developers", "recurring compliance cost of closed developers"),
    "deployers_comply": ("C", "deployers", "recurring compliance cost"),
    "clouds_comply": ("C", "large developers", "recurring compliance cost of clouds, hosts, platforms"),
    "developers_care": ("P", "open projects", "care induced by liability"),
    "large_care": ("P", "large developers", "care induced by liability"),
    "deployers_care": ("P", "deployers", "care induced by liability"),
    "supervision": ("A", "state", "supervision and enforcement"),
    "developers_claims": ("A", "open projects", "claims and insurance"),
    "large_claims": ("A", "large developers", "claims and insurance"),
    "deployers_claims": ("A", "deployers", "claims and insurance"),
    "harm": ("H", "victims", "harm that is not stolen money"),
}
TRANSFERS: Mapping[str, tuple[str, str, str]] = {  # name: payer, receiver, note
    "fees": ("open projects", "state", "fees"),
    "large_fees": ("large developers", "state", "fees"),
    "deployers_fees": ("deployers", "state", "fees"),
    "clouds_fees": ("large developers", "state", "fees of clouds, hosts, platforms"),
    "fines": ("open projects", "state", "fines"),
    "large_fines": ("large developers", "state", "fines"),
    "deployers_fines": ("deployers", "state", "fines"),
    "passed_back": ("open projects", "deployers", "pass-back"),
    "passed_on": ("users", "large developers", "compliance cost in the price of closed models"),
    "developers_damages": ("open projects", "victims", "damages"),
    "large_damages": ("large developers", "victims", "damages"),
    "deployers_damages": ("deployers", "victims", "damages"),
    "funding": ("users", "open projects", "contributions of users and sponsors"),
    "payments": ("users", "large developers", "payments for substitutes"),
    "stolen": ("victims", "offenders", "stolen money"),
}
BENEFITS = tuple(name for name, (code, _, _) in LINES.items() if code == "B")
COMPLIANCE = tuple(name for name, (code, _, _) in LINES.items() if code == "C")


def by_group(amounts: Mapping[str, Any], received: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The change for every group that a line or a transfer touches: benefits less costs, received less paid. What a
    receiver gets is what the payer pays, unless `received` says otherwise: in a part of the world it may. Amounts are
    numbers, or open as to place and year."""
    gets = received or {}
    change: dict[str, Any] = {}
    for name, (code, group, _) in LINES.items():
        change[group] = change.get(group, np.zeros(())) + (amounts[name] if code == "B" else -amounts[name])
    for name, (payer, receiver, _) in TRANSFERS.items():
        change[payer] = change.get(payer, np.zeros(())) - amounts[name]
        change[receiver] = change.get(receiver, np.zeros(())) + gets.get(name, amounts[name])
    return {group: change[group] for group in GROUPS if group in change}
