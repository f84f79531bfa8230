"""W1 once more, one row at a time with Python's own numbers: for tools that call a model case by case."""

from __future__ import annotations

from math import erfc, exp, log, sqrt

from benchmarks.speed.problem import LEVEL, ONCE, YEARS


def model_of_one(v: dict[str, float]) -> dict[str, float]:
    """The four outputs of one row of inputs."""
    spread = 1 - exp(-v["G"])
    exponent = 1 - v["eps"] / (1 + v["eps"])
    net = (1 - v["phi"] * v["tau"]) / (1 + v["o"])
    value = v["V0"] * (1 + v["m"] * spread * v["s"] ** exponent) * v["q"] * net

    bill = v["C"] * (v["K"] / 20) ** v["eps"] * (1 - v["tau"]) * (1 + v["o"])
    exit_share = erfc(-log(bill / v["B"]) / v["sb"] / sqrt(2)) / 2

    def remaining(level: float) -> float:
        return v["p0"] * v["H"] * exp(-v["e1"] * v["lam"] * level)

    def own_cost(i: int) -> float:
        return v["w"] * (LEVEL[i] + ONCE[i]) + v["dd"] * remaining(LEVEL[i])

    best = min(range(len(LEVEL)), key=own_cost)
    liability = own_cost(best) + (1 - v["dd"]) * remaining(LEVEL[best])

    growth = (1 + v["g"]) * (1 - v["delta"]) / (1 + v["r"])
    years = sum(growth**t / (1 + exp(v["k"] * (v["tm"] - t))) for t in range(1, YEARS + 1))
    npv = value * years - v["w"] * v["C"] * (2 if exit_share > 0.5 else 1)
    return {"y1": value, "y2": exit_share, "y3": liability, "y4": npv}
