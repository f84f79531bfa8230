"""A result is data: nobody can change it after it was handed out."""

import dataclasses
import importlib
import pkgutil

import pytest

import mloss_econ

GROWING = ("engine.checkpoint", "engine.totals")  # what a run adds up in, seen by nobody else


@pytest.mark.parametrize(
    "part", ["liability", "value", "compliance", "regimes", "sensitivity", "engine", "uncertainty"]
)
def test_public_data_classes_are_frozen(part: str) -> None:
    package = importlib.import_module(f"{mloss_econ.__name__}.{part}")
    seen = 0
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for name, kind in vars(importlib.import_module(info.name)).items():
            if not isinstance(kind, type) or kind.__module__ != info.name or not dataclasses.is_dataclass(kind):
                continue
            if not name.startswith("_") and not info.name.endswith(GROWING):
                seen += 1
                assert kind.__dataclass_params__.frozen, f"{info.name}.{name}"  # type: ignore[attr-defined]
    assert seen
