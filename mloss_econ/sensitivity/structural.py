"""Does the answer to a claim hang on how the model is built? At the ends of its structural choices.

alone         one choice at an end, all else as adopted: is the answer another one?
construction  one choice or two at an end: is the answer the same whatever the other inputs are? It is tried in up to
              1,024 draws from their beliefs, at 1,024 random corners (each at its 0.1 or its 99.9 percentile), with
              each alone at these two, and as adopted. Two are tried where neither alone does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.text import number, percent
from mloss_econ.base.units import show_unit
from mloss_econ.engine import Run
from mloss_econ.kernel import COMPUTED, FALSE, TRUE, Case, Choice, Claim, Kind
from mloss_econ.sensitivity.points import Array, at_points, uncertain
from mloss_econ.uncertainty import uniforms

STRUCTURAL_DRAWS = STRUCTURAL_CORNERS = 1024
FEW = 16  # rows between those that a pair is tried at first
MOST_ROWS = 2**14  # in one evaluation
FAR = np.array([0.001, 0.999])
Bools = npt.NDArray[np.bool_]
Columns = Mapping[str, Array]


@dataclass(frozen=True)
class End:
    """A structural choice at one of its ends: its name on the claim, a noun phrase for it, the value and its unit."""

    choice: str
    says: str
    value: float
    unit: str

    @property
    def figure(self) -> str:
        """The value with its unit."""
        if self.unit == "share":
            return percent(self.value)
        words = {"year": "year" if self.value == 1 else "years", "ratio/year": "a year"}
        return f"{number(self.value)} {words.get(self.unit, self.unit)}".rstrip()

    def __str__(self) -> str:
        return f"{self.says} is {self.figure}"


@dataclass(frozen=True)
class Under:
    """A claim with structural choices at ends.

    `at_adopted`: whether it holds with all else as adopted; `held`: the share of draws in which it does; `kind`: true
    or false by construction where the answer is the same at everything that was tried, else computed.
    """

    ends: tuple[End, ...]
    at_adopted: bool
    held: float
    kind: Kind

    def __str__(self) -> str:
        return " and ".join(map(str, self.ends))


def under_structure(claim: Claim, case: Case[Any, Any], run: Run[Any, Any]) -> tuple[Under, ...]:
    """The claim with every structural choice at either end, and with the pairs of ends that settle the answer where
    neither does alone. `run` is of the same case, with its draws."""
    if not claim.structure:
        return ()
    likely, far = _columns(case, run)
    few = {path: column[::FEW] for path, column in likely.items()}

    def under(every: list[tuple[End, ...]]) -> list[Under]:
        found = []
        for ends, held in zip(every, _held(claim, case, likely, every), strict=True):
            kind: Kind = COMPUTED
            if _settled(held) and _settled(np.concatenate([held, *_held(claim, case, far, [ends])])):
                kind = TRUE if held[0] else FALSE
            found.append(Under(ends, bool(held[0]), float(held[1:].mean()), kind))
        return found

    alone = under(list(_each(claim.structure, case, 1)))
    settled = {one.ends[0] for one in alone if one.kind != COMPUTED}
    pairs = [ends for ends in _each(claim.structure, case, 2) if settled.isdisjoint(ends)]
    tried = zip(pairs, _held(claim, case, few, pairs), strict=True)
    both = under([ends for ends, held in tried if _settled(held)])
    return (*alone, *(pair for pair in both if pair.kind != COMPUTED))


def _settled(held: Bools) -> bool:
    return bool(held.all() or not held.any())


def reversing(structure: Sequence[Under], at_adopted: bool) -> tuple[Under, ...]:
    """The ends that change the answer at the adopted point, each alone."""
    return tuple(one for one in structure if len(one.ends) == 1 and one.at_adopted != at_adopted)


def by_construction(structure: Sequence[Under], kind: Kind) -> tuple[Under, ...]:
    """The ends at which a claim of a kind is true or false by construction, where it is not so anyway."""
    return tuple(one for one in structure if one.kind not in (COMPUTED, kind))


def structure_in_words(structure: Sequence[Under], *, at_adopted: bool, kind: Kind) -> tuple[str, ...]:
    """What the structural choices of a claim do to its answer, a sentence each; none where it hangs on none."""
    if not structure:
        return ()
    if turned := reversing(structure, at_adopted):
        now, joint = ("Holds", "not if") if at_adopted else ("Fails", "holds if")
        said = f"{now} at the adopted point; {joint} {_any(turned, 'if')}."
    else:
        said = _moved_most(structure)
    return (said, *construction_in_words(structure, kind))


def construction_in_words(structure: Sequence[Under], kind: Kind) -> tuple[str, ...]:
    """Where a claim of a kind is true or false by construction, a sentence for each."""
    settled, said = by_construction(structure, kind), []
    for one_kind in (TRUE, FALSE):
        if found := [one for one in settled if one.kind == one_kind]:
            said.append(f"{one_kind.capitalize()} where {_any(found, 'where')}.")
    if settled and kind == COMPUTED:
        said[-1] = f"{said[-1][:-1]}; computed otherwise."
    return tuple(said)


def _moved_most(structure: Sequence[Under]) -> str:
    """Between which ends the share of draws moves most."""
    alone = [one for one in structure if len(one.ends) == 1]
    low, high = max(zip(alone[::2], alone[1::2], strict=True), key=lambda pair: abs(pair[1].held - pair[0].held))
    still = "No end of a structural choice changes the answer at the adopted point"
    if low.held == high.held:
        return f"{still}, or the share of draws."
    return (
        f"{still}. The share of draws in which it holds moves most with {low.ends[0].says}: {percent(low.held)} where "
        f"it is {low.ends[0].figure}, {percent(high.held)} where it is {high.ends[0].figure}."
    )


def _any(found: Sequence[Under], joint: str) -> str:
    return f", or {joint} ".join(map(str, found))


def _each(structure: Mapping[str, Choice], case: Case[Any, Any], size: int) -> Iterator[tuple[End, ...]]:
    """Every combination of ends of so many choices."""
    for names in combinations(structure, size):
        yield from product(*(_ends(name, structure[name], case) for name in names))


def _ends(name: str, choice: Choice, case: Case[Any, Any]) -> tuple[End, ...]:
    unit = show_unit(str(case.entry(choice.paths(case)[0]).spec.unit), case.prices)
    return tuple(End(name, choice.says, value, unit) for value in choice.ends(case))


def _columns(case: Case[Any, Any], run: Run[Any, Any]) -> tuple[Columns, Columns]:
    """Values of every uncertain input: as adopted and in draws; at corners and each alone."""
    inputs, draws = uncertain(case), min(run.n, STRUCTURAL_DRAWS)
    likely, far = {}, {}
    for k, (path, entry) in enumerate(inputs.items()):
        low, high = entry.dist.quantile(FAR)
        corner = uniforms(run.seed, f"structure.{entry.key}", STRUCTURAL_CORNERS, design="random") < 0.5
        alone = np.full((len(inputs), 2), entry.value)
        alone[k] = low, high
        likely[path] = np.concatenate([[entry.value], run.draws.inputs[path][:draws]])
        far[path] = np.concatenate([np.where(corner, low, high), alone.ravel()])
    return likely, far


def _held(claim: Claim, case: Case[Any, Any], columns: Columns, every: Sequence[tuple[End, ...]]) -> Iterator[Bools]:
    """Where the claim holds, in every row, with choices at ends; for each of several such ends, a few at a time."""
    size = len(next(iter(columns.values()), np.zeros(1)))
    stated, together = claim.stated(case), max(MOST_ROWS // size, 1)
    for start in range(0, len(every), together):
        some = every[start : start + together]
        values = {path: np.tile(column, len(some)) for path, column in columns.items()}
        for k, ends in enumerate(some):
            for end in ends:
                for path in claim.structure[end.choice].paths(case):
                    first = _first(case, path)
                    if first not in values:
                        values[first] = np.full(size * len(some), case.entries[first].value)
                    values[first][k * size : (k + 1) * size] = end.value
        held = claim.holds(*at_points(case, values), stated)
        yield from np.array(np.broadcast_to(held, (size * len(some),))).reshape(len(some), size)


def _first(case: Case[Any, Any], path: str) -> str:
    """The first of the inputs that rest on the belief of an uncertain one, which moves them all; else itself."""
    entry = case.entries[path]
    if not entry.uncertain:
        return path
    return next(other for other, e in case.entries.items() if e.key == entry.key and e.uncertain)
