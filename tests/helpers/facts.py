"""Numbers of published studies, as the facts have them."""

from mloss_econ.evidence import Store

TRAINING_PRICES = "USD 2023"
WAGE = 300_000.0  # of a contributor, a year
PAPER = "hoffmann_nagle_zhou_2024"


def fact(store: Store, key: str) -> float:
    value = store.fact(key).value
    assert value is not None
    return value


def figure(store: Store, key: str) -> float:
    value = store.fact(f"{PAPER}.{key}").value
    assert value is not None
    return value
