"""The lines and transfers of a rule's ledger: what each is, on which line it stands, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import GROUPS

LINES: Mapping[str, tuple[str, str, str]] = {  # name: line, group, note
    "use": ("B", "users", "use of what stops, comes late or is held back"),
    "freed": ("K", "open projects", "what those that stop used"),
    "substitutes": ("K", "large developers", "making and running what replaces it"),
    "familiarisation": ("C", "open projects", "finding out, in the first year"),
    "projects_comply": ("C", "open projects", "running work of those that stay"),
    "large_comply": ("C", "large developers", "work of closed developers, finding out in the first year"),
    "deployers_comply": ("C", "deployers", "running work"),
    "clouds_comply": ("C", "large developers", "running work of clouds, hosts, platforms"),
    "developers_care": ("P", "open projects", "care that liability leads to"),
    "large_care": ("P", "large developers", "care that liability leads to"),
    "deployers_care": ("P", "deployers", "care that liability leads to"),
    "supervision": ("A", "state", "supervision and enforcement"),
    "developers_claims": ("A", "open projects", "claims and insurance"),
    "large_claims": ("A", "large developers", "claims and insurance"),
    "deployers_claims": ("A", "deployers", "claims and insurance"),
    "harm": ("H", "victims", "harm that is not stolen money"),
}
TRANSFERS: Mapping[str, tuple[str, str, str]] = {  # name: payer, receiver, note
    "fees": ("open projects", "state", "fees"),
    "large_fees": ("large developers", "state", "fees"),
    "fines": ("open projects", "state", "fines"),
    "passed_back": ("open projects", "deployers", "pass-back"),
    "developers_damages": ("open projects", "victims", "damages"),
    "large_damages": ("large developers", "victims", "damages"),
    "deployers_damages": ("deployers", "victims", "damages"),
    "funding": ("users", "open projects", "what users and sponsors put in"),
    "payments": ("users", "large developers", "payments for substitutes"),
    "stolen": ("victims", "offenders", "stolen money"),
}


def by_group(amounts: Mapping[str, Array]) -> dict[str, Array]:
    """The change for every group that a line or a transfer touches: benefits less costs, received less paid."""
    change: dict[str, Array] = {}
    for name, (code, group, _) in LINES.items():
        change[group] = change.get(group, np.zeros(())) + (amounts[name] if code == "B" else -amounts[name])
    for name, (payer, receiver, _) in TRANSFERS.items():
        change[payer] = change.get(payer, np.zeros(())) - amounts[name]
        change[receiver] = change.get(receiver, np.zeros(())) + amounts[name]
    return {group: change[group] for group in GROUPS if group in change}
