"""Stub, to be replaced."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dependence:
    names: tuple[str, ...]
    notes: tuple[str, ...] = ()


def dependence(*a, **k):
    raise NotImplementedError
