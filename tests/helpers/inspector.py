"""Two games without a pure equilibrium."""

from __future__ import annotations

from typing import Any

import numpy as np

from mloss_econ.liability import Profiles

CHASE = Profiles.grid({"inspector": 2, "developer": 2})
INSPECTOR, DEVELOPER = np.array([0.0, 100.0, 100.0, 0.0]), np.array([100.0, 0.0, 0.0, 100.0])


INSPECTION = Profiles.grid({"inspector": 2, "firm": 2})


def chase(cost: float, fine: float, saved: float) -> dict[str, Any]:
    """Inspecting costs and catches a cheat; cheating saves: there is no pure equilibrium."""
    return {
        "inspector": np.array([0.0, fine, cost, cost]),  # not inspecting a cheat costs the inspector the fine forgone
        "firm": np.array([saved, 0.0, saved, fine]),
    }
