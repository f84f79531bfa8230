"""Worked examples of accident law: Shavell (1986) and exercises that others teach with."""

from benchmarks.published.row import Row
from mloss_econ.liability import Accident, due_care, exposure, inverse_risk_care, tabulated_care, unilateral_care


def _speed() -> int:
    """Which of three speeds a driver should choose: slow, moderate, rapid."""
    return int(due_care([-50.0, -80.0, -120.0], [20.0, 40.0, 100.0]))


def _menu(cost: list[float], probability: list[float], harm: float) -> float:
    """Least total cost of a menu of care."""
    found = tabulated_care(cost, probability, harm)
    return float(found.social_cost[found.first_best])


def _bicycle() -> Accident:
    return Accident.grid({"driver": [0, 30], "cyclist": [0, 15]}, [[0.08, 0.05], [0.03, 0.01]], 1000, bearer="cyclist")


def _exponential() -> float:
    same = {"base_probability": 1.0, "effectiveness": 0.25, "unit_cost": 1.0, "harm": 1e5}
    return float(unilateral_care.at(same).first_best_care)


ROWS = (
    Row(
        "Accidents: the driver's speed",
        "accident_exercises.driver_net",
        0.5,
        lambda: 80.0 - 40.0 if _speed() == 1 else 0.0,
    ),
    Row(
        "Accidents: table of care",
        "accident_exercises.care_table_total",
        0.5,
        lambda: _menu([0.0, 3, 6], [0.15, 0.1, 0.08], 100.0),
    ),
    Row(
        "Accidents: driver and cyclist", "accident_exercises.bicycle_total", 0.5, lambda: float(_bicycle().social.min())
    ),
    Row(
        "Accidents: risk of 1/x, care",
        "accident_exercises.one_over_x_care",
        0.5,
        lambda: float(inverse_risk_care(800.0, 2.0)),
    ),
    Row(
        "Accidents: risk of 1/x, total",
        "accident_exercises.one_over_x_total",
        0.5,
        lambda: _menu([38.0, 40, 42], [1 / 19, 1 / 20, 1 / 21], 800.0),
    ),
    Row("Accidents: exponential risk, care", "accident_exercises.exponential_care", 0.00005, _exponential),
    Row(
        "Accidents: spark arrester",
        "accident_exercises.arrester_total",
        0.5,
        lambda: _menu([0.0, 30, 200], [1.0, 0.5, 0.0], 100.0),
    ),
    Row(
        "Accidents: taxi ride",
        "accident_exercises.taxi_price",
        0.5,
        lambda: 10 + _menu([0.0, 2], [0.001, 0.0002], 5000.0),
    ),
    Row(
        "Accidents: a firm's good",
        "accident_exercises.firm_price",
        0.5,
        lambda: 10 + _menu([0.0, 2], [0.09, 0.03], 100.0),
    ),
    Row(
        "Shavell (1986): poor injurers",
        "accident_exercises.judgment_proof",
        0.005,
        lambda: float(exposure(100_000.0, assets=30_000.0)),
    ),
)
