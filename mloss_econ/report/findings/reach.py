"""Which changed beliefs reach what is printed, and which move nothing there.

A command says which cases it prints the outputs of; of a proposal these are levels of the world under it, and what it
changes. A belief moves a case if an output differs, at the adopted point
or in a draw, once the belief is put back to what it was while all others stay changed; or, since two may hide each
other, while all others that seem to move nothing are put back too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from mloss_econ import compliance, liability
from mloss_econ.engine import Plan
from mloss_econ.evidence import Belief, Store
from mloss_econ.kernel import (
    Case,
    baseline,
    contrast,
    entry_from,
    output_categories,
    output_quantities,
    proposal,
    sources,
)
from mloss_econ.regimes import TOPIC, world
from mloss_econ.registry import CALCULATORS, CLAIMS, claim_named
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.critics import critics_cases
from mloss_econ.report.findings.liability import SCENARIOS
from mloss_econ.report.findings.proposal import is_difference
from mloss_econ.report.findings.value import value_cases
from mloss_econ.report.findings.who_bears import liability_scenarios
from mloss_econ.wording import listing

Cases = Callable[[Assumptions], "Iterable[Case[Any, Any] | Seen]"]
DRAWS = 2**12  # of a run that are looked at, at most
MOST = 3  # calculators that are named


@dataclass(frozen=True)
class Seen:
    """A case of which one kind of output is printed: differences from the status quo, or levels."""

    case: Case[Any, Any]
    differences: bool


def harm_beliefs(store: Store) -> tuple[str, ...]:
    """Beliefs on each channel's harm as measured, as forecast and as feared; a scorecard takes them as they are."""
    return tuple(name for name in store.beliefs if name.startswith(f"{TOPIC}."))


def of_proposals(*names: str) -> Cases:
    """The cases of proposals, of all where none is named."""
    return lambda a: _proposed(a, a.store, names or tuple(a.store.proposals))


def of_name(name: str, *, table: bool = False) -> Cases:
    """The cases of a proposal or a scenario; of the latter, as a table, that of its liability rules alone."""

    def cases(a: Assumptions) -> Iterator[Case[Any, Any] | Seen]:
        if name not in liability_scenarios(a.store):
            yield from of_proposals(name)(a)
            return
        others = () if table else (liability.cheapest_avoider, liability.avoider_conditions)
        for calculator in (*others, liability.liability_rules):
            yield baseline(calculator, prices=a.prices, scenario=name, store=a.store)

    return cases


def of_claims(*names: str) -> Cases:
    """The cases of claims, of all where none is named."""
    claims = [claim_named(name) for name in names] or list(CLAIMS)
    return lambda a: (claim.case(prices=a.prices, store=a.store) for claim in claims)


def of_sets(names: Iterable[str], proposals: Iterable[str]) -> Cases:
    """The cases of proposals under belief sets."""
    wanted, sets = list(proposals), [name for name in names if name != "adopted"]
    return lambda a: (case for one in sets for case in _proposed(a, a.store.under(one), wanted))


def _proposed(a: Assumptions, store: Store, names: Sequence[str]) -> Iterator[Seen]:
    today = baseline(world, prices=a.prices, store=store)
    for name in names:
        case = proposal(name, store=store).apply(today, day=a.day)
        yield Seen(case, False)
        yield Seen(contrast(case), True)


def of_brief(a: Assumptions) -> Iterator[Case[Any, Any] | Seen]:
    """The cases behind a report, those that read most first."""
    yield from of_proposals(*dict.fromkeys([a.proposal, a.comparator]))(a)
    yield from value_cases(a).values()
    yield from critics_cases(a).values()
    yield baseline(compliance.pricing_out, prices=a.prices, store=a.store)
    for name in SCENARIOS:
        yield baseline(liability.cheapest_avoider, prices=a.prices, scenario=name, store=a.store)
    yield from of_claims()(a)
    yield from of_proposals()(a)


def unmoved(
    a: Assumptions,
    cases: Cases,
    *,
    outputs: Collection[str] = (),
    inputs: str | None = None,
    direct: Collection[str] = (),
) -> tuple[str, ...]:
    """The changed beliefs, the reader's and those of a belief set, that move no output of the cases.

    `outputs`: those that alone are printed, or with a dot at the end the first part of several; `inputs`: the inputs
    whose path holds this text are printed, so that being one is enough; `direct`: beliefs that are printed as they are.
    """
    before = {name: _before(a, name) for name in _names(a)}
    wanted = {name: old for name, old in before.items() if _numbers(old) != _numbers(a.store.belief(name))}
    left = {name: old for name, old in wanted.items() if name not in direct}
    printed = _Printed(tuple(outputs), inputs, min(a.n, DRAWS), a.seed)
    made: list[_Outputs] = []
    for one in cases(a) if left else ():
        mine = _Outputs.of(one, printed)
        made.append(mine)
        left = {name: old for name, old in left.items() if not _moves(mine, _restored(mine.case, name, old, a))}
        if not left:
            return ()
    without = _again(made, a, cases, left)  # with all of them put back
    if not _any_moves(made, without):
        return tuple(left)
    return tuple(
        name
        for name, old in left.items()
        if not _any_moves(made, _again(made, a, cases, {name: old}))
        and not _any_moves(without, _again(made, a, cases, {other: left[other] for other in left if other != name}))
    )


def said(names: Collection[str], store: Store, where: str = "printed here") -> str:
    """The remark on beliefs that move nothing, and whose inputs they are; "" for none."""
    lines = []
    for name in names:
        scenario = store.scenarios.get(name.split(".")[0])
        readers = [calculator for calculator, sources in _SOURCES.items() if name in sources]
        readers = readers or list(scenario.calculators if scenario else ())
        more = [f"{len(readers) - MOST} more"] if len(readers) > MOST else []
        of = f" (an input of {listing([*readers[:MOST], *more])})" if readers else ""
        lines.append(f"{name}{of}")
    return f"Changed, but no number {where} depends on it: {'; '.join(lines)}." if lines else ""


def _names(a: Assumptions) -> list[str]:
    of_set = a.adopted.belief_set(a.beliefs_of).beliefs if a.beliefs_of else {}
    return list(dict.fromkeys([*a.changed, *of_set]))


def _before(a: Assumptions, name: str) -> Belief:
    """What a belief was: under the belief set for one that the reader changed, else as adopted."""
    under = a.adopted.under(a.beliefs_of) if a.beliefs_of and name in a.changed else a.adopted
    return under.belief(name)


def _numbers(belief: Belief) -> tuple[Any, ...]:
    return belief.value, belief.dist, belief.unit, belief.price_year


def _restored(case: Case[Any, Any], name: str, old: Belief, a: Assumptions) -> Case[Any, Any] | None:
    """The case with a belief put back, where an input takes it; None where none does."""
    now = a.store.belief(name)
    paths = [path for path, entry in case.entries.items() if entry.key == name and entry.belief == now]
    if not paths:
        return None
    entries = dict(case.entries)
    for path in paths:
        entries[path] = entry_from(path, entries[path].spec, old, name, case.prices, case.store)
    return case.with_entries(entries, case.label)


def _moves(mine: _Outputs, other: Case[Any, Any] | None) -> bool:
    """Whether a case differs from another in an input that is printed, or in an output at the point or in a draw."""
    if other is None or not mine.some or mine.case.digest() == other.digest():
        return False
    theirs = replace(mine, case=other)
    if mine.printed.inputs is not None:
        return not mine.printed.inputs or mine.inputs != theirs.inputs
    return _differ(mine.at_point, theirs.at_point) or _differ(mine.in_draws, theirs.in_draws)


def _differ(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return any(not np.array_equal(value, theirs[path], equal_nan=True) for path, value in mine.items())


@dataclass(frozen=True)
class _Printed:
    """What is printed of each case: some outputs (none named: all), or the inputs whose path holds a text; and of which
    run."""

    outputs: tuple[str, ...]
    inputs: str | None
    n: int
    seed: int

    def has(self, path: str) -> bool:
        """Whether an output is printed."""
        return not self.outputs or any(path == o or (o.endswith(".") and path.startswith(o)) for o in self.outputs)


@dataclass(frozen=True)
class _Outputs:
    """What a case has of what is printed, computed when it is asked for; `differences` says of which kind of output,
    None of both."""

    case: Case[Any, Any]
    printed: _Printed
    differences: bool | None = None

    @classmethod
    def of(cls, one: Case[Any, Any] | Seen, printed: _Printed) -> _Outputs:
        """Of a case, or of what is seen of one."""
        return cls(one.case, printed, one.differences) if isinstance(one, Seen) else cls(one, printed)

    @property
    def some(self) -> bool:
        """Whether anything of it may be printed."""
        return not self.printed.outputs or any(self._kind(path) for path in self.printed.outputs)

    def _kind(self, path: str) -> bool:
        return self.differences is None or is_difference(path) == self.differences

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """The numbers of the inputs that are printed."""
        entries = self.case.entries.items()
        return {path: (entry.value, entry.dist) for path, entry in entries if (self.printed.inputs or "") in path}

    @cached_property
    def at_point(self) -> dict[str, Any]:
        """At the adopted point."""
        y = self.case.outputs()
        return self._wanted(output_quantities(y) | {path: c.codes for path, c in output_categories(y).items()})

    @cached_property
    def in_draws(self) -> dict[str, Any]:
        """In the draws of the run, as far as they are looked at."""
        n = self.printed.n
        rows = Plan.of(self.case, self.printed.seed, "sobol", n).rows(0, n)
        return self._wanted({**rows.outputs, **rows.codes})

    def _wanted(self, found: Mapping[str, Any]) -> dict[str, Any]:
        return {path: value for path, value in found.items() if self._kind(path) and self.printed.has(path)}


def _again(made: list[_Outputs], a: Assumptions, cases: Cases, put_back: Mapping[str, Belief]) -> list[_Outputs]:
    """The cases with beliefs put back, also where one is no input but a number that a case is built from."""
    if not made or not put_back:
        return made
    again = cases(replace(a, store=a.store.holding(put_back)))
    return [_Outputs.of(one, mine.printed) for one, mine in zip(again, made, strict=True)]


def _any_moves(ones: list[_Outputs], others: list[_Outputs]) -> bool:
    return any(_moves(one, other.case) for one, other in zip(ones, others, strict=True))


_SOURCES = {calculator.name: frozenset(sources(calculator.Inputs)) for calculator in CALCULATORS}
