"""The effects of a rule as a ledger: who gains and who loses, before what the rule is for.

B  users            - use value lost
K  open projects    - resources freed                          they no longer spend them
C  open projects      running work and finding out
C  deployers, large developers (as clouds, hosts, platforms)   their running work
T  open projects to the state: fees;  open projects to deployers: pass-back
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mloss_econ.ledger import Ledger, Line, Transfer
from mloss_econ.quantities import Array
from mloss_econ.units import PriceBase

PROJECTS, USERS, DEPLOYERS, CLOUDS, STATE = "open projects", "users", "deployers", "large developers", "state"


def rule_ledger(y: Mapping[str, Array], prices: PriceBase) -> Ledger:
    """The ledger of a year from the outputs of `consequences`, by name, numbers or draws.

    Its net for the world is minus the cost to society; harm (H) and administration (A) have no line, for nothing here
    computes them.
    """
    return Ledger(
        prices,
        "a year",
        lines=(
            Line("B", USERS, -np.asarray(y["use_value_lost"]), note="use of what stops or comes late"),
            Line("K", PROJECTS, -np.asarray(y["resources_freed"]), note="what those that stop used"),
            Line("C", PROJECTS, y["developers_running"], note="running work of those that stay"),
            Line("C", PROJECTS, y["developers_sunk"], note="finding out"),
            Line("C", DEPLOYERS, y["deployers_running"]),
            Line("C", CLOUDS, y["intermediaries_running"], note="clouds, hosts, platforms"),
        ),
        transfers=(
            Transfer(PROJECTS, STATE, y["fees_paid"], note="fees"),
            Transfer(PROJECTS, DEPLOYERS, y["passed_back_paid"], note="pass-back"),
        ),
    )
