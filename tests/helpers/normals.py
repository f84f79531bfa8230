"""Normal draws of named inputs, and a decision between nothing and their sum."""

import numpy as np

from mloss_econ.uncertainty import uniforms
from mloss_econ.uncertainty.designs import Place

N = 2**14


def normals(*names: str, n: int = N, seed: int = 0) -> dict[str, np.ndarray]:
    from scipy.special import ndtri

    return {name: ndtri(uniforms(seed, name, n, place=Place("normals", k))) for k, name in enumerate(names)}


def two_normals(n: int = N, seed: int = 0) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    p = normals("p1", "p2", "dummy", n=n, seed=seed)
    p["p2"] = 2 * p["p2"]
    return {"nothing": 0 * p["p1"], "act": p["p1"] + p["p2"]}, p
